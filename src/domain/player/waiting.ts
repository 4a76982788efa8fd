import type { WaitReason } from '../playback.ts'
import type { PlayerState } from './state.ts'

/** `retry`: the track's source failed in a way that may pass, and it's opened again in a while. */
export type Wait = WaitReason | 'retry'

/**
 * Why the current track doesn't sound although no member paused it; null: it does, or there's none.
 */
export function waitOf({ current, aloneSinceMs }: PlayerState): Wait | null {
  if (current === null) return null
  if (aloneSinceMs !== null) return 'alone'
  const { retry, waiting } = current
  return retry !== null && retry.soundsSinceMs === null ? 'retry' : waiting
}
