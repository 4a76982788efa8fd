import type { Clock } from '../base/clock.ts'
import type { Listen } from '../domain/listen.ts'

interface RunOptions {
  /** Null: nobody knows what it is. */
  readonly listen: Listen | null
  /** Whether people could hear it from its beginning. */
  readonly isWhole: boolean
  /** How much has to be played until it counts, in ms; null: it doesn't by that. */
  readonly needMs: number | null
  /** How much was played already, in ms. */
  readonly playedMs: number
  readonly clock: Clock
  /** Called once at most, when it counts. */
  readonly count: () => void
}

/** One track's way through a player: how much of it has sounded, and whether it has counted. */
export class Run implements Disposable {
  readonly listen: Listen | null
  readonly isWhole: boolean
  readonly #options: RunOptions
  readonly #held = new Set<'paused' | 'waiting'>()
  #playedMs: number
  /** Since when it sounds; null: it doesn't. */
  #sinceMs: number | null
  #timer: Disposable | null = null
  #isCounted: boolean

  constructor(options: RunOptions) {
    this.#options = options
    this.listen = options.listen
    this.isWhole = options.isWhole
    this.#playedMs = options.playedMs
    this.#sinceMs = options.clock.now()
    // One that goes on after a restart may have counted before.
    this.#isCounted = options.needMs !== null && options.playedMs >= options.needMs
    this.#arm()
  }

  get playedMs(): number {
    const { clock } = this.#options
    return this.#playedMs + (this.#sinceMs === null ? 0 : clock.now() - this.#sinceMs)
  }

  /** It doesn't sound for that reason, or no longer. */
  hold(reason: 'paused' | 'waiting', isHeld: boolean): void {
    if (isHeld) this.#held.add(reason)
    else this.#held.delete(reason)
    this.#playedMs = this.playedMs
    this.#sinceMs = this.#held.size > 0 ? null : this.#options.clock.now()
    this.#arm()
  }

  /** It counts, unless it has already. */
  count(): void {
    if (this.#isCounted || this.listen === null) return
    this.#isCounted = true
    this.#options.count()
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]()
    this.#timer = null
  }

  #arm(): void {
    this[Symbol.dispose]()
    const { needMs, clock } = this.#options
    if (needMs === null || this.#isCounted || this.#sinceMs === null) return
    this.#timer = clock.after(Math.max(0, needMs - this.playedMs), () => this.count())
  }
}
