import type { TrackId } from '../../base/ids.ts'
import { gapsIn } from '../segments.ts'
import { ownLengthOf, type Track } from '../track.ts'
import type { Current, PlayerState } from './state.ts'
import { type Effect, quiet, type Step } from './step.ts'

/** How long before the current track's end the next one is opened: a slow site needs 10 s, or 20. */
const PREPARE_MS = 30_000
/** Where nobody knows a track's length, the next one is opened once it has played for this long. */
const UNKNOWN_AFTER_MS = 10_000

type Play = Extract<Effect, { kind: 'play' }>

/** The most dead tracks in a row for which the one behind them is opened ahead. */
const DEAD_IN_A_ROW = 4

/** Whether that order plays the track that was opened ahead of it, from where it was opened. */
const isPrepared = ({ track, startMs }: Play, { prepared, preparedAtMs }: PlayerState): boolean =>
  track.id === prepared && startMs === preparedAtMs

/**
 * Has the next track opened shortly before the current one ends, and dropped when another one comes
 * next. An order for the prepared track takes it over.
 */
export function prepareNext({ state: after, effects, reply }: Step): Step {
  const state = withoutGone(after)
  const orders = effects.filter((effect) => effect.kind === 'play')
  const isTaken = orders.some((order) => isPrepared(order, state))
  const held = isTaken ? null : state.prepared
  const isLost = held !== null && effects.some(losesEngine)
  const next = isLost ? null : dueNext(state)
  const prepared = next?.id ?? null
  const preparedAtMs = next === null ? 0 : beginsAtMs(state, next)
  const isSame = prepared === state.prepared && preparedAtMs === state.preparedAtMs
  const settled = isSame ? state : { ...state, prepared, preparedAtMs }
  if (next !== null && !(prepared === held && isSame)) {
    const ahead: Effect = { kind: 'prepare', track: next, startMs: preparedAtMs }
    return { state: settled, effects: [...effects, ahead], reply }
  }
  if (next === null && held !== null) {
    return { state: settled, effects: [...effects, { kind: 'unprepare' }], reply }
  }
  return { state: settled, effects, reply }
}

/** A track couldn't be opened ahead, and won't be at its turn: the one behind it is opened instead. */
export function unplayable(state: PlayerState, trackId: TrackId): Step {
  if (state.prepared !== trackId) return quiet(state)
  return quiet({
    ...state,
    prepared: null,
    unplayable: [...state.unplayable, trackId].slice(-DEAD_IN_A_ROW),
  })
}

function withoutGone(state: PlayerState): PlayerState {
  const { unplayable, upcoming, current } = state
  if (unplayable.length === 0) return state
  const isThere = (id: TrackId) =>
    current?.track.id === id || upcoming.some((track) => track.id === id)
  const kept = unplayable.filter(isThere)
  return kept.length === unplayable.length ? state : { ...state, unplayable: kept }
}

/** The engine's connection ends, and with it what was prepared. */
const losesEngine = (effect: Effect): boolean =>
  effect.kind === 'disconnect' || (effect.kind === 'connect' && !effect.moves)

/** The track to hold ready now; null: none. */
function dueNext(state: PlayerState): Track | null {
  const { current, resumeAt } = state
  if (state.voiceChannel === null || current === null) return null
  const next = following(state, current)
  if (next === null || next.live || resumeAt?.trackId === next.id) return null
  // The current one fails in a moment.
  if (state.unplayable.includes(current.track.id)) return next.id === state.prepared ? next : null
  return isNearEnd(current, PREPARE_MS) ? next : null
}

/** Where a track begins that plays from its start, in ms: behind what is left out there. */
function beginsAtMs({ settings, segments }: PlayerState, track: Track): number {
  const found = segments.find(({ trackId }) => trackId === track.id)?.found ?? []
  const [first] = gapsIn(found, settings.skippedSegments, ownLengthOf(track))
  return first?.startMs === 0 ? first.endMs : 0
}

/** What plays when the current track ends by itself; null: nothing. */
export function following(
  { loop, upcoming, unplayable }: PlayerState,
  { track }: Current,
): Track | null {
  if (loop === 'track') return track
  const next = upcoming.slice(0, DEAD_IN_A_ROW + 1).find(({ id }) => !unplayable.includes(id))
  return next ?? (loop === 'queue' && upcoming.length === 0 ? track : null)
}

/** Whether the track ends within `withinMs`. A length that's only guessed may be far off. */
export function isNearEnd(
  { track, started, retry, positionMs, durationMs, stated, skips }: Current,
  withinMs: number,
): boolean {
  if (!started || track.live || (retry !== null && retry.soundsSinceMs === null)) return false
  if (skips.endsAtMs !== null && skips.endsAtMs - positionMs <= withinMs) return true
  if (durationMs === null) return positionMs >= UNKNOWN_AFTER_MS
  const soonMs = stated ? withinMs : Math.max(withinMs, durationMs / 2)
  return durationMs - positionMs <= soonMs
}
