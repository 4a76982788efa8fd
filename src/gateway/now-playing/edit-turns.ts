import type { Clock } from '../../base/clock.ts'

/**
 * How many requests for cards this process makes a second. Discord allows a bot 50, of which answers
 * and announcements need theirs ("Rate Limits", section "Global Rate Limit").
 */
const A_SECOND = 20

/**
 * Turns for requests of all cards of this process, evenly spaced. What people wait to see comes before
 * what only moves a bar. Each card waits for one turn at most, so there are no more than cards.
 */
export class EditTurns {
  readonly #clock: Clock
  readonly #spacingMs: number
  readonly #urgent: (() => void)[] = []
  readonly #calm: (() => void)[] = []
  #freeAtMs = 0
  #timer: Disposable | null = null

  constructor(clock: Clock, aSecond = A_SECOND) {
    this.#clock = clock
    this.#spacingMs = 1000 / aSecond
  }

  /** Resolves when the caller may make one request. */
  turn(isUrgent: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (isUrgent) this.#urgent.push(resolve)
    else this.#calm.push(resolve)
    this.#plan()
    return promise
  }

  #plan(): void {
    if (this.#timer !== null || this.#urgent.length + this.#calm.length === 0) return
    const waitMs = Math.max(0, this.#freeAtMs - this.#clock.now())
    this.#timer = this.#clock.after(waitMs, () => {
      this.#timer = null
      // The clock may be a little early or late; what counts is that the spacing holds on average.
      this.#freeAtMs = Math.max(this.#freeAtMs, this.#clock.now()) + this.#spacingMs
      const next = this.#urgent.shift() ?? this.#calm.shift()
      next?.()
      this.#plan()
    })
  }
}
