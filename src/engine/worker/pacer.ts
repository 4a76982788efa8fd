import type { Clock } from '../../base/clock.ts'
import { FRAME_MS } from '../../base/opus-frame.ts'

/**
 * Beyond this lateness, lost time isn't caught up: a longer burst of frames would be heard as a
 * jump.
 */
export const REBASE_MS = 80

/**
 * A timer may fire this much early; the frame is sent then, since a second wake-up would cost more
 * than it's worth.
 */
const EARLY_MS = 0.5

/** After this many ticks in a row the event loop gets its turn, even if more are due. */
const TICKS_PER_WAKE = REBASE_MS / FRAME_MS

/** A member that is ticked every 20 ms. */
export interface Paced {
  /** `lateMs`: how much later than due this tick is. */
  tick(lateMs: number): void
}

export interface PacerStats {
  /**
   * Ticks since the start, ticks more than one frame late, and how often lost time was given up.
   */
  readonly ticks: number
  readonly lateTicks: number
  readonly rebases: number
}

/**
 * The one clock of a worker. Deadlines are absolute: the n-th tick is due n · 20 ms after the
 * first, whatever the wake-ups cost. A short stall is caught up at once, tick by tick; after a long
 * one the deadlines start again from now. Without members there's no timer.
 *
 * A tick allocates nothing per member; each wake-up takes one timer from the clock.
 */
export class Pacer implements Disposable {
  readonly #clock: Clock
  readonly #onSurprise: (error: unknown) => void
  readonly #members: Paced[] = []
  #timer: Disposable | null = null
  #waking = false
  #dueMs = 0
  #ticks = 0
  #lateTicks = 0
  #rebases = 0

  constructor(clock: Clock, onSurprise: (error: unknown) => void) {
    this.#clock = clock
    this.#onSurprise = onSurprise
  }

  /** Ticks `member` from the next deadline on; adding it twice is harmless. */
  add(member: Paced): void {
    if (this.#members.includes(member)) return
    this.#members.push(member)
    if (this.#timer !== null || this.#waking) return
    this.#dueMs = this.#clock.now()
    this.#arm(0)
  }

  remove(member: Paced): void {
    const at = this.#members.indexOf(member)
    const last = this.#members.pop()
    if (at < 0) {
      if (last) this.#members.push(last)
    } else if (last && last !== member) {
      this.#members[at] = last
    }
  }

  stats(): PacerStats {
    return { ticks: this.#ticks, lateTicks: this.#lateTicks, rebases: this.#rebases }
  }

  [Symbol.dispose](): void {
    this.#members.length = 0
    this.#timer?.[Symbol.dispose]()
    this.#timer = null
  }

  readonly #wake = (): void => {
    this.#timer = null
    this.#waking = true
    let now = this.#clock.now()
    for (let n = 0; n < TICKS_PER_WAKE && this.#members.length > 0; n++) {
      if (this.#dueMs - now > EARLY_MS) break
      const lateMs = Math.max(0, now - this.#dueMs)
      if (lateMs >= REBASE_MS) {
        this.#rebases += 1
        this.#dueMs = now
      }
      this.#tick(lateMs)
      this.#dueMs += FRAME_MS
      now = this.#clock.now()
    }
    this.#waking = false
    if (this.#members.length > 0) this.#arm(Math.max(0, this.#dueMs - now))
  }

  #arm(ms: number): void {
    this.#timer = this.#clock.after(ms, this.#wake)
  }

  #tick(lateMs: number): void {
    this.#ticks += 1
    if (lateMs > FRAME_MS) this.#lateTicks += 1
    // Backwards, as a member that removes itself is replaced by the last one, which had its turn.
    for (let i = this.#members.length - 1; i >= 0; i--) {
      const member = this.#members[i]
      if (member === undefined) continue
      try {
        member.tick(lateMs)
      } catch (error) {
        this.#onSurprise(error)
      }
    }
  }
}
