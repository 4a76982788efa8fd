import { expect, test } from 'bun:test'
import { Pacer, REBASE_MS } from '../../../src/engine/worker/pacer.ts'
import { StallingClock } from '../../support/stalling-clock.ts'

/** Counts its ticks and when they came. */
class Member {
  readonly at: number[] = []
  readonly late: number[] = []
  readonly #clock: StallingClock

  constructor(clock: StallingClock) {
    this.#clock = clock
  }

  tick(lateMs: number): void {
    this.at.push(this.#clock.now())
    this.late.push(lateMs)
  }
}

test('one second of clock is fifty frames, whatever the wake-ups cost', () => {
  for (const wakeUpMs of [0, 0.4, 1, 3.7, 19, 33, 59]) {
    const clock = new StallingClock(() => wakeUpMs)
    using pacer = new Pacer(clock, fail)
    const member = new Member(clock)
    pacer.add(member)
    clock.runUntil(10_000)
    expect(Math.abs(member.at.length - 500)).toBeLessThanOrEqual(1 + wakeUpMs / 20)
    expect(pacer.stats().rebases).toBe(0)
  }
})

test('no tick comes before its time, and each comes once', () => {
  let seed = 1
  const jitter = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return (seed % 700) / 10
  }
  const clock = new StallingClock(jitter)
  using pacer = new Pacer(clock, fail)
  const member = new Member(clock)
  pacer.add(member)
  clock.runUntil(20_000)
  const first = member.at[0] ?? 0
  member.at.forEach((at, n) => {
    expect(at).toBeGreaterThanOrEqual(first + n * 20 - 75)
  })
  expect(member.at.length).toBeLessThanOrEqual(1001)
  expect(member.at.length).toBeGreaterThanOrEqual(996)
})

test('a short stall is caught up at once', () => {
  const clock = new StallingClock(() => 0)
  using pacer = new Pacer(clock, fail)
  const member = new Member(clock)
  pacer.add(member)
  clock.runUntil(100)
  const before = member.at.length
  clock.stall(60)
  clock.runUntil(clock.now() + 1)
  expect(member.at.length - before).toBe(3)
  expect(pacer.stats()).toMatchObject({ rebases: 0 })
  clock.runUntil(1000)
  expect(member.at.length).toBe(51)
})

test('after a long stall the deadlines start from now: the lost time is not sent in a burst', () => {
  const clock = new StallingClock(() => 0)
  using pacer = new Pacer(clock, fail)
  const member = new Member(clock)
  pacer.add(member)
  clock.runUntil(100)
  const before = member.at.length
  clock.stall(400)
  clock.runUntil(clock.now() + 1)
  expect(member.at.length - before).toBe(1)
  expect(member.late.at(-1)).toBeGreaterThanOrEqual(REBASE_MS)
  expect(pacer.stats().rebases).toBe(1)
  const resumed = member.at.at(-1) ?? 0
  clock.runUntil(resumed + 1000)
  expect(member.at.length - before).toBe(51)
})

test('an overloaded tick lets the event loop turn', () => {
  const clock = new StallingClock(() => 0)
  using pacer = new Pacer(clock, fail)
  let ticks = 0
  pacer.add({
    tick: () => {
      ticks += 1
      clock.stall(30)
    },
  })
  clock.runNext()
  expect(ticks).toBeLessThanOrEqual(4)
  clock.runUntil(3000)
  expect(ticks).toBeGreaterThan(80)
})

test('members that leave and join in a tick are each ticked once', () => {
  const clock = new StallingClock(() => 0)
  using pacer = new Pacer(clock, fail)
  const counts = [0, 0, 0]
  const [a, b, c] = [0, 1, 2].map((n) => ({
    tick: () => {
      counts[n] = (counts[n] ?? 0) + 1
      if (n === 1 && b) pacer.remove(b)
    },
  }))
  for (const member of [a, b, c]) if (member) pacer.add(member)
  if (a) pacer.add(a)
  clock.runUntil(199)
  expect(counts).toEqual([10, 1, 10])
})

test('without anything to tick there is no timer', () => {
  const clock = new StallingClock(() => 0)
  using pacer = new Pacer(clock, fail)
  const member = { tick: () => pacer.remove(member) }
  pacer.add(member)
  clock.runUntil(100)
  expect(clock.pending).toBe(0)
  pacer.add(member)
  expect(clock.pending).toBe(1)
})

test('a member that throws harms no other', () => {
  const clock = new StallingClock(() => 0)
  const surprises: unknown[] = []
  using pacer = new Pacer(clock, (error) => surprises.push(error))
  const member = new Member(clock)
  pacer.add(member)
  pacer.add({
    tick: () => {
      throw new Error('broken')
    },
  })
  clock.runUntil(99)
  expect(member.at.length).toBe(5)
  expect(surprises.length).toBe(5)
})

function fail(error: unknown): void {
  throw error
}
