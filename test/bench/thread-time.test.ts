import { expect, test } from 'bun:test'
import { type TimeReading, total, usedBetween } from './thread-time.ts'

const reading = (
  threads: Record<string, ['main' | 'engine' | 'tracks' | 'runtime', number]>,
  processMs: number,
): TimeReading => ({
  threads: new Map(Object.entries(threads).map(([id, [part, ms]]) => [id, { part, ms }])),
  processMs,
})

test('each thread counts with what it used between the readings, a new one with all', () => {
  const before = reading({ 1: ['main', 100], 2: ['engine', 50] }, 150)
  const after = reading({ 1: ['main', 101], 2: ['engine', 60], 3: ['tracks', 4] }, 170)
  expect(usedBetween(before, after)).toEqual({ main: 1, engine: 10, tracks: 4, runtime: 0 })
})

test('a thread that ends takes none of its earlier time along, and its last time is not lost', () => {
  const before = reading({ 1: ['main', 100], 9: ['runtime', 1000] }, 1100)
  const used = usedBetween(before, reading({ 1: ['main', 105] }, 1120))
  expect(used).toEqual({ main: 5, engine: 0, tracks: 0, runtime: 15 })
  expect(total(used)).toBe(20)
})
