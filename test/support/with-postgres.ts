/**
 * `bun test/support/with-postgres.ts COMMAND…` runs that with a PostgreSQL that all its tests share,
 * and ends with its exit code. A server for each test file would cost a second of a processor each.
 */
import { PostgresServer, SHARED_POSTGRES } from './postgres-server.ts'

await using server = await PostgresServer.start()
const child = Bun.spawn(process.argv.slice(2), {
  env: { ...process.env, [SHARED_POSTGRES]: server.shared },
  stdio: ['inherit', 'inherit', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
process.exitCode = await child.exited
