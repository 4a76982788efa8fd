/** At SIGUSR2 whatever is due in `atLeastMs` to `aheadMs` is due at once. */
export function leapAtSignal(atLeastMs: number, aheadMs: number): void {
  const far = new Map<ReturnType<typeof setTimeout>, () => void>()
  const { setTimeout: start, clearTimeout: cancel } = globalThis
  const now = performance.now.bind(performance)
  let leapMs = 0

  performance.now = () => now() + leapMs
  globalThis.setTimeout = Object.assign((task: () => void, ms = 0, ...rest: []) => {
    const timer = start(task, ms, ...rest)
    if (ms >= atLeastMs && ms <= aheadMs) far.set(timer, task)
    return timer
  }, start)
  globalThis.clearTimeout = ((timer: ReturnType<typeof setTimeout>) => {
    far.delete(timer)
    cancel(timer)
  }) as typeof clearTimeout

  process.on('SIGUSR2', () => {
    leapMs = aheadMs
    for (const [timer, task] of [...far]) {
      clearTimeout(timer)
      task()
    }
    leapMs = 0
  })
}
