import { describe, expect, test } from 'bun:test'
import type { Command, Place } from '../../../src/domain/command.ts'
import { idleState, type PlayerState } from '../../../src/domain/player/state.ts'
import { transition } from '../../../src/domain/player/transition.ts'
import { QUEUE_LIMIT } from '../../../src/domain/queue.ts'
import { BATCHES_AT_ONCE } from '../../../src/domain/schema/queue-change.ts'
import { guild, lounge, request, track } from './sample.ts'

const command = (state: PlayerState, wanted: Command) =>
  transition(state, { kind: 'command', command: wanted, request: request(), at: lounge }, 0)

const list = (state: PlayerState, names: string, place: Place = 'end') => {
  const tracks = names.split(' ').map((name) => track(name))
  return command(state, { kind: 'enqueue', tracks, place, goesOn: true }).state
}
const page = (state: PlayerState, batch: string, names: string) => {
  const tracks = names.split(' ').map((name) => track(name))
  return transition(state, { kind: 'page', batchId: track(batch).id, tracks }, 0)
}
const add = (state: PlayerState, name: string, place: Place = 'end') =>
  command(state, { kind: 'enqueue', tracks: [track(name)], place }).state
const queue = ({ upcoming }: PlayerState) => upcoming.map(({ title }) => title).join(' ')

describe('a page', () => {
  test('goes with its list when that is undone, and no other one follows', () => {
    const grown = page(list(add(add(idleState, 'z'), 'y'), 'a b', 1), 'a', 'c d').state
    expect(queue(grown)).toBe('a b c d y')
    const undone = command(page(grown, 'a', 'e').state, { kind: 'undo' }).state
    expect(queue(undone)).toBe('y')
    expect(undone.batches).toEqual([])
    expect(queue(page(undone, 'a', 'f').state)).toBe('y')
    const first = page(list(idleState, 'a b'), 'a', 'c').state
    const silence = command(first, { kind: 'undo' }).state
    expect([silence.current, queue(silence)]).toEqual([null, ''])
  })

  test('goes behind the one before it, whatever was queued meanwhile', () => {
    const begun = add(add(list(add(idleState, 'x'), 'a b'), 'y'), 'z', 1)
    expect(queue(begun)).toBe('z a b y')
    const second = page(begun, 'a', 'c d').state
    expect(queue(second)).toBe('z a b c d y')
    expect(queue(page(second, 'a', 'e').state)).toBe('z a b c d e y')
  })

  test('of a list that plays next goes behind it, before the rest of the queue', () => {
    const begun = list(add(add(idleState, 'x'), 'y'), 'a b', 1)
    expect(queue(page(begun, 'a', 'c').state)).toBe('a b c y')
    const now = list(add(add(idleState, 'x'), 'y'), 'a b', 'now')
    expect(queue(page(now, 'a', 'c').state)).toBe('b c y')
  })

  test('goes behind what is left of the list, or comes next where nothing is', () => {
    const begun = add(list(add(idleState, 'x'), 'a b'), 'y')
    const shorter = command(begun, { kind: 'remove', position: 2 }).state
    expect(queue(page(shorter, 'a', 'c').state)).toBe('a c y')
    const last = command(begun, { kind: 'skip', count: 2 }).state
    expect([last.current?.track.title, queue(page(last, 'a', 'c').state)]).toEqual(['b', 'c y'])
    const past = command(begun, { kind: 'skip', count: 3 }).state
    expect([past.current?.track.title, queue(page(past, 'a', 'c').state)]).toEqual(['y', 'c'])
  })

  test('plays on where the queue had run dry', () => {
    const begun = list(idleState, 'a')
    const dry = command(begun, { kind: 'skip', count: 1 }).state
    expect(dry.current).toBeNull()
    const { state, effects } = page(dry, 'a', 'b c')
    expect([state.current?.track.title, queue(state)]).toEqual(['b', 'c'])
    expect(effects).toMatchObject([{ kind: 'play', track: { title: 'b' } }])
  })

  test('of which not all fits is taken as far as it does', () => {
    const begun = list(idleState, 'a b')
    const many = Array.from({ length: QUEUE_LIMIT - 2 }, (_, index) => track(`t${index}`))
    const fullBut1 = command(begun, { kind: 'enqueue', tracks: many, place: 'end' }).state
    const { state } = page(fullBut1, 'a', 'c d')
    expect(state.upcoming).toHaveLength(QUEUE_LIMIT)
    expect(queue(state)).toStartWith('b c t0')
    expect(state.batches[0]?.arrived).toHaveLength(3)
    expect(page(state, 'a', 'e').state.upcoming).toBe(state.upcoming)
  })

  test.each([false, true])(
    'finds no more room while what played waits for voice, with turns or without (%p)',
    (fairOrder) => {
      const settings = { ...idleState.settings, fairOrder, maxQueue: 5 }
      const begun = list({ ...idleState, settings }, 'a b c d')
      const sounds = { ...begun, current: begun.current && { ...begun.current, asked: false } }
      const event = { kind: 'voice-lost', guildId: guild, code: 'voice-lost' } as const
      const lost = transition(sounds, { kind: 'event', event }, 0).state
      expect(queue(lost)).toBe('a b c d')
      const full = page(lost, 'a', 'e f').state
      expect(queue(full)).toBe('a b c d e')
      expect(queue(page(full, 'a', 'g').state)).toBe('a b c d e')
    },
  )
})

