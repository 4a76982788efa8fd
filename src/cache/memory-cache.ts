import type { Clock } from '../base/clock.ts'
import type { Cache } from './cache.ts'

/** The bound on memory: beyond this many entries, those set first are dropped. */
const ENTRIES = 10_000

interface Entry {
  readonly value: string
  readonly expiresAtMs: number
}

/** The cache of one process. */
export class MemoryCache implements Cache {
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async get(key: string): Promise<string | null> {
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    if (this.#clock.now() < entry.expiresAtMs) return entry.value
    this.#entries.delete(key)
    return null
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#entries.delete(key)
    this.#entries.set(key, { value, expiresAtMs: this.#clock.now() + ttlMs })
    const oldest = this.#entries.keys().next().value
    if (this.#entries.size > ENTRIES && oldest !== undefined) this.#entries.delete(oldest)
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key)
  }
}
