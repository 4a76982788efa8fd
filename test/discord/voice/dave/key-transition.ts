/** Op 22 goes out after this time, whoever is not ready. */
const DEADLINE_MS = 2_000

/**
 * The step from one epoch's keys to the next: it waits until every member has said that it is ready
 * (op 23) or is gone, or for two seconds, and then executes once.
 */
export class KeyTransition<Member> implements Disposable {
  readonly id: number
  readonly members: ReadonlySet<Member>
  readonly #waiting: Set<Member>
  readonly #execute: () => void
  readonly #delayMs: () => number
  #timer: Timer

  /** `delayMs` is asked for when everybody is ready. */
  constructor(id: number, members: Iterable<Member>, execute: () => void, delayMs: () => number) {
    this.id = id
    this.members = new Set(members)
    this.#waiting = new Set(members)
    this.#execute = execute
    this.#delayMs = delayMs
    this.#timer = setTimeout(execute, DEADLINE_MS)
  }

  /** Nobody waits for this member any more, be it ready or gone. */
  settle(member: Member): void {
    if (!this.#waiting.delete(member) || this.#waiting.size > 0) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#execute, this.#delayMs())
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
