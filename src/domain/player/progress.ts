import type { RequestId } from '../../base/ids.ts'
import type { Remarks } from '../queue-rules.ts'
import type { Track } from '../track.ts'
import { type Current, isHeld, noSkips, type PlayerState, soundOf } from './state.ts'
import type { Effect } from './step.ts'

/** A state with the effects that make it true; a building block of a step. */
export interface Moved {
  readonly state: PlayerState
  readonly effects: readonly Effect[]
}

/**
 * Orders `track` from its beginning, or from where voice was lost; `upcoming` follows. With
 * `asked`, somebody waits to hear whether the track plays, and queued `asked.more` tracks behind
 * it.
 */
export function start(
  state: PlayerState,
  track: Track,
  upcoming: readonly Track[],
  requestId: RequestId,
  asked: { readonly more: number; readonly remarks?: Remarks | null } | null = null,
): Moved {
  const { resumeAt } = state
  const resumed = resumeAt?.trackId === track.id ? resumeAt : null
  const current: Current = {
    track,
    playId: state.lastPlayId,
    requestId,
    positionMs: resumed?.positionMs ?? 0,
    heardBeforeMs: 0,
    durationMs: track.durationMs,
    stated: false,
    seekable: track.live ? false : null,
    started: false,
    asked: asked !== null,
    announced: false,
    reopenedAtMs: null,
    more: asked?.more ?? 0,
    remarks: asked?.remarks ?? null,
    waiting: null,
    said: null,
    saidBefore: [],
    retry: null,
    skips: noSkips,
  }
  // The position belongs to the track that waits to resume, not to one that's played before it.
  const waiting = resumed === null ? resumeAt : null
  return order({ ...state, upcoming, paused: false, resumeAt: waiting }, current)
}

/** Plays the first of `upcoming`, or stops when the queue is empty. */
export function advance(
  state: PlayerState,
  upcoming: readonly Track[],
  requestId: RequestId,
): Moved {
  const [next, ...rest] = upcoming
  if (next !== undefined) return start(state, next, rest, requestId)
  return { state: resting(state, upcoming), effects: [{ kind: 'stop' }] }
}

/** The queue after the current track has ended: looping the queue appends the track again. */
export function afterCurrent(state: PlayerState): readonly Track[] {
  if (state.current === null || state.loop !== 'queue') return state.upcoming
  return [...state.upcoming, state.current.track]
}

/** Plays nothing and keeps the queue. */
export function resting(state: PlayerState, upcoming: readonly Track[]): PlayerState {
  return { ...state, current: null, upcoming, paused: false, resumeAt: null }
}

/** In no channel: puts the current track back to the front of the queue, to resume where it was. */
export function parked(state: PlayerState): PlayerState {
  const { current } = state
  const rested = current === null ? { ...state, paused: false } : putBack(state, current)
  return { ...rested, voiceChannel: null, aloneSinceMs: null }
}

/** Plays nothing; puts the current track back to the front of the queue, to resume where it was. */
export function putBack(state: PlayerState, { track, positionMs }: Current): PlayerState {
  const rested = resting(state, [track, ...state.upcoming])
  return { ...rested, resumeAt: { trackId: track.id, positionMs } }
}

/**
 * Orders the current track again at its position, paused if it was paused. A live stream goes on from the
 * present, since nobody can go forward in it, and its clock from where it stood.
 */
export function order(state: PlayerState, current: Current): Moved {
  const playId = state.lastPlayId + 1
  const { live } = current.track
  const heardBeforeMs = live ? current.positionMs : 0
  const skips = { ...current.skips, due: null }
  const ordered = { ...current, playId, heardBeforeMs, waiting: null, skips }
  return {
    state: { ...state, lastPlayId: playId, current: ordered },
    effects: [
      {
        kind: 'play',
        track: current.track,
        playId,
        requestId: current.requestId,
        startMs: live ? 0 : current.positionMs,
        sound: soundOf(state),
        paused: isHeld(state),
      },
    ],
  }
}
