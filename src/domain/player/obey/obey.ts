import { SegueError } from '../../../base/error.ts'
import type { RequestId } from '../../../base/ids.ts'
import { unreachable } from '../../../base/unreachable.ts'
import type { Command, SeekTarget } from '../../command.ts'
import type { Notice } from '../../notice.ts'
import { insert, move, remove, shuffle } from '../../queue.ts'
import { VOLUME } from '../../schema/command.ts'
import type { Track } from '../../track.ts'
import { advance, parked, resting, start } from '../progress.ts'
import type { Current, PlayerState, VoiceChannel } from '../state.ts'
import type { Effect, Step } from '../step.ts'

type Enqueue = Extract<Command, { kind: 'enqueue' }>

/** Does a command; `at`: where it calls the bot to. Throws a `SegueError` when the command makes no sense now. */
export function obey(
  state: PlayerState,
  command: Command,
  requestId: RequestId,
  at: VoiceChannel | null,
  now: number,
): Step {
  switch (command.kind) {
    case 'enqueue':
      return enqueue(state, command, requestId, called(at))
    case 'join':
      return join(state, called(at), requestId)
    case 'leave':
      return leave(state, now)
    case 'pause':
      return setPaused(state, true)
    case 'resume':
      return resume(state, requestId)
    case 'stop':
      return stop(state, now)
    case 'skip':
      return skip(state, command.count, requestId)
    case 'seek':
      return seek(state, command.target)
    case 'volume':
      return setVolume(state, command.volume)
    case 'loop':
      return done({ ...state, loop: command.loop }, { kind: 'loop', loop: command.loop })
    case 'remove': {
      const { queue, track } = remove(state.upcoming, command.position)
      return done({ ...state, upcoming: queue }, { kind: 'removed', track })
    }
    case 'move': {
      const { queue, track } = move(state.upcoming, command.from, command.to)
      const reply: Notice = { kind: 'moved', track, position: command.to }
      return done({ ...state, upcoming: queue }, reply)
    }
    case 'shuffle': {
      const upcoming = shuffle(filled(state.upcoming), command.seed)
      return done({ ...state, upcoming }, { kind: 'shuffled', count: upcoming.length })
    }
    case 'clear': {
      const count = filled(state.upcoming).length
      return done({ ...state, upcoming: [] }, { kind: 'cleared', count })
    }
    default:
      return unreachable(command)
  }
}

function called(at: VoiceChannel | null): VoiceChannel {
  if (at === null) throw new SegueError('bot-not-in-voice')
  return at
}

function enqueue(
  state: PlayerState,
  command: Enqueue,
  requestId: RequestId,
  at: VoiceChannel,
): Step {
  const [track, ...rest] = command.tracks
  if (track === undefined) throw new SegueError('nothing-found')
  const more = rest.length
  const arrived = goTo(state, at)
  if (state.current === null || command.place === 'now') {
    const upcoming = insert(afterCurrent(state), 1, rest)
    const started = start(arrived.state, track, upcoming, requestId, { more })
    return {
      state: { ...started.state, failures: 0 },
      effects: [...arrived.effects, ...silenced(state), ...started.effects],
      reply: { kind: 'playing', track, more },
    }
  }
  const position = command.place === 'end' ? state.upcoming.length + 1 : command.place
  const upcoming = insert(state.upcoming, position, command.tracks)
  return {
    state: { ...arrived.state, upcoming },
    effects: [...arrived.effects, ...goingOn(state, arrived.state)],
    reply: { kind: 'queued', track, position, more },
  }
}

/** The queue after the current track has ended: looping the queue appends the track again. */
function afterCurrent(state: PlayerState): readonly Track[] {
  if (state.current === null || state.loop !== 'queue') return state.upcoming
  return [...state.upcoming, state.current.track]
}

