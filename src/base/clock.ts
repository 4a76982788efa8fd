/** Time as a value: production passes `systemClock`, tests pass one that they move. */
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

/** Resolves after `ms`, at once where that's nothing. */
export async function pause(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return
  const { promise, resolve } = Promise.withResolvers<void>()
  clock.after(ms, resolve)
  await promise
}
