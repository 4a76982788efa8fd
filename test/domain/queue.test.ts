import { expect, test } from 'bun:test'
import type { TrackId } from '../../src/base/ids.ts'
import { move, remove, removeRange, shuffle, swap } from '../../src/domain/queue.ts'
import { seededRandom } from '../../src/domain/random.ts'
import { track } from './player/sample.ts'

const queue = ['a', 'b', 'c', 'd'].map((name) => track(name))
const names = (tracks: readonly { title: string }[]) => tracks.map(({ title }) => title).join('')

test('a moved track stands where the target was, whichever way it goes', () => {
  expect(names(move(queue, 1, 3).queue)).toBe('bcad')
  expect(names(move(queue, 4, 1).queue)).toBe('dabc')
  expect(names(move(queue, 2, 2).queue)).toBe('abcd')
})

test('what is removed is told', () => {
  const { queue: left, track: gone } = remove(queue, 4)
  expect([names(left), gone.title]).toEqual(['abc', 'd'])
})

test('a range goes with both its ends, whichever way it is named', () => {
  const { queue: left, gone } = removeRange(queue, 2, 3)
  expect([names(left), names(gone)]).toEqual(['ad', 'bc'])
  expect(names(removeRange(queue, 3, 2).queue)).toBe('ad')
  expect(names(removeRange(queue, 4, 4).queue)).toBe('abc')
  expect(() => removeRange(queue, 3, 5)).toThrow('bad-index')
  expect(() => removeRange(queue, 0, 1)).toThrow('bad-index')
})

test('two tracks take each other’s place, by number or by id', () => {
  const { queue: swapped, track: one, other } = swap(queue, 1, 3)
  expect([names(swapped), one.title, other.title]).toEqual(['cbad', 'a', 'c'])
  expect(names(swap(queue, 'd' as TrackId, 2).queue)).toBe('adcb')
  expect(names(swap(queue, 2, 2).queue)).toBe('abcd')
  expect(() => swap(queue, 1, 'x' as TrackId)).toThrow('track-gone')
  expect(() => swap(queue, 5, 1)).toThrow('bad-index')
})

test('the same seed shuffles alike, and no order is left out or favoured', () => {
  expect(names(shuffle(queue, 5))).toBe(names(shuffle(queue, 5)))
  const counts = new Map<string, number>()
  for (let seed = 0; seed < 24_000; seed++) {
    const order = names(shuffle(queue, seed))
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(24)
  // 1000 each are expected; six standard deviations are about 190.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(190)
})

test('seeded numbers stay within [0, 1) and spread evenly', () => {
  const random = seededRandom(1)
  const numbers = Array.from({ length: 10_000 }, random)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
})
