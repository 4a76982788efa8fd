import { expect, test } from 'bun:test'
import { SegueError } from '../../../src/base/error.ts'
import { channelId, type RequestId, type TrackId } from '../../../src/base/ids.ts'
import type { Command } from '../../../src/domain/command.ts'
import type { PlaybackEvent } from '../../../src/domain/playback.ts'
import { idleState, isHeld, type PlayerState } from '../../../src/domain/player/state.ts'
import type { Step } from '../../../src/domain/player/step.ts'
import { type Input, transition } from '../../../src/domain/player/transition.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { guild, lounge, request, track } from './sample.ts'

type Random = () => number
const within = (random: Random, most: number) => Math.floor(random() * most)
function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[within(random, choices.length)] as T
}

let made = 0
function anyCommand(random: Random): Command {
  const number = within(random, 6)
  const tracks = Array.from({ length: 1 + within(random, 4) }, () => {
    const id = `t${made++}` as TrackId
    return track('t', { id, live: random() < 0.1, durationMs: random() < 0.3 ? null : 100_000 })
  })
  const room = { ...lounge, channelId: channelId(String(10 + within(random, 2))) }
  return pick<Command>(random, [
    {
      kind: 'enqueue',
      tracks,
      place: pick(random, ['end', 'next', 'now'] as const),
      voiceChannel: room,
    },
    { kind: 'enqueue', tracks, place: 'end', voiceChannel: room },
    { kind: 'join', voiceChannel: room },
    { kind: 'leave' },
    { kind: 'pause' },
    { kind: 'resume' },
    { kind: 'stop' },
    { kind: 'skip', count: number },
    {
      kind: 'seek',
      target: { kind: pick(random, ['to', 'by'] as const), ms: number * 25_000 - 1 },
    },
    { kind: 'volume', volume: number * 50 },
    { kind: 'loop', loop: pick(random, ['off', 'track', 'queue'] as const) },
    { kind: 'remove', position: number },
    { kind: 'move', from: number, to: within(random, 6) },
    { kind: 'shuffle', seed: number },
    { kind: 'clear' },
  ])
}

function anyEvent(random: Random, state: PlayerState): PlaybackEvent {
  const playId = state.lastPlayId - (random() < 0.2 ? 1 : 0)
  const positionMs = within(random, 100_000)
  const requestId = 'r' as RequestId
  const order = { guildId: guild, playId }
  return pick<PlaybackEvent>(random, [
    {
      ...order,
      kind: 'started',
      requestId,
      durationMs: 100_000,
      stated: random() < 0.5,
      seekable: random() < 0.8,
    },
    { ...order, kind: 'started', requestId, durationMs: null, stated: false, seekable: true },
    { ...order, kind: 'position', positionMs },
    { ...order, kind: 'waiting', reason: pick(random, ['alone', 'source'] as const) },
    { ...order, kind: 'ended' },
    { ...order, kind: 'failed', code: 'decode-failed', positionMs, expired: random() < 0.5 },
    { ...order, kind: 'failed', code: 'source-lost', positionMs, expired: false },
    { guildId: guild, kind: 'join-queued', waitMs: 5 },
    { guildId: guild, kind: 'moved', channelId: channelId('11'), bitrate: null },
    { guildId: guild, kind: 'voice-lost', code: 'voice-lost' },
    { guildId: guild, kind: 'engine-lost' },
  ])
}

function anyInput(random: Random, state: PlayerState): Input {
  const dice = random()
  if (dice < 0.5) {
    const voiceChannelId =
      random() < 0.1 ? channelId('12') : (state.voiceChannel ?? lounge).channelId
    const by = request({ voiceChannelId })
    return { kind: 'command', command: anyCommand(random), request: by }
  }
  if (dice < 0.52) return { kind: 'session-lost' }
  if (dice < 0.55) return { kind: 'connect-failed', code: 'voice-timeout' }
  if (dice < 0.62) return { kind: 'play-failed', playId: state.lastPlayId, code: 'gone' }
  if (dice < 0.65) return { kind: 'play-failed', playId: state.lastPlayId, code: 'source-timeout' }
  if (dice < 0.7) return { kind: 'listeners', present: random() < 0.5 }
  if (dice < 0.8) return { kind: 'time' }
  return { kind: 'event', event: anyEvent(random, state) }
}

