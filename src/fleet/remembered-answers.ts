import type { Clock } from '../base/clock.ts'

/** Calls are repeated within seconds, if at all. */
const KEPT_MS = 60_000
/** Answers that are kept at most; the oldest go first. */
const KEPT = 2_000

interface Remembered<T> {
  readonly answer: Promise<T>
  readonly sinceMs: number
}

/**
 * Answers by the id of their call: a repeated call gets the first answer, so that nothing is done
 * twice.
 */
export class RememberedAnswers<T> {
  readonly #clock: Clock
  readonly #answers = new Map<string, Remembered<T>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The result of `answer` from the first time, even while that's under way; a rejection, too. */
  once(id: string, answer: () => Promise<T>): Promise<T> {
    this.#forget()
    const before = this.#answers.get(id)
    if (before !== undefined) return before.answer
    const first = answer()
    first.catch(() => {})
    this.#answers.set(id, { answer: first, sinceMs: this.#clock.now() })
    return first
  }

  /** A map keeps the order of insertion, so the oldest come first. */
  #forget(): void {
    const untilMs = this.#clock.now() - KEPT_MS
    for (const [id, { sinceMs }] of this.#answers) {
      if (sinceMs > untilMs && this.#answers.size < KEPT) return
      this.#answers.delete(id)
    }
  }
}
