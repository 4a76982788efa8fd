/**
 * Takes steps through something large, so that the event loop turns in between. However many go through
 * it at once, one of them takes a step in a turn.
 */
export class Steps {
  /** Over when the last one that waits for a turn has had it. */
  #turn: Promise<void> = Promise.resolve()

  /** The numbers below `count`, `step` at a time: from one to another. */
  async *of(count: number, step: number): AsyncGenerator<readonly [from: number, to: number]> {
    for (let from = 0; from < count; from += step) {
      if (from > 0) {
        this.#turn = this.#turn.then(() => new Promise((resolve) => setImmediate(resolve)))
        await this.#turn
      }
      yield [from, Math.min(count, from + step)]
    }
  }
}
