import type { PlayerState } from '../player/state.ts'

/** Fewer never decide for others. */
const AT_LEAST = 2

/** How many of those who listen now have to vote for a skip. */
export function votesNeeded({ listeners, settings }: PlayerState): number {
  const share = Math.ceil((listeners.length * settings.voteSkipPercent) / 100)
  return Math.max(AT_LEAST, share)
}
