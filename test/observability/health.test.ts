import { expect, test } from 'bun:test'
import { type CheckResult, Health, type HealthCheck } from '../../src/observability/health.ts'
import { ManualClock } from '../discord/manual-clock.ts'

/** A dependency whose state the test sets; counts how often it is asked. */
class Dependency implements HealthCheck {
  readonly name: string
  readonly required: boolean
  asked = 0
  answer: () => Promise<CheckResult> = async () => ({ state: 'ok' })

  constructor(name: string, required: boolean) {
    this.name = name
    this.required = required
  }

  check(): Promise<CheckResult> {
    this.asked += 1
    return this.answer()
  }
}

function stage() {
  const clock = new ManualClock()
  const health = new Health(clock)
  const database = new Dependency('database', true)
  const redis = new Dependency('redis', false)
  health.add(database, redis)
  health.phase = 'serving'
  return { clock, health, database, redis }
}

test('all is well when every dependency is', async () => {
  const { health } = stage()
  expect(await health.report()).toEqual({
    status: 'ok',
    reason: null,
    checks: {
      database: { state: 'ok', latencyMs: 0, reason: null },
      redis: { state: 'ok', latencyMs: 0, reason: null },
    },
  })
})

test('a role that starts or stops is not ready, whatever it depends on', async () => {
  const { health } = stage()
  for (const phase of ['starting', 'stopping'] as const) {
    health.phase = phase
    expect(await health.report()).toMatchObject({ status: 'down', reason: phase })
    expect(await health.ready()).toBe(false)
  }
})

test('what is needed takes the role down with it; what is not degrades it', async () => {
  const { clock, health, database, redis } = stage()
  redis.answer = async () => ({ state: 'down', reason: 'refuses' })
  expect(await health.report()).toMatchObject({ status: 'degraded', reason: 'redis: refuses' })
  expect(await health.ready()).toBe(true)
  clock.advance(1_000)
  database.answer = async () => ({ state: 'down' })
  expect(await health.report()).toMatchObject({
    status: 'down',
    reason: 'database: down; redis: refuses',
  })
})

test('a check that hangs is cut off at its deadline, and holds up no other', async () => {
  const { clock, health, database } = stage()
  database.answer = () => new Promise(() => {})
  const report = health.report()
  // The other one answers at once.
  await new Promise(setImmediate)
  clock.advance(1_000)
  expect((await report).checks).toEqual({
    database: { state: 'down', latencyMs: 1_000, reason: 'no answer within 1000 ms' },
    redis: { state: 'ok', latencyMs: 0, reason: null },
  })
})

test('why a check threw stays inside', async () => {
  const { health, database } = stage()
  database.answer = () => Promise.reject(new Error('postgres://u:hunter2@db refused'))
  const report = await health.report()
  expect(report.checks.database).toMatchObject({ state: 'down', reason: 'the check failed' })
  expect(JSON.stringify(report)).not.toContain('hunter2')
})

test('however many ask, dependencies are asked once a second, and what has recovered is seen', async () => {
  const { clock, health, database } = stage()
  database.answer = async () => ({ state: 'down' })
  await Promise.all([health.report(), health.report(), health.ready()])
  await health.report()
  expect(database.asked).toBe(1)
  database.answer = async () => ({ state: 'ok' })
  clock.advance(999)
  expect(await health.ready()).toBe(false)
  clock.advance(1)
  expect(await health.ready()).toBe(true)
  expect(database.asked).toBe(2)
})
