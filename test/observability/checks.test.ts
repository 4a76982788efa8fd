import { expect, test } from 'bun:test'
import { DatabaseError } from '../../src/db/database-error.ts'
import {
  databaseCheck,
  discordCheck,
  engineCheck,
  memoryCheck,
  redisCheck,
  storageCheck,
} from '../../src/observability/checks.ts'
import type { HealthCheck } from '../../src/observability/health.ts'
import { RedisLink } from '../../src/redis/redis-link.ts'
import { until } from '../discord/until.ts'
import { RedisServer } from '../support/redis-server.ts'

const ask = async (check: HealthCheck) => await check.check(new AbortController().signal)

test('a database tells our code for its trouble, and nothing of a driver’s words', async () => {
  const failing = (error: unknown) =>
    databaseCheck(() => ({ ping: () => Promise.reject(error) }), true)
  const ours = new DatabaseError('database-slow', 'at postgres://u:hunter2@db', {})
  expect(await ask(failing(ours))).toEqual({ state: 'down', reason: 'database-slow' })
  const theirs = Object.assign(new Error('connect db.internal'), { code: 'ECONNREFUSED' })
  expect(await ask(failing(theirs))).toEqual({ state: 'down', reason: 'does not answer' })
  expect(await ask(databaseCheck(() => ({ ping: async () => {} }), true))).toEqual({ state: 'ok' })
})

test('a Redis that is away, and back, is seen without a word of where it is', async () => {
  await using server = await RedisServer.start()
  await using link = await RedisLink.open(server.url)
  const check = redisCheck(() => link, false)
  expect(await ask(check)).toEqual({ state: 'ok' })
  await server.halt()
  const away = await ask(check)
  expect(away.state).toBe('down')
  expect(away.reason).not.toContain('127.0.0.1')
  await until(() => link.health.state === 'down', 'the end of the connection')
  await server.resume()
  await until(() => link.health.state === 'ok', 'the link to be back', 60_000)
  expect(await ask(check)).toEqual({ state: 'ok' })
})

test('a part of the shards or threads degrades, none at all is down', async () => {
  const shards = (connected: number) => ask(discordCheck(() => ({ connected, all: 2 })))
  expect(await shards(2)).toEqual({ state: 'ok' })
  expect(await shards(1)).toEqual({ state: 'degraded', reason: '1 of 2 shards are connected' })
  expect(await shards(0)).toMatchObject({ state: 'down' })
  const threads = engineCheck(() => ({ running: 0, all: 0 }), true)
  expect(await ask(threads)).toMatchObject({ state: 'down' })
})

test('memory degrades over its limit, not at it', async () => {
  const used = (mb: number) => ask(memoryCheck(100, () => mb))
  expect(await used(100)).toEqual({ state: 'ok' })
  expect(await used(101)).toEqual({ state: 'degraded', reason: '101 MiB are used, of 100' })
})

test('changes that are not stored degrade after a few seconds, and tell why in our own words', async () => {
  const unsaved = (forMs: number, reason: string | null) =>
    ask(storageCheck(() => ({ servers: ['1', '2'], forMs, reason })))
  expect(await ask(storageCheck(() => null))).toEqual({ state: 'ok' })
  expect(await unsaved(5_000, 'database-full')).toEqual({ state: 'ok' })
  expect(await unsaved(6_000, 'database-full')).toEqual({
    state: 'degraded',
    reason: 'changes of 2 servers are not stored, for 6 s (database-full)',
  })
  expect((await unsaved(6_000, 'ECONNREFUSED 10.0.0.7')).reason).not.toContain('10.0')
})

test('what has not come up yet is down, and says that it is that', async () => {
  const notYet = { state: 'down', reason: 'not connected yet' } as const
  for (const check of [databaseCheck, redisCheck])
    expect(await ask(check(() => null, true))).toEqual(notYet)
  expect(await ask(discordCheck(() => null))).toEqual(notYet)
})
