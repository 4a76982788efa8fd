import type { RequestId } from '../base/ids.ts'
import { type Current, isHeld, type PlayerState } from './player-state.ts'
import type { Effect } from './step.ts'
import type { Track } from './track.ts'

/** A state with what makes it true; building block of a step. */
export interface Moved {
  readonly state: PlayerState
  readonly effects: readonly Effect[]
}

/**
 * Orders `track` from its beginning, or from where voice was lost; `upcoming` is what follows it.
 * With `asked`, somebody waits to hear of it, and queued `asked.more` tracks behind it.
 */
export function start(
  state: PlayerState,
  track: Track,
  upcoming: readonly Track[],
  requestId: RequestId,
  asked: { readonly more: number } | null = null,
): Moved {
  const { resumeAt } = state
  const resumed = resumeAt?.trackId === track.id ? resumeAt : null
  const current: Current = {
    track,
    playId: state.lastPlayId,
    requestId,
    positionMs: resumed?.positionMs ?? 0,
    durationMs: track.durationMs,
    seekable: track.live ? false : null,
    started: false,
    asked: asked !== null,
    announced: false,
    reopenedAtMs: null,
    more: asked?.more ?? 0,
    waiting: null,
    retry: null,
  }
  // A track that is played before the one that waits to go on does not take its place.
  const waiting = resumed === null ? resumeAt : null
  return order({ ...state, upcoming, paused: false, resumeAt: waiting }, current)
}

/** Goes on with the first of `upcoming`, or rests with an empty queue. */
export function advance(
  state: PlayerState,
  upcoming: readonly Track[],
  requestId: RequestId,
): Moved {
  const [next, ...rest] = upcoming
  if (next !== undefined) return start(state, next, rest, requestId)
  return { state: resting(state, upcoming), effects: [{ kind: 'stop' }] }
}

/** Nothing plays; what is queued stays. */
export function resting(state: PlayerState, upcoming: readonly Track[]): PlayerState {
  return { ...state, current: null, upcoming, paused: false, resumeAt: null }
}

/** In no channel: the current track is back at the front of the queue, to go on where it was. */
export function parked(state: PlayerState): PlayerState {
  const { current } = state
  const rested = current === null ? { ...state, paused: false } : putBack(state, current)
  return { ...rested, room: null, aloneSinceMs: null }
}

/** Nothing plays; the current track is back at the front of the queue, to go on where it was. */
export function putBack(state: PlayerState, { track, positionMs }: Current): PlayerState {
  const rested = resting(state, [track, ...state.upcoming])
  return { ...rested, resumeAt: { trackId: track.id, positionMs } }
}

/** Orders the current track (once more) at its position, paused or not as it is. */
export function order(state: PlayerState, current: Current): Moved {
  const playId = state.lastPlayId + 1
  return {
    state: { ...state, lastPlayId: playId, current: { ...current, playId, waiting: null } },
    effects: [
      {
        kind: 'play',
        track: current.track,
        playId,
        requestId: current.requestId,
        startMs: current.positionMs,
        volume: state.volume,
        paused: isHeld(state),
      },
    ],
  }
}
