import type { Clock } from '../../base/clock.ts'

/** A second of music. */
const TOO_MANY_FRAMES = 50

/**
 * Counts frames of music that a session refuses in a row although it should carry them: nobody
 * hears anything then.
 */
export class RefusedFrames implements Disposable {
  readonly #clock: Clock
  readonly #onTooMany: () => void
  #count = 0
  #timer: Disposable | null = null

  /** `onTooMany` is called after a second of refusals in a row, and never from within `note`. */
  constructor(clock: Clock, onTooMany: () => void) {
    this.#clock = clock
    this.#onTooMany = onTooMany
  }

  /** The 20 ms path: notes whether a frame of music was sent. */
  note(sent: boolean): void {
    this.#count = sent ? 0 : this.#count + 1
    if (this.#count === TOO_MANY_FRAMES) this.#timer = this.#clock.after(0, this.#onTooMany)
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]()
  }
}
