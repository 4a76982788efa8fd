import type { ChannelId } from '../base/ids.ts'
import { unreachable } from '../base/unreachable.ts'
import type { ErrorCode } from './errors.ts'
import type { PlaybackEvent } from './playback.ts'
import type { Current, PlayerState, Room } from './player-state.ts'
import { advance, order, resting } from './progress.ts'
import { announce, type Effect, quiet, type Step } from './step.ts'

/** After so many failures in a row the player rests, instead of rushing through a dead queue. */
export const FAILURES_IN_A_ROW = 5

/** A link may expire again and again in a long track, but not at once: that is a dead source. */
const REOPEN_DISTANCE_MS = 30_000

/** A join that waits less than this is no news. */
const NOTEWORTHY_WAIT_MS = 2_000

type OrderEvent = Extract<PlaybackEvent, { playId: number }>

/** What an event of the engine changes. Events of an order that was replaced change nothing. */
export function hear(state: PlayerState, event: PlaybackEvent): Step {
  switch (event.kind) {
    case 'join-queued':
      if (event.waitMs < NOTEWORTHY_WAIT_MS) return quiet(state)
      return { ...quiet(state), effects: [announce(event)] }
    case 'moved':
      if (state.room === null) return quiet(state)
      return quiet({ ...state, room: moved(state.room, event.channelId, event.bitrate) })
    case 'voice-lost':
      return voiceLost(state, event.code)
    case 'engine-lost':
      return engineLost(state)
    default: {
      const { current } = state
      return current?.playId === event.playId ? hearOrder(state, current, event) : quiet(state)
    }
  }
}

function moved(room: Room, channelId: ChannelId, bitrate: number | null): Room {
  return { channelId, bitrate: bitrate ?? room.bitrate }
}

/** The track could not be opened or handed to the engine. */
export function playFailed(state: PlayerState, playId: number, code: ErrorCode): Step {
  const { current } = state
  return current?.playId === playId ? trackFailed(state, current, code) : quiet(state)
}

/** The voice channel could not be joined. With nothing to play, only the caller needs to know. */
export function connectFailed(state: PlayerState, code: ErrorCode): Step {
  const lost = voiceLost(state, code)
  if (state.current !== null || state.room === null) return lost
  return { ...lost, effects: [{ kind: 'disconnect' }] }
}

/** What the engine still holds of the connection is worth nothing; it is let go and made anew. */
export function sessionLost(state: PlayerState): Step {
  const again = engineLost(state)
  const disconnect: Effect = { kind: 'disconnect' }
  return again.effects.length === 0 ? again : { ...again, effects: [disconnect, ...again.effects] }
}

/**
 * After a restart: back into the channel, and on from where the track was. `barred` tells why the
 * channel can't be joined any more; then the queue waits to be called elsewhere.
 */
export function restored(stored: PlayerState, barred: ErrorCode | null): Step {
  return barred === null ? engineLost(stored) : voiceLost(stored, barred)
}

function hearOrder(state: PlayerState, current: Current, event: OrderEvent): Step {
  switch (event.kind) {
    case 'started':
      return started(state, current, event.durationMs, event.seekable)
    case 'position':
      return quiet({ ...state, current: { ...current, positionMs: event.positionMs } })
    case 'waiting':
      return waiting(state, current, event.reason === 'alone')
    case 'ended':
      return ended(state, current)
    case 'failed':
      return failed(state, current, event.code, event.positionMs, event.expired)
    default:
      return unreachable(event)
  }
}

function started(
  state: PlayerState,
  current: Current,
  durationMs: number | null,
  seekable: boolean,
): Step {
  const sounding: Current = {
    ...current,
    started: true,
    asked: false,
    announced: true,
    durationMs: durationMs ?? current.durationMs,
    seekable,
  }
  const first = announce({ kind: 'playing', track: current.track, more: current.more })
  return {
    state: { ...state, failures: 0, current: sounding },
    effects: current.announced ? [] : [first],
    reply: null,
  }
}

function waiting(state: PlayerState, current: Current, alone: boolean): Step {
  if (!alone || current.announced) return quiet(state)
  return { ...quiet(state), effects: [announce({ kind: 'waiting', track: current.track })] }
}

function ended(state: PlayerState, current: Current): Step {
  if (!current.started) return trackFailed(state, current, 'empty-file')
  if (state.loop === 'track') {
    const again = { ...current, positionMs: 0, started: false, reopenedAtMs: null }
    return { ...order(state, again), reply: null }
  }
  const upcoming = state.loop === 'queue' ? [...state.upcoming, current.track] : state.upcoming
  const moved = advance(state, upcoming, current.requestId)
  const finished: Effect[] = upcoming.length === 0 ? [announce({ kind: 'finished' })] : []
  return { ...moved, effects: [...moved.effects, ...finished], reply: null }
}

function failed(
  state: PlayerState,
  current: Current,
  code: ErrorCode,
  positionMs: number,
  expired: boolean,
): Step {
  const { reopenedAtMs } = current
  const mayReopen = reopenedAtMs === null || positionMs - reopenedAtMs >= REOPEN_DISTANCE_MS
  if (!expired || !mayReopen) return trackFailed(state, current, code)
  const reopened = order(state, { ...current, positionMs, reopenedAtMs: positionMs })
  return { ...reopened, reply: null }
}

/** Says so and goes on; a track that failed is not looped. */
function trackFailed(state: PlayerState, current: Current, code: ErrorCode): Step {
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

/**
 * The queue is kept, and the current track goes back to its front, to go on where it was when the bot
 * is called again. One that somebody waits for is told as a failure instead: they will ask again.
 */
function voiceLost(state: PlayerState, code: ErrorCode): Step {
  const { current, room } = state
  if (room === null) return quiet(state)
  const disconnect: Effect = { kind: 'disconnect' }
  if (current?.asked) {
    const told = announce({ kind: 'failed', track: current.track, code, sounded: false })
    const gone = { ...resting(state, state.upcoming), room: null, resumeAt: state.resumeAt }
    return { state: gone, effects: [disconnect, told], reply: null }
  }
  const upcoming = current === null ? state.upcoming : [current.track, ...state.upcoming]
  const resumeAt =
    current === null ? null : { trackId: current.track.id, positionMs: current.positionMs }
  return {
    state: { ...resting(state, upcoming), room: null, resumeAt },
    effects: [disconnect, announce({ kind: 'voice-lost', code, kept: upcoming.length })],
    reply: null,
  }
}

/** A new worker is up: back into the channel, and on from the last known position. */
function engineLost(state: PlayerState): Step {
  if (state.room === null) return quiet(state)
  const connect: Effect = { kind: 'connect', room: state.room, moves: false }
  if (state.current === null) return { ...quiet(state), effects: [connect] }
  const again = order(state, state.current)
  return { state: again.state, effects: [connect, ...again.effects], reply: null }
}
