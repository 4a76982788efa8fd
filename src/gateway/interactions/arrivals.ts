import type { Clock } from '../../base/clock.ts'

/** Discord takes a first answer for 3 s from an interaction's creation on, and drops what comes later. */
export const ANSWERABLE_MS = 3_000

/** When an interaction came to be, by `clock`. */
export interface Arrival {
  readonly receivedAtMs: number
  /** When Discord made it; never after its receipt. */
  readonly createdAtMs: number
}

/** The quickest of the last ones takes less, unless this machine's clock is wrong. */
const QUICK_MS = 1_000
/** Fewer of them may all have been slow. */
const FEW = 3
/** Enough for one that was quick, few enough that a clock which was set is noticed soon. */
const REMEMBERED = 50
/** So many in a row that are too old to be answered: the clock was set. After a lost connection fewer come. */
const TOO_OLD = 10

/**
 * Tells how old an interaction is when it's received. Its id says when Discord made it, by Discord's
 * clock, and this machine's may be off: that shows where even the least age of the last ones is below
 * zero or over a second. That one then counts as none, and the others from there. Where the clock was set
 * meanwhile, what was seen before counts no longer.
 */
export class Arrivals {
  readonly #clock: Clock
  readonly #wallClock: () => number
  readonly #last: number[] = []
  /** In a row. */
  #tooOld = 0

  /** `wallClock`: milliseconds since 1970, as snowflakes count. */
  constructor(clock: Clock, wallClock: () => number = Date.now) {
    this.#clock = clock
    this.#wallClock = wallClock
  }

  /** Of one that was received just now. `createdTimestamp`: milliseconds since 1970, from its id. */
  of({ createdTimestamp }: { readonly createdTimestamp: number }): Arrival {
    const receivedAtMs = this.#clock.now()
    const shownMs = this.#wallClock() - createdTimestamp
    this.#last.push(shownMs)
    if (this.#last.length > REMEMBERED) this.#last.shift()
    let ageMs = shownMs - this.#skewMs()
    this.#tooOld = ageMs < ANSWERABLE_MS ? 0 : this.#tooOld + 1
    if (this.#tooOld >= TOO_OLD) {
      this.#last.splice(0, this.#last.length - TOO_OLD)
      this.#tooOld = 0
      ageMs = shownMs - this.#skewMs()
    }
    return { receivedAtMs, createdAtMs: receivedAtMs - Math.max(0, ageMs) }
  }

  #skewMs(): number {
    const leastMs = Math.min(...this.#last)
    const quickMs = this.#last.length < FEW ? ANSWERABLE_MS : QUICK_MS
    return leastMs < 0 || leastMs >= quickMs ? leastMs : 0
  }
}
