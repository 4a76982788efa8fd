import { SegueError } from '../../../base/error.ts'
import type { UserId } from '../../../base/ids.ts'
import type { PlayerState } from '../state.ts'
import type { Step } from '../step.ts'

/** Somebody else who listens leads the music from now on. Throws 'dj-not-here'. */
export function handOver(state: PlayerState, userId: UserId): Step {
  if (!state.listeners.includes(userId)) throw new SegueError('dj-not-here')
  return { state: { ...state, djId: userId }, effects: [], reply: { kind: 'dj', userId } }
}

/**
 * Who leads when these people listen: whoever does as long as they stay, then the one whose track
 * plays, then whoever has been there longest.
 */
export function leaderAmong(
  { djId, current }: PlayerState,
  people: readonly UserId[],
): UserId | null {
  const isHere = (id: UserId | undefined) => id !== undefined && people.includes(id)
  if (djId === null || isHere(djId)) return djId
  const requester = current?.track.requestedBy
  return requester !== undefined && isHere(requester) ? requester : (people[0] ?? null)
}
