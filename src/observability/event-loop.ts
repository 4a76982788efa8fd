import type { Clock } from '../base/clock.ts'

/** How often the loop is looked at. */
const LOOK_MS = 100
/** After a stall this long, the process counts as stuck … */
export const STALL_MS = 2_000
/** … for this long, so that a check that runs now and then sees it. */
export const STUCK_MS = 10_000

/** Whether the event loop turns: a timer that comes late tells how long it stood still. */
export class EventLoopWatch implements Disposable {
  readonly #clock: Clock
  readonly #seen: (lagMs: number) => void
  #dueMs: number
  #stuckUntilMs = Number.NEGATIVE_INFINITY
  #timer: Disposable | null = null
  #longestMs = 0

  /** `seen` is told the lateness of each look, in ms. */
  constructor(clock: Clock, seen: (lagMs: number) => void = () => {}) {
    this.#clock = clock
    this.#seen = seen
    this.#dueMs = clock.now()
    this.#arm()
  }

  /** False for a while after a stall; also before the timer of a stall that just ended has run. */
  get turns(): boolean {
    const now = this.#clock.now()
    this.#judge(now - this.#dueMs, now)
    return now >= this.#stuckUntilMs
  }

  /** The longest stall so far, in ms. */
  get longestMs(): number {
    return this.#longestMs
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]()
    this.#timer = null
  }

  #arm(): void {
    this.#dueMs = this.#clock.now() + LOOK_MS
    this.#timer = this.#clock.after(LOOK_MS, () => {
      const now = this.#clock.now()
      const lagMs = Math.max(0, now - this.#dueMs)
      this.#judge(lagMs, now)
      this.#seen(lagMs)
      this.#arm()
    })
  }

  #judge(lagMs: number, now: number): void {
    this.#longestMs = Math.max(this.#longestMs, lagMs)
    if (lagMs > STALL_MS) this.#stuckUntilMs = Math.max(this.#stuckUntilMs, now + STUCK_MS)
  }
}
