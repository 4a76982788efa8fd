import { expect, test } from 'bun:test'
import type { Command } from '../../../src/domain/command.ts'
import type { PlaybackEvent } from '../../../src/domain/playback.ts'
import { outcomeOf } from '../../../src/domain/player/outcome.ts'
import { idleState, type PlayerState } from '../../../src/domain/player/state.ts'
import { type Input, transition } from '../../../src/domain/player/transition.ts'
import { enqueue, guild, request } from './sample.ts'

const command = (what: Command): Input => ({ kind: 'command', command: what, request: request() })
const event = (what: PlaybackEvent): Input => ({ kind: 'event', event: what })

/** Passes the inputs one after another; what history gets, as words. */
function outcomes(from: PlayerState, ...inputs: Input[]): string[] {
  let state = from
  return inputs.flatMap((input) => {
    const before = state
    state = transition(before, input, 0).state
    const ended = outcomeOf(before, input, state)
    return ended === null ? [] : [`${ended.track.title} ${ended.outcome}`]
  })
}

function playing(names: string): PlayerState {
  const { state } = transition(idleState, command(enqueue(names)), 0)
  return transition(state, started(1), 0).state
}

const started = (playId: number): Input => {
  const { requestId } = request()
  const order = {
    guildId: guild,
    playId,
    requestId,
    durationMs: null,
    stated: false,
    seekable: true,
  }
  return event({ kind: 'started', ...order })
}
const ended = (playId: number): Input => event({ kind: 'ended', guildId: guild, playId })
const failed = (playId: number, expired = false): Input => {
  const what = { guildId: guild, playId, positionMs: 0, code: 'decode-failed', expired } as const
  return event({ kind: 'failed', ...what })
}

test('what ends by itself has finished, what a member ends was skipped, what breaks has failed', () => {
  const skip = command({ kind: 'skip', count: 1 })
  expect(outcomes(playing('a b c d'), ended(1), started(2), skip, started(3), failed(3))).toEqual([
    'a finished',
    'b skipped',
    'c failed',
  ])
})

test('every round of a loop counts', () => {
  const loop = command({ kind: 'loop', loop: 'track' })
  const rounds = [loop, ended(1), started(2), ended(2), started(3)]
  expect(outcomes(playing('a'), ...rounds)).toEqual(['a finished', 'a finished'])
})

test('stopping, leaving and playing something else at once end a track', () => {
  expect(outcomes(playing('a'), command({ kind: 'stop' }))).toEqual(['a skipped'])
  expect(outcomes(playing('a'), command({ kind: 'leave' }))).toEqual(['a skipped'])
  expect(outcomes(playing('a'), command(enqueue('b', 'now')))).toEqual(['a skipped'])
})

test('a track that never sounded was not skipped, but it may have failed', () => {
  const { state } = transition(idleState, command(enqueue('a b')), 0)
  expect(outcomes(state, command({ kind: 'skip', count: 1 }))).toEqual([])
  const failure: Input = { kind: 'play-failed', playId: 1, code: 'gone' }
  expect(outcomes(state, failure)).toEqual(['a failed'])
})

test('lost voice, a lost engine and a link that is renewed end nothing', () => {
  const lost = event({ kind: 'voice-lost', guildId: guild, code: 'voice-lost' })
  const engine = event({ kind: 'engine-lost', guildId: guild })
  expect(outcomes(playing('a b'), failed(1, true), engine, lost)).toEqual([])
})

test('late news of an older order ends nothing', () => {
  expect(outcomes(playing('a b'), ended(1), started(2), ended(1), failed(1))).toEqual([
    'a finished',
  ])
})
