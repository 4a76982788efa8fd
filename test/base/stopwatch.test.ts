import { expect, test } from 'bun:test'
import { Stopwatch } from '../../src/base/stopwatch.ts'
import { ManualClock } from '../discord/manual-clock.ts'

test('nothing is counted while there’s a reason to hold it, and each is told of once', () => {
  const clock = new ManualClock()
  const watch = new Stopwatch<'paused' | 'waiting'>(clock, 500)
  clock.advance(1_000)
  expect(watch.ms).toBe(1_500)
  expect(watch.hold('paused', true)).toBe(true)
  clock.advance(1_000)
  expect(watch.hold('paused', true)).toBe(false)
  expect(watch.hold('waiting', true)).toBe(false)
  expect(watch.hold('paused', false)).toBe(false)
  clock.advance(1_000)
  expect([watch.ms, watch.runs]).toEqual([1_500, false])
  expect(watch.hold('waiting', false)).toBe(true)
  clock.advance(250)
  expect(watch.ms).toBe(1_750)
})
