/** The most keys in one statement. */
const AT_ONCE = 1_000

/**
 * Gathers look-ups of keys into batches: those of one moment go as one batch, and those that come
 * while a batch is under way go with the next, so there is never more than one. A key that is asked
 * for again before it was answered is asked for once.
 */
export class Gathered<K, V> {
  readonly #ask: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>
  readonly #waiting = new Map<K, PromiseWithResolvers<V | null>>()
  readonly #asked = new Map<K, PromiseWithResolvers<V | null>>()
  #asking = false

  /** `ask` answers for each key, or leaves it out. */
  constructor(ask: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>) {
    this.#ask = ask
  }

  /** Resolves with null for a key that the answer leaves out. Rejects when its batch does. */
  get(key: K): Promise<V | null> {
    const before = this.#asked.get(key) ?? this.#waiting.get(key)
    if (before !== undefined) return before.promise
    const answer = Promise.withResolvers<V | null>()
    this.#waiting.set(key, answer)
    if (!this.#asking) {
      this.#asking = true
      queueMicrotask(() => void this.#askAll())
    }
    return answer.promise
  }

  async #askAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      for (const [key, answer] of [...this.#waiting].slice(0, AT_ONCE)) {
        this.#waiting.delete(key)
        this.#asked.set(key, answer)
      }
      try {
        const answers = await this.#ask([...this.#asked.keys()])
        for (const [key, { resolve }] of this.#asked) resolve(answers.get(key) ?? null)
      } catch (error) {
        for (const { reject } of this.#asked.values()) reject(error)
      }
      this.#asked.clear()
    }
    this.#asking = false
  }
}
