import { expect, test } from 'bun:test'
import { MemoryCache } from '../../src/cache/memory-cache.ts'
import { MemoryRateLimit } from '../../src/cache/memory-rate-limit.ts'
import { ManualClock } from '../discord/manual-clock.ts'

/** As many entries, or windows, as are kept before room is made. */
const FULL = 10_000

test('a full cache lets go of what was set first, and of nothing else', async () => {
  const cache = new MemoryCache(new ManualClock())
  for (let n = 0; n < FULL; n++) await cache.set(`${n}`, 'x', 60_000)
  await cache.set('0', 'set anew', 60_000)
  await cache.set('one more', 'x', 60_000)
  expect(await cache.get('1')).toBeNull()
  expect([await cache.get('0'), await cache.get('2')]).toEqual(['set anew', 'x'])
})

test('a value ends with its last millisecond', async () => {
  const clock = new ManualClock()
  const cache = new MemoryCache(clock)
  await cache.set('a', 'x', 1_000)
  clock.advance(999)
  expect(await cache.get('a')).toBe('x')
  clock.advance(1)
  expect(await cache.get('a')).toBeNull()
})

test('new windows take the room of those that have ended, and nobody gets more than their share', async () => {
  const clock = new ManualClock()
  const limit = new MemoryRateLimit(clock)
  await limit.take('early', 1, 1_000)
  clock.advance(1_000)
  for (let n = 0; n < FULL; n++) await limit.take(`${n}`, 1, 60_000)
  expect((await limit.take('one more', 1, 60_000)).allowed).toBe(true)
  expect((await limit.take('0', 1, 60_000)).allowed).toBe(false)
  expect((await limit.take('early', 1, 1_000)).allowed).toBe(true)
})

test('long values leave no more than 16 million characters', async () => {
  const cache = new MemoryCache(new ManualClock())
  const value = 'x'.repeat(4 * 1024 ** 2)
  for (const key of ['a', 'b', 'c', 'd']) await cache.set(key, value, 1_000)
  await cache.set('d', value, 1_000)
  expect(await cache.get('a')).toBe(value)
  await cache.set('e', 'y', 1_000)
  expect([await cache.get('a'), await cache.get('b')]).toEqual([null, value])
  await cache.set('f', 'x'.repeat(32 * 1024 ** 2), 1_000)
  expect(await cache.get('e')).toBeNull()
})
