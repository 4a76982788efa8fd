import type { Clock } from '../base/clock.ts'
import { Stopwatch } from '../base/stopwatch.ts'
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
  readonly #played: Stopwatch<'paused' | 'waiting'>
  #timer: Disposable | null = null
  #isCounted: boolean

  constructor(options: RunOptions) {
    this.#options = options
    this.listen = options.listen
    this.isWhole = options.isWhole
    this.#played = new Stopwatch(options.clock, options.playedMs)
    // One that goes on after a restart may have counted before.
    this.#isCounted = options.needMs !== null && options.playedMs >= options.needMs
    this.#arm()
  }

  get playedMs(): number {
    return this.#played.ms
  }

  /** It doesn't sound for that reason, or no longer. */
  hold(reason: 'paused' | 'waiting', isHeld: boolean): void {
    if (this.#played.hold(reason, isHeld)) this.#arm()
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
    if (needMs === null || this.#isCounted || !this.#played.runs) return
    this.#timer = clock.after(Math.max(0, needMs - this.playedMs), () => this.count())
  }
}
