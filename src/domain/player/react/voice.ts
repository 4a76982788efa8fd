import type { ErrorCode } from '../../../base/error.ts'
import { order, parked } from '../progress.ts'
import type { PlayerState } from '../state.ts'
import { announce, type Effect, quiet, type Step } from '../step.ts'

/** The voice channel could not be joined. With nothing to play, only the caller needs to know. */
export function connectFailed(state: PlayerState, code: ErrorCode): Step {
  const lost = voiceLost(state, code)
  if (state.current !== null || state.voiceChannel === null) return lost
  return { ...lost, effects: [{ kind: 'disconnect' }] }
}

/** The engine's connection is useless now, so it's dropped and made again. */
export function sessionLost(state: PlayerState): Step {
  const again = engineLost(state)
  const disconnect: Effect = { kind: 'disconnect' }
  return again.effects.length === 0 ? again : { ...again, effects: [disconnect, ...again.effects] }
}

/**
 * After a restart: joins the channel again and resumes the track where it was. `barred` tells why
 * the channel can't be joined any more; then the queue waits until a member calls the bot
 * elsewhere.
 */
export function restored(stored: PlayerState, barred: ErrorCode | null): Step {
  return barred === null ? engineLost(stored) : voiceLost(stored, barred)
}

/**
 * The queue is kept, and the current track goes back to its front, to resume there when the bot is
 * called again. If somebody is waiting for that track, they're told that it failed: they will ask
 * again.
 */
export function voiceLost(state: PlayerState, code: ErrorCode): Step {
  const { current, voiceChannel } = state
  if (voiceChannel === null) return quiet(state)
  const disconnect: Effect = { kind: 'disconnect' }
  if (current?.asked) {
    const told = announce({ kind: 'failed', track: current.track, code, sounded: false })
    const gone = { ...parked({ ...state, current: null }), resumeAt: state.resumeAt }
    return { state: gone, effects: [disconnect, told], reply: null }
  }
  const left = parked(state)
  const kept = left.upcoming.length
  return {
    state: left,
    effects: [disconnect, announce({ kind: 'voice-lost', code, kept })],
    reply: null,
  }
}

/** A new worker is up: joins the channel again and resumes at the last known position. */
export function engineLost(state: PlayerState): Step {
  if (state.voiceChannel === null) return quiet(state)
  const connect: Effect = { kind: 'connect', voiceChannel: state.voiceChannel, moves: false }
  if (state.current === null) return { ...quiet(state), effects: [connect] }
  const again = order(state, { ...state.current, retry: null })
  return { state: again.state, effects: [connect, ...again.effects], reply: null }
}
