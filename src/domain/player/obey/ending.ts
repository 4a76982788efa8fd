import type { PlayerState } from '../state.ts'
import type { Effect } from '../step.ts'

/**
 * What a stop or a leave sets: an empty queue that nothing is added to any more, and the time that
 * ends `/play` requests from before.
 */
export const ended = (
  now: number,
): Pick<PlayerState, 'upcoming' | 'batches' | 'resumeAt' | 'postponed' | 'endedMs'> => ({
  upcoming: [],
  batches: [],
  resumeAt: null,
  postponed: null,
  endedMs: now,
})

/** The current track ends at once, however long the next source takes to open. */
export function silenced(state: PlayerState): readonly Effect[] {
  return state.current === null ? [] : [{ kind: 'stop' }]
}
