import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { userId } from '../../src/base/ids.ts'
import type { Command } from '../../src/domain/command.ts'
import { eventsOf, type PlayerEvent } from '../../src/domain/events.ts'
import { areSame } from '../../src/domain/filters.ts'
import type { PlaybackEvent } from '../../src/domain/playback.ts'
import { idleState, type PlayerState } from '../../src/domain/player/state.ts'
import { type Input, transition } from '../../src/domain/player/transition.ts'
import { waitOf } from '../../src/domain/player/waiting.ts'
import { seededRandom } from '../../src/domain/random.ts'
import type { GuildSettings } from '../../src/domain/settings.ts'
import type { Filters } from '../../src/domain/sound.ts'
import { anyInput } from './player/any-input.ts'
import { attic, enqueue, guild, lounge, request } from './player/sample.ts'

const command = (what: Command): Input => ({
  ...{ kind: 'command', command: what, request: request(), at: lounge },
})
const event = (what: PlaybackEvent): Input => ({ kind: 'event', event: what })
const skip = command({ kind: 'skip', count: 1 })
const order = { guildId: guild, requestId: request().requestId }
const started = (playId: number): Input =>
  event({ ...order, kind: 'started', playId, durationMs: null, stated: false, seekable: true })
const ended = (playId: number): Input => event({ kind: 'ended', guildId: guild, playId })
const failed = (playId: number, expired = false): Input =>
  event({ kind: 'failed', guildId: guild, playId, positionMs: 0, code: 'decode-failed', expired })
const lost = event({ kind: 'voice-lost', guildId: guild, code: 'voice-lost' })

/** Passes the inputs one after another; what happened, as words. */
function told(from: PlayerState, ...inputs: Input[]): string[] {
  let state = from
  return inputs.flatMap((input) => {
    const before = state
    state = transition(before, input, 0).state
    return eventsOf(before, input, state).map(wordsFor)
  })
}

/** Only how tracks ended. */
const endings = (from: PlayerState, ...inputs: Input[]): string[] =>
  told(from, ...inputs).filter((words) => words.startsWith('track_end'))

function wordsFor(happened: PlayerEvent): string {
  const { kind, ...fields } = happened
  const shown = Object.values(fields).map((value) =>
    typeof value === 'object' && value !== null && 'title' in value
      ? value.title
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value),
  )
  return [kind, ...shown].join(' ')
}

function playing(names: string): PlayerState {
  const { state } = transition(idleState, command(enqueue(names)), 0)
  return transition(state, started(1), 0).state
}

test('a track is loaded, starts and ends, and the next one follows', () => {
  expect(told(idleState, command(enqueue('a b')), started(1), ended(1), started(2), skip)).toEqual([
    'voice joined 10 null',
    'queue_updated 1',
    'track_load a 0',
    'track_start a 0 180000',
    'track_end a 0 finished true',
    'queue_updated 0',
    'track_load b 0',
    'track_start b 0 180000',
    'track_end b 0 skipped true',
  ])
})

test('what members set is told once, and what changes nothing is not told', () => {
  const pause = command({ kind: 'pause' })
  const loop = command({ kind: 'loop', loop: 'queue' })
  const volume = command({ kind: 'volume', volume: 50 })
  const seek = command({ kind: 'seek', target: { kind: 'to', ms: 9_000 } })
  const faster = command({ kind: 'filter', change: { kind: 'speed', to: 2 } })
  const sets = [
    pause,
    pause,
    loop,
    loop,
    volume,
    volume,
    faster,
    faster,
    seek,
    command({ kind: 'resume' }),
  ]
  expect(told(playing('a'), ...sets)).toEqual([
    'paused 0',
    'loop queue',
    'volume 50',
    'filters {"timescale":{"speed":2,"pitch":1,"rate":1}}',
    'sought 9000',
    'resumed 9000',
  ])
})

test('a shuffled queue of the same length has changed, one that stayed has not', () => {
  const move = (from: number, to: number) => command({ kind: 'move', from, to })
  expect(told(playing('a b c'), move(1, 2), move(1, 1))).toEqual(['queue_updated 2'])
})

test('moving and being thrown out tell the channel and why', () => {
  const moved = event({
    ...{ kind: 'moved', guildId: guild },
    ...{ channelId: attic.channelId, bitrate: null },
  })
  expect(told(playing('a'), moved, lost)).toEqual([
    'voice moved 11 null',
    'track_end a 0 interrupted true',
    'voice left 11 voice-lost',
    'queue_updated 1',
  ])
})

test('waiting for listeners begins and ends', () => {
  const alone: Input = { kind: 'listeners', people: [] }
  const back: Input = { kind: 'listeners', people: [userId('30')] }
  expect(told(playing('a'), alone, alone, back)).toEqual(['waiting alone', 'waiting null'])
})

test('a failure says why and whether the track is given up', () => {
  const { state } = transition(idleState, command(enqueue('a')), 0)
  const gone: Input = { kind: 'play-failed', playId: 1, code: 'gone' }
  const blip: Input = { kind: 'play-failed', playId: 1, code: 'source-timeout' }
  expect(told(state, gone)).toEqual(['error a gone true', 'track_end a 0 failed false'])
  expect(told(state, blip)).toEqual(['error a source-timeout false', 'waiting retry'])
  expect(told(state, ended(1))).toEqual(['error a empty-file true', 'track_end a 0 failed false'])
})

