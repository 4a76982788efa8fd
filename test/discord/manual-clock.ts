import type { Clock } from './clock.ts'

/** A clock that stands until the test moves it; due tasks run in the order of their times. */
export class ManualClock implements Clock {
  #nowMs: number
  #tasks: { atMs: number; task: () => void }[] = []

  constructor(startMs = 1_000) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  after(ms: number, task: () => void): Disposable {
    const entry = { atMs: this.#nowMs + Math.max(0, ms), task }
    this.#tasks.push(entry)
    return {
      [Symbol.dispose]: () => {
        this.#tasks = this.#tasks.filter((other) => other !== entry)
      },
    }
  }

  /** Passes `ms`, running what falls due on the way at its own time. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms
    for (;;) {
      const next = this.#tasks
        .filter((entry) => entry.atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)
        .at(0)
      if (next === undefined) break
      this.#tasks = this.#tasks.filter((entry) => entry !== next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.task()
    }
    this.#nowMs = endMs
  }
}
