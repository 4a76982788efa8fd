import { SegueError } from '../../../base/error.ts'
import type { RequestId } from '../../../base/ids.ts'
import { QUEUE_LIMIT, remove, type Spot } from '../../queue.ts'
import type { Track } from '../../track.ts'
import { afterCurrent, start } from '../progress.ts'
import type { PlayerState } from '../state.ts'
import type { Step } from '../step.ts'
import { silenced } from './ending.ts'
import { seek } from './playing.ts'

/** Plays what really played before; the current track comes next, from its beginning. */
export function previous(state: PlayerState, requestId: RequestId): Step {
  const { past } = state
  const track = past.played.at(-1)
  if (track === undefined) throw new SegueError('nothing-before')
  const { current } = state
  // A looped queue still has it, to play it again.
  const others = state.upcoming.filter(({ id }) => id !== track.id)
  const comesNext = current === null || current.track.id === track.id ? [] : [current.track]
  const upcoming = [...comesNext, ...others]
  if (upcoming.length > QUEUE_LIMIT) throw new SegueError('queue-full', String(QUEUE_LIMIT))
  const played = past.played.slice(0, -1)
  return begin({ ...state, past: { ...past, played } }, track, upcoming, requestId)
}

/** Plays the current track from its beginning, or the last one again when none plays. */
export function replay(state: PlayerState, requestId: RequestId): Step {
  const { current } = state
  if (current === null) return previous(state, requestId)
  const { track } = current
  if (current.seekable === false) return begin(state, track, state.upcoming, requestId)
  const { state: sought, effects } = seek(state, { kind: 'to', ms: 0 })
  const goesOn = state.paused && state.aloneSinceMs === null
  return {
    state: { ...sought, paused: false },
    effects: goesOn ? [...effects, { kind: 'pause', paused: false }] : effects,
    reply: { kind: 'replayed', track },
  }
}

/** Plays a track of the queue at once; the others stay as they are. */
export function jump(state: PlayerState, to: Spot, requestId: RequestId): Step {
  const { queue, track } = remove(state.upcoming, to)
  return begin(state, track, afterCurrent({ ...state, upcoming: queue }), requestId)
}

function begin(
  state: PlayerState,
  track: Track,
  upcoming: readonly Track[],
  requestId: RequestId,
): Step {
  if (state.voiceChannel === null) throw new SegueError('bot-not-in-voice')
  const begun = start({ ...state, failures: 0 }, track, upcoming, requestId, { more: 0 })
  return {
    state: begun.state,
    effects: [...silenced(state), ...begun.effects],
    reply: { kind: 'playing', track, more: 0 },
  }
}