test('what ends by itself has finished, what a member ends was skipped, what breaks has failed', () => {
  expect(endings(playing('a b c d'), ended(1), started(2), skip, started(3), failed(3))).toEqual([
    'track_end a 0 finished true',
    'track_end b 0 skipped true',
    'track_end c 0 failed true',
  ])
})

test('every round of a loop is a run of its own, skipped or not', () => {
  const loop = (mode: 'track' | 'queue') => command({ kind: 'loop', loop: mode })
  const rounds = [loop('track'), ended(1), started(2), ended(2), started(3)]
  expect(endings(playing('a'), ...rounds)).toEqual([
    'track_end a 0 finished true',
    'track_end a 0 finished true',
  ])
  expect(told(playing('a'), loop('queue'), skip, started(2)).slice(1)).toEqual([
    'track_end a 0 skipped true',
    'track_load a 0',
    'track_start a 0 180000',
  ])
})

test('stopping, leaving and playing something else at once end a track', () => {
  for (const what of [{ kind: 'stop' }, { kind: 'leave' }, enqueue('b', 'now')] as const)
    expect(endings(playing('a'), command(what))).toEqual(['track_end a 0 skipped true'])
})

test('a lost engine and a link that is renewed end nothing', () => {
  const engine = event({ kind: 'engine-lost', guildId: guild })
  expect(told(playing('a b'), failed(1, true), engine)).toEqual([])
})

test('late news of an older order tells nothing', () => {
  expect(endings(playing('a b'), ended(1), started(2), ended(1), failed(1))).toEqual([
    'track_end a 0 finished true',
  ])
})

/** What a subscriber knows of a player that has heard of nothing but its events. */
interface Known {
  channel: string | null
  track: string | null
  sounds: boolean
  paused: boolean
  volume: number
  filters: Filters
  loop: string
  title: string | null
  queued: number
  wait: string | null
  announcements: GuildSettings['announcements']
}

const known = (state: PlayerState): Known => ({
  channel: state.voiceChannel?.channelId ?? null,
  track: state.current?.track.id ?? null,
  sounds: state.current?.started ?? false,
  paused: state.paused,
  volume: state.volume,
  filters: state.filters,
  loop: state.loop,
  title: state.current?.said?.title ?? null,
  queued: state.upcoming.length,
  wait: waitOf(state),
  announcements: state.settings.announcements,
})

/** Takes in one event; throws when it can't follow those before. */
function heard(so: Known, happened: PlayerEvent): Known {
  const must = (holds: boolean) => {
    if (!holds) throw new Error(`${wordsFor(happened)} can’t follow ${JSON.stringify(so)}`)
  }
  switch (happened.kind) {
    case 'track_load':
      must(so.track === null)
      return { ...so, track: happened.track.id, sounds: false, title: null }
    case 'track_start':
      must(so.track === happened.track.id && !so.sounds)
      return { ...so, sounds: true }
    case 'track_end':
      must(so.track === happened.track.id && (!so.sounds || happened.heard))
      return { ...so, track: null, sounds: false, title: null }
    case 'error':
      must(so.track === happened.track.id)
      return so
    case 'segment_skipped':
      must(so.track !== null)
      return so
    case 'waiting':
      must(so.wait !== happened.reason)
      return { ...so, wait: happened.reason }
    case 'title':
      must(so.track === happened.track.id && so.title !== happened.title)
      return { ...so, title: happened.title }
    case 'queue_updated':
      return { ...so, queued: happened.length }
    case 'paused':
    case 'resumed':
      must(so.paused !== (happened.kind === 'paused'))
      return { ...so, paused: happened.kind === 'paused' }
    case 'sought':
      must(so.track !== null)
      return so
    case 'volume':
      return { ...so, volume: happened.volume }
    case 'filters':
      must(!areSame(so.filters, happened.filters))
      return { ...so, filters: happened.filters }
    case 'loop':
      return { ...so, loop: happened.loop }
    case 'settings':
      return { ...so, announcements: happened.settings.announcements }
    case 'voice':
      must((so.channel === null) === (happened.change === 'joined'))
      return { ...so, channel: happened.change === 'left' ? null : happened.channelId }
  }
}

test('who hears every event, and nothing else, knows the player; no run starts or ends twice', () => {
  const counts = new Map<string, number>()
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed)
    let state = idleState
    let so = known(state)
    for (let step = 0; step < 150; step++) {
      const input = anyInput(random, state)
      const before = state
      try {
        state = transition(before, input, step * 10_000).state
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
        continue
      }
      for (const happened of eventsOf(before, input, state)) {
        so = heard(so, happened)
        counts.set(happened.kind, (counts.get(happened.kind) ?? 0) + 1)
      }
      expect({ seed, step, input, so }).toEqual({ seed, step, input, so: known(state) })
    }
  }
  // Every kind was seen, so none of the rules above was idle.
  expect([...counts.keys()].sort()).toEqual(KINDS)
})

const KINDS = [
  ...[
    'error',
    'filters',
    'loop',
    'paused',
    'queue_updated',
    'resumed',
    'segment_skipped',
    'settings',
  ],
  ...['sought', 'title', 'track_end', 'track_load', 'track_start', 'voice', 'volume', 'waiting'],
]
