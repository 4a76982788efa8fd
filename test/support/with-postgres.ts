/**
 * `bun test/support/with-postgres.ts COMMAND…` runs that with a PostgreSQL that all its tests share,
 * and ends with its exit code. A server for each test file would cost a second of a processor each.
 */
import { Database } from '../../src/db/database.ts'
import { pgBossDb } from '../../src/db/pg-boss-db.ts'
import { JobQueue } from '../../src/jobs/job-queue.ts'
import { silentLog } from '../../src/observability/log.ts'
import { PostgresServer, SHARED_POSTGRES } from './postgres-server.ts'

await using server = await PostgresServer.start()
await fill(await server.createOriginal())
const child = Bun.spawn(process.argv.slice(2), {
  env: { ...process.env, [SHARED_POSTGRES]: server.shared },
  stdio: ['inherit', 'inherit', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
process.exitCode = await child.exited

/** Makes the tables of the bot and of its job queue, as a start of the bot does. */
async function fill(url: string): Promise<void> {
  await using database = await Database.open({ url, dataDir: '/nowhere', log: silentLog })
  const options = { database: pgBossDb(database), jobs: [], log: silentLog }
  await using _tables = await JobQueue.start(options)
}
