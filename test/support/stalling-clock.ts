import type { Clock } from '../../src/base/clock.ts'

interface Timer {
  readonly dueMs: number
  readonly task: () => void
}

/**
 * A clock that a test runs. Its timers fire late: each wake-up comes `latenessMs()` after its time,
 * and `stall` lets time pass while nothing runs.
 */
export class StallingClock implements Clock {
  readonly #latenessMs: () => number
  readonly #timers = new Set<Timer>()
  #nowMs = 0

  constructor(latenessMs: () => number) {
    this.#latenessMs = latenessMs
  }

  get pending(): number {
    return this.#timers.size
  }

  now(): number {
    return this.#nowMs
  }

  after(ms: number, task: () => void): Disposable {
    const timer = { dueMs: this.#nowMs + ms + this.#latenessMs(), task }
    this.#timers.add(timer)
    return { [Symbol.dispose]: () => this.#timers.delete(timer) }
  }

  stall(ms: number): void {
    this.#nowMs += ms
  }

  /** Runs the next timer; false if none is due by `untilMs`. */
  runNext(untilMs = Number.POSITIVE_INFINITY): boolean {
    let next: Timer | null = null
    for (const timer of this.#timers) if (next === null || timer.dueMs < next.dueMs) next = timer
    if (next === null || next.dueMs > untilMs) return false
    this.#timers.delete(next)
    this.#nowMs = Math.max(this.#nowMs, next.dueMs)
    next.task()
    return true
  }

  runUntil(ms: number): void {
    while (this.runNext(ms)) {}
    this.#nowMs = Math.max(this.#nowMs, ms)
  }
}
