import { expect, test } from 'bun:test'
import { systemClock } from '../../src/base/clock.ts'
import type { Json } from '../../src/bus/bus.ts'
import { RedisBus } from '../../src/bus/redis-bus.ts'
import { MemoryRateLimit } from '../../src/cache/memory-rate-limit.ts'
import { RedisCache } from '../../src/cache/redis-cache.ts'
import { RedisRateLimit } from '../../src/cache/redis-rate-limit.ts'
import { RedisLink } from '../../src/redis/redis-link.ts'
import { failure } from '../contract/bus.ts'
import { until } from '../discord/until.ts'
import { RedisServer } from '../support/redis-server.ts'

test('while Redis is stopped calls fail at once, the health says so, and all comes back by itself', async () => {
  await using server = await RedisServer.start()
  await using link = await RedisLink.open(server.url)
  await using bus = await RedisBus.open(link, systemClock)
  const heard: Json[] = []
  await using _heard = await bus.subscribe('news', (payload) => heard.push(payload))
  await using _answer = await bus.answer('question', async () => 42)
  await server.halt()
  await until(() => link.health.state === 'down')
  expect((await failure(bus.publish('news', 1))).code).toBe('away')
  // What was sent before the connection was known to be gone may have arrived, and is waited for.
  await eventually(async () => (await failure(bus.request('question', 1, 500))).code === 'away')
  expect(await new RedisCache(link).get('x')).toBeNull()
  const limit = new RedisRateLimit(link, new MemoryRateLimit(systemClock))
  expect((await limit.take('k', 1, 60_000)).allowed).toBe(true)
  expect((await limit.take('k', 1, 60_000)).allowed).toBe(false)
  await server.resume()
  await until(() => link.health.state === 'ok', 'the link to come back', 60_000)
  await eventually(async () => (await bus.request('question', 1, 1_000)) === 42)
  await eventually(async () => {
    await bus.publish('news', 2)
    return heard.includes(2)
  })
}, 120_000)

test('a Redis that hangs costs some deadlines, then nothing, and is asked again', async () => {
  await using server = await RedisServer.start()
  await using link = await RedisLink.open(server.url)
  await link.ping()
  server.freeze()
  for (let n = 0; n < 3; n++) await expect(link.ping()).rejects.toThrow('does not answer')
  expect(link.health).toEqual({ state: 'down', reason: 'does not answer in time' })
  const before = performance.now()
  await expect(link.ping()).rejects.toThrow('doesn’t answer')
  // Far below the deadline of a command, however slow the machine.
  expect(performance.now() - before).toBeLessThan(500)
  server.unfreeze()
  await eventually(async () => {
    await link.ping()
    return link.health.state === 'ok'
  })
}, 120_000)

test('a Redis that was never there is no fault at the start, and neither address nor password is told', async () => {
  await using server = await RedisServer.start()
  await server.halt()
  await using link = await RedisLink.open(`redis://:swordfish@127.0.0.1:${server.port}`)
  expect(link.health.state).toBe('down')
  const told = `${link.health.reason} ${await link.ping().catch((error: unknown) => String(error))}`
  expect(told).toContain('refuses the connection')
  for (const secret of ['swordfish', '127.0.0.1', String(server.port)])
    expect(told).not.toContain(secret)
})

test('a Redis that hangs stops no start, subscription or end, and the log has one line each way', async () => {
  await using server = await RedisServer.start()
  const told: string[] = []
  const log = {
    info: (message: string) => void told.push(message),
    warn: (message: string, { reason }: { reason: string | null }) =>
      void told.push(`${message}: ${reason}`),
  }
  server.freeze()
  await using link = await RedisLink.open(server.url, { log })
  const heard: string[] = []
  const listening = await link.listen('news', (message) => heard.push(message))
  expect(told).toEqual(['Redis isn’t answering: does not answer in time'])
  server.unfreeze()
  await until(() => link.health.state === 'ok', 'the link to come up', 60_000)
  await eventually(async () => {
    await link.run((redis) => redis.publish(link.key('news'), 'hello'))
    return heard.includes('hello')
  })
  server.freeze()
  await listening[Symbol.asyncDispose]()
  expect(told).toContain('Redis is back')
}, 120_000)

/** Asks until it is so; what it throws meanwhile means not yet. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  let last: unknown = 'false'
  const heldNow = () =>
    holds().catch((error: unknown) => {
      last = error
      return false
    })
  await until(heldNow, () => String(last))
}
