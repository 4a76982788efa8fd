/** Preloaded by `bun --preload`: at SIGUSR2 whatever is due in two to five minutes is due at once. */
const AT_LEAST_MS = 120_000
const AHEAD_MS = 300_000

const far = new Map<ReturnType<typeof setTimeout>, () => void>()
const { setTimeout: start, clearTimeout: cancel } = globalThis
const now = performance.now.bind(performance)
let aheadMs = 0

performance.now = () => now() + aheadMs
globalThis.setTimeout = Object.assign((task: () => void, ms = 0, ...rest: []) => {
  const timer = start(task, ms, ...rest)
  if (ms >= AT_LEAST_MS && ms <= AHEAD_MS) far.set(timer, task)
  return timer
}, start)
globalThis.clearTimeout = ((timer: ReturnType<typeof setTimeout>) => {
  far.delete(timer)
  cancel(timer)
}) as typeof clearTimeout

process.on('SIGUSR2', () => {
  aheadMs = AHEAD_MS
  for (const [timer, task] of [...far]) {
    clearTimeout(timer)
    task()
  }
  aheadMs = 0
})

export {}
