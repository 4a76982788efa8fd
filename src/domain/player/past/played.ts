import type { PlayerState } from '../state.ts'

/** Tracks that a player remembers to have played. */
export const PLAYED_KEPT = 50

/**
 * The state with what has just played to its end, or until somebody ended it, among `played`. A
 * track that nobody heard didn't play, and one that waits to go on hasn't ended.
 */
export function withPlayed(before: PlayerState, after: PlayerState): PlayerState {
  const { current } = before
  if (current === null || !current.announced) return after
  const { track } = current
  const { past } = after
  const goesOn = after.current?.track.id === track.id || after.resumeAt?.trackId === track.id
  // Somebody went back, so that it comes once more.
  const isNext = past.played !== before.past.played
  if (goesOn || isNext) return after
  const played = [...past.played, track].slice(-PLAYED_KEPT)
  return { ...after, past: { ...past, played } }
}
