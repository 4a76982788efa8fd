import type { PlayerState } from './state.ts'

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
  const goesOn = after.current?.track.id === track.id || after.resumeAt?.trackId === track.id
  // Somebody went back, so that it comes once more.
  const isNext = after.played !== before.played
  if (goesOn || isNext) return after
  return { ...after, played: [...after.played, track].slice(-PLAYED_KEPT) }
}
