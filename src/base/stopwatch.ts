import type { Clock } from './clock.ts'

/** Counts the time of a clock, in ms, but none while it's held for whatever reason. It runs at first. */
export class Stopwatch<Reason extends string> {
  readonly #clock: Clock
  readonly #held = new Set<Reason>()
  #countedMs: number
  #sinceMs: number

  constructor(clock: Clock, countedMs = 0) {
    this.#clock = clock
    this.#countedMs = countedMs
    this.#sinceMs = clock.now()
  }

  get runs(): boolean {
    return this.#held.size === 0
  }

  get ms(): number {
    return this.#countedMs + (this.runs ? this.#clock.now() - this.#sinceMs : 0)
  }

  /** It's held for that reason, or no longer. Whether it stopped or went on by that. */
  hold(reason: Reason, isHeld: boolean): boolean {
    const { ms, runs } = this
    if (isHeld) this.#held.add(reason)
    else this.#held.delete(reason)
    this.#countedMs = ms
    this.#sinceMs = this.#clock.now()
    return this.runs !== runs
  }
}
