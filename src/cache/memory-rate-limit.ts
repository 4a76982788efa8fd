import type { Clock } from '../base/clock.ts'
import { type Allowance, allowance, type RateLimit } from './rate-limit.ts'

/** With more windows than this, those that have ended are swept. */
const SWEEP_AT = 10_000

interface Window {
  taken: number
  readonly endsAtMs: number
}

/** The rate limit of one process. */
export class MemoryRateLimit implements RateLimit {
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async take(key: string, limit: number, windowMs: number): Promise<Allowance> {
    const now = this.#clock.now()
    let window = this.#windows.get(key)
    if (window === undefined || now >= window.endsAtMs) {
      if (this.#windows.size >= SWEEP_AT) this.#sweep(now)
      window = { taken: 0, endsAtMs: now + windowMs }
      this.#windows.set(key, window)
    }
    window.taken += 1
    return allowance(window.taken, limit, window.endsAtMs - now)
  }

  #sweep(now: number): void {
    for (const [key, { endsAtMs }] of this.#windows) {
      if (now >= endsAtMs) this.#windows.delete(key)
    }
  }
}
