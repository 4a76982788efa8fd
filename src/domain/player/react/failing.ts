import type { ErrorCode } from '../../../base/error.ts'
import { advance, resting } from '../progress.ts'
import type { Current, PlayerState } from '../state.ts'
import { announce, type Effect, type Step } from '../step.ts'

/** After this many failures in a row the player stops, instead of rushing through a dead queue. */
export const FAILURES_IN_A_ROW = 5

/**
 * The track itself is at fault: tells people and plays the next one. A track that failed isn't
 * looped.
 */
export function trackFailed(state: PlayerState, current: Current, code: ErrorCode): Step {
  const failures = state.failures + 1
  const { track, announced: sounded } = current
  const told = announce({ kind: 'failed', track, code, sounded })
  const kept = state.upcoming.length
  if (kept > 0 && failures < FAILURES_IN_A_ROW) {
    const moved = advance({ ...state, failures }, state.upcoming, current.requestId)
    return { ...moved, effects: [told, ...moved.effects], reply: null }
  }
  // Autoplay goes on counting: it chooses another track.
  const isCounted = track.chosen !== undefined && kept === 0 && failures < FAILURES_IN_A_ROW
  const rested = { ...resting(state, state.upcoming), failures: isCounted ? failures : 0 }
  const gaveUp: Effect[] = kept > 0 ? [announce({ kind: 'gave-up', kept })] : []
  return { state: rested, effects: [{ kind: 'stop' }, told, ...gaveUp], reply: null }
}
