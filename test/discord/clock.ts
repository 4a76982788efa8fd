/** Time as a value: the local Discord runs on `systemClock`, or on one that a test moves. */
export interface Clock {
  /** Monotonic milliseconds from an arbitrary start, with fractions. */
  now(): number
  /** Calls `task` once after `ms`; disposing the result before then cancels it. */
  after(ms: number, task: () => void): Disposable
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  },
}
