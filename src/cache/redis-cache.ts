import { RedisAway, type RedisLink } from '../redis/redis-link.ts'
import type { Cache } from './cache.ts'

/** The cache that processes share; empty while Redis is away. */
export class RedisCache implements Cache {
  readonly #link: RedisLink

  constructor(link: RedisLink) {
    this.#link = link
  }

  async get(key: string): Promise<string | null> {
    return this.#try(null, () => this.#link.run((redis) => redis.get(this.#key(key))))
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    const px = Math.max(1, Math.round(ttlMs))
    await this.#try(null, () =>
      this.#link.run((redis) => redis.set(this.#key(key), value, 'PX', px)),
    )
  }

  async delete(key: string): Promise<void> {
    await this.#try(0, () => this.#link.run((redis) => redis.del(this.#key(key))))
  }

  #key(key: string): string {
    return this.#link.key(`cache:${key}`)
  }

  async #try<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof RedisAway) return otherwise
      throw error
    }
  }
}
