import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { HistoryRepo } from '../../src/db/history-repo.ts'
import { pgBossDb } from '../../src/db/pg-boss-db.ts'
import { historyCleanUp } from '../../src/jobs/history-clean-up.ts'
import type { Job } from '../../src/jobs/job.ts'
import { JobQueue } from '../../src/jobs/job-queue.ts'
import { silentLog } from '../../src/observability/log.ts'
import { until } from '../discord/until.ts'
import { track } from '../domain/player/sample.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

setDefaultTimeout(120_000)

/** What is exactly 90 days old on it, at noon of 31 January, is kept. */
const TODAY = new Date('2026-05-01T12:00:00Z')
const server = guildId('77')
const stack = new AsyncDisposableStack()
afterAll(() => stack.disposeAsync())

const DATABASES: readonly (readonly [string, () => Promise<string | null>])[] = [
  ['the embedded database', async () => null],
  ['PostgreSQL', async () => await (await sharedPostgres()).createDatabase()],
]

for (const [name, urlOf] of DATABASES) {
  describe(`on ${name}`, () => {
    const open = async (url: string | null) =>
      stack.use(
        await Database.open({ url, dataDir: stack.use(await newDataDir()).path, log: quietLog }),
      )

    test('what was played too long ago is gone after the job, once and for all, and the rest stays', async () => {
      const database = await open(await urlOf())
      const history = new HistoryRepo(database)
      for (const day of ['2020-02-29', '2026-01-30', '2026-01-31', '2026-04-30'])
        await history.record([played(day)])
      const job = counted(historyCleanUp(history, 90, () => TODAY))
      await using queue = await JobQueue.start({
        database: pgBossDb(database),
        jobs: [job],
        log: silentLog,
      })
      await queue.runSoon(job.name)
      await until(() => job.ended === 1, 'the job', 60_000)
      expect(await days(database)).toEqual(['2026-01-31', '2026-04-30'])
      await queue.runSoon(job.name)
      await until(() => job.ended === 2, 'the job again', 60_000)
      expect(await days(database)).toEqual(['2026-01-31', '2026-04-30'])
      expect(await queue.health.check(AbortSignal.timeout(1_000))).toEqual({ state: 'ok' })
    })
  })
}

test('two processes that start at once schedule it once, and one of them runs it', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  const open = async () => stack.use(await Database.open({ url, dataDir: '', log: quietLog }))
  const [one, other] = [await open(), await open()]
  const jobs = [one, other].map((database) =>
    counted(historyCleanUp(new HistoryRepo(database), 90, () => TODAY)),
  )
  const queues = await Promise.all(
    [one, other].map((database, n) =>
      JobQueue.start({
        database: pgBossDb(database),
        jobs: jobs.slice(n, n + 1),
        log: silentLog,
      }),
    ),
  )
  for (const queue of queues) stack.use(queue)
  const { rows } = await pgBossDb(one).executeSql('select name, cron from pgboss.schedule')
  expect(rows).toEqual([{ name: 'history-clean-up', cron: '17 3 * * *' }])
  await Promise.all(queues.map((queue) => queue.runSoon('history-clean-up')))
  await until(() => jobs.some(({ ended }) => ended > 0), 'one of them', 60_000)
  const { rows: left } = await pgBossDb(one).executeSql(
    "select state from pgboss.job where name = 'history-clean-up' and state = 'created'",
  )
  expect(left.length).toBeLessThanOrEqual(1)
})

test('what is due is run once a minute of its schedule, however many processes look', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  const open = async () => stack.use(await Database.open({ url, dataDir: '', log: quietLog }))
  const databases = [await open(), await open()]
  const everyMinute = databases.map(() =>
    counted({ name: 'every-minute', cron: '* * * * *', run: async () => ({}) }),
  )
  const began = minuteNow()
  const queues = await Promise.all(
    databases.map((database, n) =>
      JobQueue.start({
        database: pgBossDb(database),
        jobs: everyMinute.slice(n, n + 1),
        log: silentLog,
        lookEveryS: 1,
      }),
    ),
  )
  for (const queue of queues) stack.use(queue)
  const ended = () => everyMinute.reduce((sum, { ended }) => sum + ended, 0)
  await until(() => ended() > 0, 'the schedule', 60_000)
  // If a look made the jobs again, the next one would run them, since they are fetched as often.
  for (let n = 0; n < 3; n++) await nextLook(pgBossDb(databases[0] ?? (await open())))
  const minutes = minuteNow() - began + 1
  expect(ended()).toBeLessThanOrEqual(minutes)
  const { rows } = await pgBossDb(databases[0] ?? (await open())).executeSql(
    "select count(*)::int as jobs from pgboss.job where name = 'every-minute'",
  )
  expect(rows).toEqual([{ jobs: ended() }])
})

