import { describe, expect, test } from 'bun:test'
import { Arrivals } from '../../../src/gateway/interactions/arrivals.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

/** Ages, in ms, that interactions seem to have by a clock that is off by `skewMs`. */
function agesOf(delaysMs: readonly number[], skewMs = 0): number[] {
  const arrivals = new Arrivals(new ManualClock(5_000), () => 1_000_000 + skewMs)
  return delaysMs.map((delayMs) => {
    const { receivedAtMs, createdAtMs } = arrivals.of({ createdTimestamp: 1_000_000 - delayMs })
    return receivedAtMs - createdAtMs
  })
}

describe('the age of an interaction', () => {
  test('counts from its creation', () => {
    expect(agesOf([80, 2_500, 3_400, 90])).toEqual([80, 2_500, 3_400, 90])
  })
  test.each([-86_400_000, -700, 2_950, 10_000, 86_400_000])(
    'is found by a clock that is off by %d ms',
    (skewMs) => {
      // The quickest shows how far the clock is off.
      const [quick, late] = agesOf([85, 90, 80, 1_580], skewMs).slice(-2)
      expect(quick).toBe(0)
      expect(late).toBe(1_500)
    },
  )
  test('is never below none', () => {
    expect(agesOf([300, 80], -5_000)).toEqual([0, 0])
  })
  test.each([
    [60_000, 0],
    [-60_000, 0],
    [0, 60_000],
    [0, -60_000],
  ])('is right again soon after the clock was set from %d to %d ms off', (before, after) => {
    let skewMs = before
    const arrivals = new Arrivals(new ManualClock(0), () => 1_000_000 + skewMs)
    const age = (delayMs: number) => {
      const { receivedAtMs, createdAtMs } = arrivals.of({ createdTimestamp: 1_000_000 - delayMs })
      return receivedAtMs - createdAtMs
    }
    for (let quick = 0; quick < 50; quick++) expect(age(100)).toBeLessThanOrEqual(100)
    skewMs = after
    for (let odd = 0; odd < 9; odd++) age(100)
    for (let quick = 0; quick < 50; quick++) expect(age(100)).toBeLessThanOrEqual(100)
    expect(age(2_100)).toBeGreaterThanOrEqual(2_000)
  })
  test('is too great for what comes again after a lost connection', () => {
    const late = Array.from({ length: 9 }, () => 20_000)
    expect(agesOf([80, ...late])).toEqual([80, ...late])
  })
})