const idsOf = ({ current, upcoming }: PlayerState): TrackId[] =>
  [...(current ? [current.track] : []), ...upcoming].map(({ id }) => id)

/** What holds between a step and the state before it, whatever the input was. */
function faultsOf(before: PlayerState, input: Input, { state, effects, reply }: Step): string[] {
  const faults: string[] = []
  const check = (holds: boolean, fault: string) => holds || faults.push(fault)
  const plays = effects.filter((effect) => effect.kind === 'play')
  check(state.current === null || state.voiceChannel !== null, 'plays without a channel')
  check(plays.length <= 1, 'two orders in one step')
  check(
    plays.every(({ playId }) => playId === state.current?.playId),
    'order is not the current one',
  )
  check(
    state.lastPlayId === before.lastPlayId + plays.length,
    'play ids do not grow by one an order',
  )
  const changed = state.current?.playId !== before.current?.playId
  check(!changed || state.current === null || plays.length === 1, 'current track without an order')
  const silenced = before.current !== null && state.current === null
  const quieted = effects.some(({ kind }) => kind === 'stop' || kind === 'disconnect')
  check(!silenced || quieted, 'nothing plays, yet the engine was not told')
  const joined = state.voiceChannel !== null && before.voiceChannel === null
  check(!joined || effects.some(({ kind }) => kind === 'connect'), 'in a channel without joining')
  const left = state.voiceChannel === null && before.voiceChannel !== null
  check(!left || effects.some(({ kind }) => kind === 'disconnect'), 'left without disconnecting')
  check(state.volume >= 0 && state.volume <= 200, 'volume out of range')
  check(!state.paused || state.current !== null, 'silence is paused')
  check(state.aloneSinceMs === null || state.voiceChannel !== null, 'alone in no channel')
  check(
    plays.every(({ paused }) => paused === isHeld(state)),
    'an order that is paused as the state is not',
  )
  const mayPass = input.kind === 'play-failed' && input.code === 'source-timeout'
  const isOwn = before.postponed?.trackId === before.current?.track.id
  check(!mayPass || isOwn || idsOf(state).length === idsOf(before).length, 'a blip lost a track')
  check(state.failures < 5, 'a run of failures goes on')
  const ids = idsOf(state)
  check(new Set(ids).size === ids.length, 'a track is there twice')
  check((reply !== null) === (input.kind === 'command'), 'a reply to nobody, or none to a caller')
  return faults
}

test('whatever members and the engine do, in whatever order, the invariants hold', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed)
    let state = idleState
    for (let step = 0; step < 150; step++) {
      const input = anyInput(random, state)
      const before = structuredClone(state)
      try {
        const next = transition(state, input, step * 10_000)
        expect({ seed, step, input, faults: faultsOf(before, input, next) }).toMatchObject({
          faults: [],
        })
        expect(state).toEqual(before)
        state = next.state
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
        expect(input.kind).toBe('command')
      }
    }
  }
})

test('lost voice loses no track', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed)
    let state = idleState
    for (let step = 0; step < 40; step++) {
      try {
        state = transition(state, anyInput(random, state), 0).state
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
      }
    }
    const kept = state.current?.asked === false ? [state.current.track] : []
    const expected = [...kept, ...state.upcoming].map(({ id }) => id)
    const event: PlaybackEvent = { guildId: guild, kind: 'voice-lost', code: 'voice-lost' }
    const after = transition(state, { kind: 'event', event }, 0).state
    if (state.voiceChannel !== null) expect(after.upcoming.map(({ id }) => id)).toEqual(expected)
  }
})
