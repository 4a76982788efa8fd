import type { Current, PlayerState } from '../../domain/player/state.ts'
import { type Wait, waitOf } from '../../domain/player/waiting.ts'
import { isSounding } from '../views/card.ts'

/** A card changes at most this often by itself; whoever presses a button sees the effect at once. */
export const EDIT_EVERY_MS = 5_000
/** How often a bar of twenty steps is redrawn: once a step, within these bounds. */
const STEPS = 20
const REDRAWN_AT_LEAST_MS = 30_000

/** Whether the server's admins want one. */
export const hasCard = ({ settings }: PlayerState): boolean => settings.announcements === 'card'

/** These last until somebody does something, or for long; the others are over in a moment when a track begins. */
const LASTING: ReadonlySet<Wait | null> = new Set(['alone', 'muted', 'suppressed', 'retry'])

/** Whether people have heard it, or wait to: what's still being opened may yet fail. */
export function hasBegun(state: PlayerState, current: Current): boolean {
  return current.announced || LASTING.has(waitOf(state))
}

/** After how long the bar has moved by a step; null: it doesn't move. */
export function redrawnAfterMs(state: PlayerState | null): number | null {
  const current = state?.current ?? null
  if (state === null || current === null || !isSounding(state, current)) return null
  if (current.track.live || !hasCard(state)) return null
  const stepMs = (current.durationMs ?? Number.POSITIVE_INFINITY) / STEPS
  return Math.min(REDRAWN_AT_LEAST_MS, Math.max(EDIT_EVERY_MS, stepMs))
}
