import { SegueError } from '../../../base/error.ts'
import type { RequestId, UserId } from '../../../base/ids.ts'
import { votesNeeded } from '../../policy/votes.ts'
import type { PlayerState, Vote } from '../state.ts'
import type { Step } from '../step.ts'
import { skip } from './playing.ts'

/** How long people may vote on a track, from the first vote on. */
export const VOTE_MS = 60_000

/** Adds a member's vote to skip the current track, and skips it once that's enough. */
export function castVote(
  state: PlayerState,
  userId: UserId,
  requestId: RequestId,
  now: number,
): Step {
  const { current } = state
  if (current === null) throw new SegueError('nothing-playing')
  const { track } = current
  const begun: Vote = state.vote ?? { trackId: track.id, voters: [], endsAtMs: now + VOTE_MS }
  const again = begun.voters.includes(userId)
  const vote = again ? begun : { ...begun, voters: [...begun.voters, userId] }
  const votes = vote.voters.length
  const needed = votesNeeded(state)
  if (votes >= needed) return skip(state, 1, requestId)
  const leftMs = Math.max(0, Math.round(vote.endsAtMs - now))
  return {
    state: again ? state : { ...state, vote },
    effects: [],
    reply: { kind: 'voted', track, votes, needed, leftMs },
  }
}
