import type { Log } from './log.ts'
import { reasonOf } from './logger.ts'

/** The process ends this long after it was told to, even if something hangs. */
const STOP_WITHIN_MS = 10_000

/** SIGTERM or SIGINT, once or more, stops the process cleanly within `STOP_WITHIN_MS`. */
export function stopOrders(log: Log): AbortSignal {
  const stop = new AbortController()
  const order = (): void => {
    if (stop.signal.aborted) return
    stop.abort()
    setTimeout(() => {
      log.error('stopping took too long, so the process exits now')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
  }
  process.on('SIGTERM', order).on('SIGINT', order)
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', reasonOf(error)))
  return stop.signal
}

/** Resolves when the signal ends. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
