import type { Clock } from '../base/clock.ts'
import type { Cache } from './cache.ts'

/** The bounds on memory: beyond these many entries, or characters, those set first are dropped. */
const ENTRIES = 10_000
const CHARS = 16 * 1024 ** 2

interface Entry {
  readonly value: string
  readonly expiresAtMs: number
}

/** The cache of one process. */
export class MemoryCache implements Cache {
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()
  #chars = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async get(key: string): Promise<string | null> {
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    if (this.#clock.now() < entry.expiresAtMs) return entry.value
    this.#drop(key)
    return null
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#drop(key)
    this.#entries.set(key, { value, expiresAtMs: this.#clock.now() + ttlMs })
    this.#chars += value.length
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= ENTRIES && this.#chars <= CHARS) return
      this.#drop(oldest)
    }
  }

  async delete(key: string): Promise<void> {
    this.#drop(key)
  }

  #drop(key: string): void {
    this.#chars -= this.#entries.get(key)?.value.length ?? 0
    this.#entries.delete(key)
  }
}
