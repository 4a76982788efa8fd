import type { WaitReason } from './playback.ts'
import type { PlayerState } from './player-state.ts'

/** `retry`: its source failed in a way that may pass, and it is opened again in a while. */
export type Wait = WaitReason | 'retry'

/** Why the current track does not sound although no member paused it; null: it does, or there is none. */
export function waitOf({ current, aloneSinceMs }: PlayerState): Wait | null {
  if (current === null) return null
  if (aloneSinceMs !== null) return 'alone'
  const { retry, waiting } = current
  return retry !== null && retry.soundsSinceMs === null ? 'retry' : waiting
}