test('what was due on three days on which no process ran is made up for, once', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  const database = stack.use(await Database.open({ url, dataDir: '', log: quietLog }))
  const sql = pgBossDb(database)
  // Half a day from now: neither is the start late for it, nor does it come while the test runs.
  const due = new Date(Date.now() + 12 * 60 * 60 * 1_000)
  const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`
  const job = counted({ name: 'daily', cron, run: async () => ({}) })
  const start = () => JobQueue.start({ database: sql, jobs: [job], log: silentLog, lookEveryS: 1 })
  const first = await start()
  await nextLook(sql, 0)
  await first[Symbol.asyncDispose]()
  expect(job.ended).toBe(0)
  await sql.executeSql("update pgboss.version set cron_on = now() - interval '3 days'")
  await sql.executeSql("update pgboss.schedule set created_on = now() - interval '4 days'")
  await using _again = await start()
  await until(() => job.ended > 0, 'the job', 60_000)
  for (let n = 0; n < 2; n++) await nextLook(sql)
  const { rows } = await sql.executeSql("select state from pgboss.job where name = 'daily'")
  expect(rows).toEqual([{ state: 'completed' }])
})

test('a job that fails is tried again later, and says so', async () => {
  const database = stack.use(
    await Database.open({ url: null, dataDir: stack.use(await newDataDir()).path, log: quietLog }),
  )
  const outcomes: string[] = []
  const job: Job = {
    name: 'fails',
    cron: '0 0 1 1 *',
    run: async () => Promise.reject(new Error()),
  }
  await using queue = await JobQueue.start({
    database: pgBossDb(database),
    jobs: [job],
    log: silentLog,
    ran: (name, outcome) => void outcomes.push(`${name} ${outcome}`),
  })
  await queue.runSoon(job.name)
  await until(() => outcomes.length === 1, 'the job', 60_000)
  expect(outcomes).toEqual(['fails failed'])
  expect(await queue.health.check(AbortSignal.timeout(1_000))).toEqual({
    state: 'degraded',
    reason: 'failed last time: fails',
  })
  let seen: unknown[] = []
  await until(
    async () => {
      const sql = "select state from pgboss.job where name = 'fails'"
      seen = (await pgBossDb(database).executeSql(sql)).rows
      return Bun.deepEquals(seen, [{ state: 'retry' }])
    },
    () => `a second try, but: ${JSON.stringify(seen)}`,
  )
})

/** Resolves when some process has looked what is due after that one's time; by default the last one's so far. */
async function nextLook(sql: ReturnType<typeof pgBossDb>, after?: number): Promise<void> {
  const last = async () => Number((await sql.executeSql(LAST_LOOK)).rows[0]?.ms ?? 0)
  const before = after ?? (await last())
  await until(async () => (await last()) > before, 'a look at what is due')
}

const LAST_LOOK =
  'select (extract(epoch from cron_on) * 1000)::double precision as ms from pgboss.version'

const minuteNow = () => Math.floor(Date.now() / 60_000)

/** The same job, and how often it ended well. */
function counted(job: Job): Job & { ended: number } {
  const counting = {
    ...job,
    ended: 0,
    run: async (signal: AbortSignal) => {
      const fields = await job.run(signal)
      counting.ended += 1
      return fields
    },
  }
  return counting
}

function played(day: string) {
  const at = new Date(`${day}T12:00:00Z`)
  return {
    guildId: server,
    track: track(day),
    startedAt: at,
    endedAt: at,
    outcome: 'finished',
  } as const
}

async function days(database: Database): Promise<unknown[]> {
  const { rows } = await pgBossDb(database).executeSql(
    'select title from segue.history order by title',
  )
  return rows.map(({ title }) => String(title).slice(-10))
}
