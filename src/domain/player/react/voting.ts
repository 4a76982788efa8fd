import type { UserId } from '../../../base/ids.ts'
import { votesNeeded } from '../../policy/votes.ts'
import { skip } from '../obey/playing.ts'
import type { PlayerState, Vote } from '../state.ts'
import { announce, quiet, type Step } from '../step.ts'

/** The time to vote has passed. */
export function voteOver(state: PlayerState, { voters }: Vote): Step {
  const over = { ...state, vote: null }
  if (state.current === null) return quiet(over)
  const { track } = state.current
  const told = {
    kind: 'vote-over',
    track,
    votes: voters.length,
    needed: votesNeeded(state),
  } as const
  return { ...quiet(over), effects: [announce(told)] }
}

/**
 * Those who left don't count any more, neither as voters nor as those whose votes are missing: the
 * vote may end by that, either way.
 */
export function recounted(state: PlayerState, people: readonly UserId[]): Step {
  const { vote } = state
  if (vote === null) return quiet(state)
  const voters = vote.voters.filter((id) => people.includes(id))
  if (voters.length === 0) return quiet({ ...state, vote: null })
  const isSame = voters.length === vote.voters.length
  return decided(isSame ? state : { ...state, vote: { ...vote, voters } })
}

/** Skips the track of a vote that has enough voters by now. */
export function decided(state: PlayerState): Step {
  const { vote, current } = state
  if (vote === null || current === null || vote.voters.length < votesNeeded(state))
    return quiet(state)
  const { reply, ...skipped } = skip(state, 1, current.requestId)
  const told = reply === null ? [] : [announce(reply)]
  return { state: skipped.state, effects: [...skipped.effects, ...told], reply: null }
}
