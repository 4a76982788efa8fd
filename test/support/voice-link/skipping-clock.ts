import { type Clock, systemClock } from '../../../src/base/clock.ts'

/** Real time that a test can push forward: what was due in the skipped part runs at once, in order. */
export class SkippingClock implements Clock {
  #skippedMs = 0
  readonly #tasks = new Set<{ atMs: number; run: () => void }>()

  now(): number {
    return systemClock.now() + this.#skippedMs
  }

  after(ms: number, task: () => void): Disposable {
    const entry = { atMs: this.now() + ms, run: () => {} }
    const timer = systemClock.after(ms, () => entry.run())
    const cancel = () => {
      timer[Symbol.dispose]()
      this.#tasks.delete(entry)
    }
    entry.run = () => {
      cancel()
      task()
    }
    this.#tasks.add(entry)
    return { [Symbol.dispose]: cancel }
  }

  skip(ms: number): void {
    this.#skippedMs += ms
    const due = [...this.#tasks].filter(({ atMs }) => atMs <= this.now())
    for (const entry of due.sort((a, b) => a.atMs - b.atMs)) if (this.#tasks.has(entry)) entry.run()
  }
}
