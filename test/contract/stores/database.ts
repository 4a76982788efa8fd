import { expect, test } from 'bun:test'
import type { Database } from '../../../src/db/database.ts'
import { PostgresLeases } from '../../../src/db/leases.ts'
import { pgBossDb } from '../../../src/db/pg-boss-db.ts'
import { SettingsRepo } from '../../../src/db/settings-repo.ts'
import { defaultSettings } from '../../../src/domain/settings.ts'
import { failureOf } from '../../support/failure.ts'
import { newGuild } from './sample.ts'

/** What every database must do for whoever asks it anything. */
export function answersQueries(database: () => Database): void {
  test('a lease is claimed once, given back, and has a higher fence the next time', async () => {
    await using leases = await PostgresLeases.open({
      database: database(),
      processId: crypto.randomUUID(),
    })
    const guild = newGuild()
    const first = await leases.claim(guild)
    expect(await leases.claim(guild)).toEqual(first)
    expect(await Promise.all([leases.claim(guild), leases.claim(guild)])).toEqual([first, first])
    await leases.release(guild)
    expect(await leases.holder(guild)).toBeNull()
    const second = await leases.claim(guild)
    expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.NaN)
  })

  test('a transaction that fails leaves nothing', async () => {
    const guild = newGuild()
    const failing = database().transaction(async (transaction) => {
      await transaction.execute(`insert into segue.server_settings values ('${guild}', '{}')`)
      throw new RangeError('no')
    })
    expect(await failureOf(failing)).toBeInstanceOf(RangeError)
    expect(await new SettingsRepo(database()).load(guild)).toEqual(defaultSettings)
  })

  test('queries of one moment get their own answers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        database().raw((sql) => sql<{ n: number }[]>`select ${n}::integer as n`),
      ),
    )
    expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  test('a query that takes too long fails in time, and the next one is answered', async () => {
    const slow = database().raw((sql) => sql`select pg_sleep(0.4)`, 50)
    expect(await failureOf(slow)).toMatchObject({ code: 'database-slow', temporary: true })
    expect((await database().raw((sql) => sql`select 1 as one`))[0]?.one).toBe(1)
  })

  test('a transaction that takes too long is undone, and delays no others', async () => {
    const guild = newGuild()
    const hanging = Promise.withResolvers<void>()
    const slow = database().run(
      (orm) =>
        orm.transaction(async (transaction) => {
          await transaction.execute(`insert into segue.server_settings values ('${guild}', '{}')`)
          await hanging.promise
        }),
      50,
    )
    expect(await failureOf(slow)).toMatchObject({ code: 'database-slow' })
    const settings = { ...defaultSettings, volume: 8 }
    await new SettingsRepo(database()).save(guild, settings, 0)
    hanging.resolve()
    expect(await new SettingsRepo(database()).load(guild)).toEqual(settings)
  })

  test('it answers a ping, and a ping ends with its signal', async () => {
    await database().ping(AbortSignal.timeout(30_000))
    const gone = AbortSignal.abort(new RangeError('enough'))
    expect(await failureOf(database().ping(gone))).toBeInstanceOf(RangeError)
  })

  test('jobs get the rows of all statements, times as dates, and take plain objects', async () => {
    const jobs = pgBossDb(database())
    const both = await jobs.executeSql('begin; select 1 as a; select 2 as a; commit')
    expect(both.rows).toEqual([{ a: 1 }, { a: 2 }])
    const at = new Date('2026-01-02T03:04:05.678Z')
    const { rows } = await jobs.executeSql(
      'select $1::timestamptz as at, $2::jsonb as data, $3::text[] as names, $4::int as none',
      [at, { a: [1] }, ['x', 'y"'], undefined],
    )
    expect(rows).toEqual([{ at, data: { a: [1] }, names: ['x', 'y"'], none: null }])
  })
}
