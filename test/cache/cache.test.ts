import { systemClock } from '../../src/base/clock.ts'
import { MemoryCache } from '../../src/cache/memory-cache.ts'
import { MemoryRateLimit } from '../../src/cache/memory-rate-limit.ts'
import { RedisCache } from '../../src/cache/redis-cache.ts'
import { RedisRateLimit } from '../../src/cache/redis-rate-limit.ts'
import { RedisLink } from '../../src/redis/redis-link.ts'
import { keepsTheCacheContract } from '../contract/cache.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { RedisServer } from '../support/redis-server.ts'

keepsTheCacheContract('memory', async () => {
  const clock = new ManualClock()
  const parts = { cache: new MemoryCache(clock), rateLimit: new MemoryRateLimit(clock) }
  return {
    ...parts,
    elsewhere: parts,
    passes: async (ms) => clock.advance(ms),
    [Symbol.asyncDispose]: async () => {},
  }
})

keepsTheCacheContract('Redis', async () => {
  const stack = new AsyncDisposableStack()
  const server = stack.use(await RedisServer.start())
  const open = async () => {
    const link = stack.use(await RedisLink.open(server.url))
    const rateLimit = new RedisRateLimit(link, new MemoryRateLimit(systemClock))
    return { cache: new RedisCache(link), rateLimit }
  }
  return {
    ...(await open()),
    elsewhere: await open(),
    // Redis has a clock of its own.
    passes: (ms) => Bun.sleep(ms),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
})
