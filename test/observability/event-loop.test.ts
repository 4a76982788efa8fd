import { expect, test } from 'bun:test'
import type { Clock } from '../../src/base/clock.ts'
import { EventLoopWatch } from '../../src/observability/event-loop.ts'

/** A loop that can stand still: time passes and no timer runs. */
class StallingLoop implements Clock {
  #now = 0
  #task: { atMs: number; task: () => void } | null = null

  now(): number {
    return this.#now
  }

  after(ms: number, task: () => void): Disposable {
    this.#task = { atMs: this.#now + ms, task }
    return {
      [Symbol.dispose]: () => {
        this.#task = null
      },
    }
  }

  stall(ms: number): void {
    this.#now += ms
  }

  /** Runs what is due, step by step. */
  turn(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#task
      if (due === null || due.atMs > end) break
      this.#task = null
      this.#now = Math.max(this.#now, due.atMs)
      due.task()
    }
    this.#now = end
  }
}

test('a loop that turns is alive, and a short stall changes nothing', () => {
  const loop = new StallingLoop()
  using watch = new EventLoopWatch(loop)
  loop.turn(5_000)
  loop.stall(2_000)
  loop.turn(100)
  expect(watch.turns).toBe(true)
})

test('after a stall of over 2 s it counts as stuck for 10 s, then as alive again', () => {
  const loop = new StallingLoop()
  using watch = new EventLoopWatch(loop)
  loop.turn(100)
  loop.stall(2_200)
  loop.turn(0)
  expect(watch.turns).toBe(false)
  loop.turn(9_900)
  expect(watch.turns).toBe(false)
  loop.turn(200)
  expect(watch.turns).toBe(true)
})

test('whoever asks before the late timer has run is told as well', () => {
  const loop = new StallingLoop()
  using watch = new EventLoopWatch(loop)
  loop.stall(2_200)
  expect(watch.turns).toBe(false)
})

test('each look tells its lateness', () => {
  const loop = new StallingLoop()
  const lags: number[] = []
  using _watch = new EventLoopWatch(loop, (lagMs) => lags.push(lagMs))
  loop.turn(200)
  loop.stall(350)
  loop.turn(0)
  expect(lags).toEqual([0, 0, 250])
})
