import type { Track } from '../track.ts'
import type { PlayerState } from './state.ts'
import type { Input } from './transition.ts'

/** How a track ended, for history. */
export interface Outcome {
  readonly track: Track
  readonly outcome: 'finished' | 'skipped' | 'failed'
}

/**
 * The track that ended with the step from `before` to `after`, for history, or null. A track hasn't
 * ended when it waits to go on (voice was lost, its source is out of reach), was only opened again,
 * or was skipped before it ever sounded.
 */
export function outcomeOf(before: PlayerState, input: Input, after: PlayerState): Outcome | null {
  const { current } = before
  if (current === null) return null
  const { track } = current
  const left = after.current?.track.id !== track.id
  const gone = left && !after.upcoming.some(({ id }) => id === track.id)
  switch (input.kind) {
    case 'command':
      return left && current.announced ? { track, outcome: 'skipped' } : null
    case 'play-failed':
      return gone && input.playId === current.playId ? { track, outcome: 'failed' } : null
    case 'event': {
      const { event } = input
      if (!('playId' in event) || event.playId !== current.playId) return null
      if (event.kind === 'failed') return gone ? { track, outcome: 'failed' } : null
      if (event.kind !== 'ended') return null
      return { track, outcome: current.started ? 'finished' : 'failed' }
    }
    default:
      return null
  }
}
