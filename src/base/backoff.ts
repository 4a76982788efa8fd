/** Bounds of a retry delay, in milliseconds. */
export interface BackoffLimits {
  readonly baseMs: number
  readonly maxMs: number
}

/**
 * Delay before retry number `attempt` (0-based): "full jitter" over an exponential ceiling, so that
 * many clients that failed together do not return together
 * (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * The lower half of the range is cut off: a delay of zero would be no backoff.
 */
export function backoffMs(attempt: number, limits: BackoffLimits, random: () => number): number {
  const ceiling = Math.min(limits.maxMs, limits.baseMs * 2 ** Math.min(attempt, 30))
  return ceiling / 2 + (random() * ceiling) / 2
}