function join(state: PlayerState, voiceChannel: VoiceChannel, requestId: RequestId): Step {
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

function leave(state: PlayerState, now: number): Step {
  if (state.voiceChannel === null) throw new SegueError('bot-not-in-voice')
  return {
    state: { ...parked({ ...state, current: null }), ...ended(now) },
    effects: [{ kind: 'disconnect' }],
    reply: { kind: 'left' },
  }
}

function setPaused(state: PlayerState, paused: boolean): Step {
  const { track } = playing(state)
  const changes = paused !== state.paused && state.aloneSinceMs === null
  const effects: Effect[] = changes ? [{ kind: 'pause', paused }] : []
  return { state: { ...state, paused }, effects, reply: { kind: 'paused', track } }
}

/** Goes on after a pause, or with a queue that was stopped after failures. */
function resume(state: PlayerState, requestId: RequestId): Step {
  if (state.current !== null) {
    const { track } = state.current
    return { ...setPaused(state, false), reply: { kind: 'resumed', track } }
  }
  const [first] = state.upcoming
  if (first === undefined) throw new SegueError('nothing-playing')
  if (state.voiceChannel === null) throw new SegueError('bot-not-in-voice')
  const begun = advance({ ...state, failures: 0 }, state.upcoming, requestId)
  return { ...begun, reply: { kind: 'playing', track: first, more: 0 } }
}

function stop(state: PlayerState, now: number): Step {
  if (state.current === null && state.upcoming.length === 0) throw new SegueError('nothing-playing')
  const stopped = { ...resting(state, []), ...ended(now) }
  return { state: stopped, effects: [{ kind: 'stop' }], reply: { kind: 'stopped' } }
}

/**
 * What a stop or a leave sets: an empty queue, and the time that ends `/play` requests from before.
 */
const ended = (
  now: number,
): Pick<PlayerState, 'upcoming' | 'resumeAt' | 'postponed' | 'endedMs'> => ({
  upcoming: [],
  resumeAt: null,
  postponed: null,
  endedMs: now,
})

/** Skips the current track and `count` − 1 more. Looping one track ends with that track. */
function skip(state: PlayerState, count: number, requestId: RequestId): Step {
  const { track } = playing(state)
  if (!Number.isInteger(count) || count < 1) throw new SegueError('bad-index')
  const passed = state.upcoming.slice(0, count - 1)
  const kept = state.upcoming.slice(count - 1)
  const upcoming = state.loop === 'queue' ? [...kept, track, ...passed] : kept
  const moved = advance({ ...state, failures: 0 }, upcoming, requestId)
  const next = upcoming[0] ?? null
  const effects = next === null ? moved.effects : [...silenced(state), ...moved.effects]
  return { state: moved.state, effects, reply: { kind: 'skipped', track, next } }
}

/** The current track ends at once, however long the next source takes to open. */
function silenced(state: PlayerState): readonly Effect[] {
  return state.current === null ? [] : [{ kind: 'stop' }]
}

function seek(state: PlayerState, target: SeekTarget): Step {
  const current = playing(state)
  if (current.seekable === false) throw new SegueError('not-seekable')
  const wanted = target.kind === 'to' ? target.ms : Math.max(0, current.positionMs + target.ms)
  const { durationMs, stated } = current
  const past = stated && durationMs !== null && wanted >= durationMs
  if (!Number.isFinite(wanted) || wanted < 0 || past) throw new SegueError('bad-position')
  const positionMs = Math.round(wanted)
  return {
    state: { ...state, current: { ...current, positionMs } },
    // The engine has no track while the next try is awaited: the next order carries the position.
    effects: isBetweenTries(current) ? [] : [{ kind: 'seek', playId: current.playId, positionMs }],
    reply: { kind: 'sought', track: current.track, positionMs },
  }
}

const isBetweenTries = ({ retry }: Current): boolean => retry !== null && retry.dueMs !== null

function setVolume(state: PlayerState, volume: number): Step {
  if (!Number.isInteger(volume) || volume < VOLUME.minimum || volume > VOLUME.maximum)
    throw new SegueError('bad-volume')
  const effects: Effect[] = state.current === null ? [] : [{ kind: 'volume', volume }]
  return { state: { ...state, volume }, effects, reply: { kind: 'volume', volume } }
}

function playing(state: PlayerState): Current {
  if (state.current === null) throw new SegueError('nothing-playing')
  return state.current
}

function filled(queue: readonly Track[]): readonly Track[] {
  if (queue.length === 0) throw new SegueError('queue-empty')
  return queue
}

const done = (state: PlayerState, reply: Notice): Step => ({ state, effects: [], reply })
