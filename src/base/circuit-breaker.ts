import type { Clock } from './clock.ts'

/** When a breaker opens, and for how long. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number
  /** Milliseconds until one call may try again. */
  readonly openMs: number
}

/**
 * Stops asking a service that does not answer (Nygard, "Release It!", "Circuit Breaker"): after some
 * failures in a row calls fail at once instead of each waiting for its deadline; after a while one
 * call is let through, and its outcome decides for all.
 */
export class CircuitBreaker {
  readonly #clock: Clock
  readonly #limits: BreakerLimits
  #failures = 0
  #openUntilMs = 0
  #probing = false

  constructor(clock: Clock, limits: BreakerLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** False while calls would only wait for nothing. */
  get closed(): boolean {
    return this.#failures < this.#limits.failures
  }

  /** Call it when the service is known to be back. */
  reset(): void {
    this.#failures = 0
  }

  /**
   * Runs `call`, or throws what `refuse` makes without running it. `isFailure`: whether what it throws
   * is the service's fault; what isn't says nothing about it.
   */
  async run<T>(
    call: () => Promise<T>,
    refuse: () => Error,
    isFailure: (error: unknown) => boolean = () => true,
  ): Promise<T> {
    const isProbe = !this.closed
    if (isProbe) {
      if (this.#probing || this.#clock.now() < this.#openUntilMs) throw refuse()
      this.#probing = true
    }
    try {
      const value = await call()
      this.#failures = 0
      return value
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#failures += 1
      this.#openUntilMs = this.#clock.now() + this.#limits.openMs
      throw error
    } finally {
      // Not by a call from before the breaker opened, which ends while another one tries.
      if (isProbe) this.#probing = false
    }
  }
}
