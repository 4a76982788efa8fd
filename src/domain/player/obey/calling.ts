import { type ErrorCode, SegueError } from '../../../base/error.ts'
import type { RequestId } from '../../../base/ids.ts'
import type { Command } from '../../command.ts'
import { insertFairly } from '../../fair-order.ts'
import type { Notice } from '../../notice.ts'
import { allowedOf } from '../../policy/blocked.ts'
import { insert, type Queue, shuffle } from '../../queue.ts'
import { remarksOn, takenOf } from '../../queue-rules.ts'
import { withoutChosen } from '../autoplaying.ts'
import { begun } from '../batches.ts'
import { afterCurrent, parked, start } from '../progress.ts'
import type { PlayerState, VoiceChannel } from '../state.ts'
import type { Effect, Step } from '../step.ts'
import { ended, silenced } from './ending.ts'

type Enqueue = Extract<Command, { kind: 'enqueue' }>

export function enqueue(
  state: PlayerState,
  command: Enqueue,
  requestId: RequestId,
  at: VoiceChannel,
): Step {
  const { goesOn = false, seed = null } = command
  const { settings } = state
  const queued = withoutChosen(state.upcoming)
  const playing = command.place === 'now' ? null : (state.current?.track ?? null)
  const allowed = allowedOf(command.tracks, settings)
  const taken = takenOf(
    allowed,
    { queue: queued, current: playing, takesNone: playing === null },
    settings,
  )
  const tracks = seed === null ? taken.tracks : shuffle(taken.tracks, seed)
  const remarks = remarksOn(taken)
  const [track, ...rest] = tracks
  if (track === undefined) throw new SegueError(refusalOf(command.tracks, allowed, taken.code))
  const more = rest.length
  const arrived = goTo(goesOn ? begun(state, requestId, command, tracks) : state, at)
  if (state.current === null || command.place === 'now') {
    const upcoming = insert(withoutChosen(afterCurrent(state)), 1, rest)
    const started = start(arrived.state, track, upcoming, requestId, {
      ...{ more, remarks },
    })
    return {
      state: { ...started.state, failures: 0 },
      effects: [...arrived.effects, ...silenced(state), ...started.effects],
      reply: { kind: 'playing', track, more, ...remarks },
    }
  }
  const isFair = command.place === 'end' && settings.fairOrder
  const place = command.place === 'end' ? queued.length + 1 : command.place
  const upcoming = isFair ? insertFairly(queued, tracks, playing) : insert(queued, place, tracks)
  const position = upcoming.indexOf(track) + 1
  return {
    state: { ...arrived.state, upcoming },
    effects: [...arrived.effects, ...goingOn(state, arrived.state)],
    reply: { kind: 'queued', track, position, more, ...remarks },
  }
}

/** Why none of the tracks is queued. */
function refusalOf(tracks: Queue, allowed: Queue, code: ErrorCode | null): ErrorCode {
  if (tracks.length === 0) return 'nothing-found'
  return allowed.length === 0 ? 'track-blocked' : (code ?? 'nothing-found')
}

export function join(state: PlayerState, voiceChannel: VoiceChannel, requestId: RequestId): Step {
  const arrived = goTo(state, voiceChannel)
  const [first, ...rest] = state.upcoming
  if (state.current !== null || first === undefined || state.resumeAt === null) {
    const reply: Notice = { kind: 'joined', channelId: voiceChannel.channelId, next: null }
    const effects = [...arrived.effects, ...goingOn(state, arrived.state)]
    return { state: arrived.state, effects, reply }
  }
  const started = start(arrived.state, first, rest, requestId)
  return {
    state: started.state,
    effects: [...arrived.effects, ...started.effects],
    reply: { kind: 'joined', channelId: voiceChannel.channelId, next: first },
  }
}

function goTo(
  state: PlayerState,
  voiceChannel: VoiceChannel,
): { state: PlayerState; effects: readonly Effect[] } {
  if (state.voiceChannel?.channelId === voiceChannel.channelId) return { state, effects: [] }
  const moves = state.voiceChannel !== null
  return {
    // The caller is there to listen.
    state: { ...state, voiceChannel, aloneSinceMs: null },
    effects: [{ kind: 'connect', voiceChannel, moves }],
  }
}

/** Music that waited for a listener goes on, since one has called the bot. */
function goingOn(before: PlayerState, { aloneSinceMs, current, paused }: PlayerState): Effect[] {
  const waited = before.aloneSinceMs !== null && aloneSinceMs === null
  return waited && current !== null && !paused ? [{ kind: 'pause', paused: false }] : []
}

export function leave(state: PlayerState, now: number): Step {
  if (state.voiceChannel === null) throw new SegueError('bot-not-in-voice')
  return {
    state: { ...parked({ ...state, current: null }), ...ended(now) },
    effects: [{ kind: 'disconnect' }],
    reply: { kind: 'left' },
  }
}