test('pages of a shuffled list are mixed into what waits of it, and into nothing else', () => {
  const tracks = ['a', 'b', 'c', 'd'].map((name) => track(name))
  const enqueue: Command = { kind: 'enqueue', tracks, place: 'end', goesOn: true, seed: 7 }
  const begun = add(command(add(add(idleState, 'x'), 'y'), enqueue).state, 'z')
  let state = begun
  for (const names of ['e f g h', 'i j k l', 'm n o p']) state = page(state, 'a', names).state
  const [first, ...rest] = queue(state).split(' ')
  expect([first, rest.pop()]).toEqual(['y', 'z'])
  expect(rest.toSorted().join('')).toBe('abcdefghijklmnop')
  expect(rest.join('')).not.toBe('abcdefghijklmnop')
  // Tracks of every page come early and late.
  expect(rest.slice(0, 8).some((name) => name > 'h')).toBe(true)
})

test.each(['stop', 'clear', 'leave'] as const)('%s ends what is arriving', (kind) => {
  const ended = command(list(idleState, 'a b'), { kind }).state
  expect(ended.batches).toEqual([])
  expect(page(ended, 'a', 'c').state).toBe(ended)
})

test('clear and stop end what is arriving even when all that came is over', () => {
  const begun = list(idleState, 'a')
  expect(command(begun, { kind: 'clear' }).reply).toEqual({ kind: 'cleared', count: 0 })
  const dry = command(begun, { kind: 'skip', count: 1 }).state
  expect(command(dry, { kind: 'stop' }).state.batches).toEqual([])
})

test('tracks that are over are forgotten, so that a batch never knows more than a queue holds', () => {
  let state = list(idleState, 'a b')
  for (let number = 0; number < 20; number++) {
    state = page(state, 'a', `c${number} d${number}`).state
    state = command(state, { kind: 'skip', count: 2 }).state
  }
  expect(state.batches[0]?.arrived.length).toBeLessThanOrEqual(5)
  expect(queue(page(state, 'a', 'e').state)).toBe('d19 e')
})

test('only so many lists arrive at once, and one that is over makes room', () => {
  let state: PlayerState = idleState
  for (let count = 0; count < BATCHES_AT_ONCE; count++) state = list(state, `a${count} b`)
  expect(() => list(state, 'c d')).toThrow('finding-full')
  const over = transition(state, { kind: 'batch-over', batchId: track('a0').id }, 0).state
  expect(list(over, 'c d').batches).toHaveLength(BATCHES_AT_ONCE)
})
