import type { ErrorCode } from './errors.ts'
import type { Current, PlayerState } from './player-state.ts'
import { advance, resting } from './progress.ts'
import { announce, type Effect, type Step } from './step.ts'

/** After so many failures in a row the player rests, instead of rushing through a dead queue. */
export const FAILURES_IN_A_ROW = 5

/** The track itself is at fault: says so and goes on; a track that failed is not looped. */
export function trackFailed(state: PlayerState, current: Current, code: ErrorCode): Step {
  const failures = state.failures + 1
  const { track, announced: sounded } = current
  const told = announce({ kind: 'failed', track, code, sounded })
  const kept = state.upcoming.length
  if (kept > 0 && failures < FAILURES_IN_A_ROW) {
    const moved = advance({ ...state, failures }, state.upcoming, current.requestId)
    return { ...moved, effects: [told, ...moved.effects], reply: null }
  }
  const rested = { ...resting(state, state.upcoming), failures: 0 }
  const gaveUp: Effect[] = kept > 0 ? [announce({ kind: 'gave-up', kept })] : []
  return { state: rested, effects: [{ kind: 'stop' }, told, ...gaveUp], reply: null }
}
