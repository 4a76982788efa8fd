import type { Clock } from '../../base/clock.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import { redrawnAfterMs } from './card-rules.ts'

/** While it sounds, a card's bar moves. */
export class Redraw implements Disposable {
  readonly #clock: Clock
  readonly #due: () => void
  #timer: Disposable | null = null

  constructor(clock: Clock, due: () => void) {
    this.#clock = clock
    this.#due = due
  }

  /** Plans the next step of that player's bar, in place of what was planned before. */
  plan(state: PlayerState | null): void {
    this[Symbol.dispose]()
    const waitMs = redrawnAfterMs(state)
    if (waitMs !== null) this.#timer = this.#clock.after(waitMs, this.#due)
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]()
    this.#timer = null
  }
}
