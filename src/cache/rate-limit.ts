/** The result of taking one. */
export interface Allowance {
  readonly allowed: boolean
  /** How many are left in this window. */
  readonly left: number
  /** Milliseconds until the window ends and all are back. */
  readonly resetMs: number
}

/**
 * At most `limit` a window, per key. Windows are fixed: the first take starts one, so that at worst
 * twice the limit passes within one window's length.
 */
export interface RateLimit {
  take(key: string, limit: number, windowMs: number): Promise<Allowance>
}

/** The result after the `taken`-th of a window. */
export function allowance(taken: number, limit: number, resetMs: number): Allowance {
  return { allowed: taken <= limit, left: Math.max(0, limit - taken), resetMs }
}
