import { RedisAway, type RedisLink } from '../redis/redis-link.ts'
import { type Allowance, allowance, type RateLimit } from './rate-limit.ts'

/** One step for Redis: two processes that take at once count as two, and a window always ends. */
const TAKE = `
local taken = redis.call('INCR', KEYS[1])
if taken == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { taken, redis.call('PTTL', KEYS[1]) }
`

/**
 * The rate limit that processes share. While Redis is away each process counts by itself
 * (`fallback`): letting everything pass would be no limit, and letting nothing pass would be an
 * outage.
 */
export class RedisRateLimit implements RateLimit {
  readonly #link: RedisLink
  readonly #fallback: RateLimit

  constructor(link: RedisLink, fallback: RateLimit) {
    this.#link = link
    this.#fallback = fallback
  }

  async take(key: string, limit: number, windowMs: number): Promise<Allowance> {
    const name = this.#link.key(`rate:${key}`)
    try {
      const answer = await this.#link.run((redis) =>
        redis.eval(TAKE, 1, name, String(Math.round(windowMs))),
      )
      const [taken, leftMs] = Array.isArray(answer) ? answer.map(Number) : []
      return allowance(taken ?? limit + 1, limit, Math.max(0, leftMs ?? windowMs))
    } catch (error) {
      if (error instanceof RedisAway) return this.#fallback.take(key, limit, windowMs)
      throw error
    }
  }
}
