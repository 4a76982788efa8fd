import { beforeAll, expect, test } from 'bun:test'
import { serverClient } from '../../src/db/client.ts'
import { DatabaseStartError } from '../../src/db/database-error.ts'
import { type Migration, migrate, ownMigrations } from '../../src/db/migrations.ts'
import { failureOf } from '../support/failure.ts'
import { type Postgres, sharedPostgres } from '../support/postgres-server.ts'

let server: Postgres
beforeAll(async () => {
  server = await sharedPostgres()
}, 120_000)

const second: Migration = {
  name: '9999-second.sql',
  hash: 'f00d',
  text: 'create table segue.second (n integer); insert into segue.second values (1)',
}

test('two processes that start at once migrate once', async () => {
  const url = await server.createDatabase()
  const clients = Array.from({ length: 4 }, () => serverClient(url, { connections: 1 }))
  await Promise.all(clients.map((sql) => migrate(sql, [...ownMigrations, second])))
  const sql = serverClient(url, { connections: 1 })
  expect([...(await sql`select n from segue.second`)]).toEqual([{ n: 1 }])
  expect(await hashes(url)).toEqual([...ownMigrations.map((step) => step.hash), 'f00d'])
  await Promise.all([sql, ...clients].map((client) => client.end()))
})

test('a later program adds what is missing, and keeps what is there', async () => {
  const url = await server.createDatabase()
  const sql = serverClient(url, { connections: 1 })
  await migrate(sql)
  await sql`insert into segue.server_settings values ('1', '{"volume":40}')`
  await migrate(sql, [...ownMigrations, second])
  await migrate(sql, [...ownMigrations, second])
  expect([...(await sql`select settings from segue.server_settings`)]).toEqual([
    { settings: { volume: 40 } },
  ])
  expect(await hashes(url)).toHaveLength(ownMigrations.length + 1)
  await sql.end()
})

test('what servers had set before settings became one value is kept', async () => {
  const sql = serverClient(await server.createDatabase(), { connections: 1 })
  const before = ownMigrations.findIndex(({ name }) => name === '0005-settings.sql')
  await migrate(sql, ownMigrations.slice(0, before))
  await sql`insert into segue.server_settings values ('1', 40)`
  await migrate(sql)
  const rows = await sql`select guild_id, settings from segue.server_settings`
  expect([...rows]).toEqual([{ guild_id: '1', settings: { version: 1, volume: 40 } }])
  await sql.end()
})

test('a database that is newer than the program is refused, and left as it is', async () => {
  const url = await server.createDatabase()
  const sql = serverClient(url, { connections: 1 })
  await migrate(sql, [...ownMigrations, second])
  const refusal = await failureOf(migrate(sql))
  expect(refusal).toBeInstanceOf(DatabaseStartError)
  expect(String(refusal)).toContain('the database is newer than this Segue')
  expect(await hashes(url)).toHaveLength(ownMigrations.length + 1)
  await sql.end()
})

test('a database with other migrations, at any place, is refused', async () => {
  const url = await server.createDatabase()
  const sql = serverClient(url, { connections: 1 })
  await migrate(sql, [...ownMigrations, second])
  const other = [...ownMigrations, { ...second, hash: 'beef' }, second]
  expect(String(await failureOf(migrate(sql, other)))).toContain('another line of Segue')
  await sql.end()
})

test('a migration that fails leaves nothing behind', async () => {
  const url = await server.createDatabase()
  const sql = serverClient(url, { connections: 1 })
  await failureOf(migrate(sql, [...ownMigrations, { ...second, text: 'create tabel x' }]))
  expect([...(await sql`select 1 from pg_namespace where nspname = 'segue'`)]).toEqual([])
  await sql.end()
})

async function hashes(url: string): Promise<string[]> {
  const sql = serverClient(url, { connections: 1 })
  const rows = await sql<{ hash: string }[]>`select hash from segue.migration order by position`
  await sql.end()
  return rows.map((row) => row.hash)
}
