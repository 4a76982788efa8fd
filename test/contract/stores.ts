import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { channelId, type GuildId, guildId } from '../../src/base/ids.ts'
import type { Database } from '../../src/db/database.ts'
import { DatabaseError } from '../../src/db/database-error.ts'
import { HistoryRepo } from '../../src/db/history-repo.ts'
import { KeyRepo } from '../../src/db/key-repo.ts'
import { PostgresLeases } from '../../src/db/leases.ts'
import { pgBossDb } from '../../src/db/pg-boss-db.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { SettingsRepo } from '../../src/db/settings-repo.ts'
import type { Track } from '../../src/domain/track.ts'
import type { PlayerSnapshot } from '../../src/player/ports.ts'
import { track } from '../domain/sample.ts'
import { failureOf } from '../support/failure.ts'

/** What every database must do for those who keep something in it. `open` gives an empty one. */
export function keepsTheContractOfStores(name: string, open: () => Promise<Database>): void {
  describe(`stores on ${name}`, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
    }, 30_000)
    afterAll(async () => {
      await database[Symbol.asyncDispose]()
    })

    describe('players', () => {
      test('come back as they were saved', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        await players.save([{ snapshot, fence: 1 }])
        expect(await players.load(snapshot.guildId)).toEqual(snapshot)
      })
      test('that are idle come back too, and nobody is restored for them', async () => {
        const players = new PlayerRepo(database)
        const guild = newGuild()
        const idle = { ...playerOf(guild), room: null, current: null, queue: [] }
        await players.save([{ snapshot: idle, fence: 1 }])
        expect(await players.load(guild)).toEqual(idle)
        expect(await players.restorable()).not.toContain(guild)
      })
      test('are replaced as a whole by the next save', async () => {
        const players = new PlayerRepo(database)
        const first = playerOf(newGuild())
        const second = { ...first, room: null, queue: [track('z')], volume: 3, paused: false }
        await players.save([{ snapshot: first, fence: 1 }])
        await players.save([{ snapshot: second, fence: 1 }])
        expect(await players.load(first.guildId)).toEqual(second)
        expect(await players.restorable()).toContain(first.guildId)
      })
      test('that nobody saved are null', async () => {
        expect(await new PlayerRepo(database).load(newGuild())).toBeNull()
      })
      test('keep a position that is saved alone, and all else as it was', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        await players.save([{ snapshot, fence: 1 }])
        await players.savePositions([
          { guildId: snapshot.guildId, positionMs: 61_234.5, fence: 1 },
          { guildId: newGuild(), positionMs: 1, fence: 1 },
        ])
        const current = { track: track('a'), positionMs: 61_234.5 }
        expect(await players.load(snapshot.guildId)).toEqual({ ...snapshot, current })
      })
      test('are not written by a fence that is older than the lease, and the others are', async () => {
        const players = new PlayerRepo(database)
        const [taken, kept] = [newGuild(), newGuild()]
        const old = playerOf(taken)
        await players.save([{ snapshot: old, fence: 0 }])
        const fence = await fenceAfterTakeovers(database, taken, 2)
        const stale = { ...old, volume: 1 }
        const result = await players.save([
          { snapshot: stale, fence: fence - 1 },
          { snapshot: playerOf(kept), fence: 1 },
        ])
        expect(result.refused).toEqual([taken])
        expect(await players.load(taken)).toEqual(old)
        expect(await players.load(kept)).toEqual(playerOf(kept))
        const moved = await players.savePositions([
          { guildId: taken, positionMs: 9, fence: fence - 1 },
        ])
        expect(moved.refused).toEqual([taken])
        expect((await players.load(taken))?.current?.positionMs).toBe(1_500)
        expect((await players.save([{ snapshot: stale, fence }])).refused).toEqual([])
        expect(await players.load(taken)).toEqual(stale)
      })
      test('survive titles that PostgreSQL can not hold', async () => {
        const players = new PlayerRepo(database)
        const hostile = track('a', {
          title: 'a\u0000b\ud800c\\u0000',
          locator: "'; drop table x; --",
        })
        const snapshot = { ...playerOf(newGuild()), queue: [hostile] }
        await players.save([{ snapshot, fence: 1 }])
        const stored = await players.load(snapshot.guildId)
        expect(stored?.queue[0]?.title).toBe('a\ufffdb\ufffdc\\u0000')
        expect(stored?.queue[0]?.locator).toBe("'; drop table x; --")
      })
      test('of six hundred servers are saved at once, in one transaction', async () => {
        const players = new PlayerRepo(database)
        const snapshots = Array.from({ length: 600 }, () => playerOf(newGuild()))
        await players.save(snapshots.map((snapshot) => ({ snapshot, fence: 1 })))
        const stored = snapshots.map(({ guildId }) => players.load(guildId))
        expect(await Promise.all(stored)).toEqual(snapshots)
        const loud = { ...playerOf(newGuild()), volume: 201 }
        const good = playerOf(newGuild())
        const both = [good, loud].map((snapshot) => ({ snapshot, fence: 1 }))
        expect(await failureOf(players.save(both))).toMatchObject({ code: 'database-refused' })
        expect(await players.load(good.guildId)).toBeNull()
      })
      test('with ten thousand tracks come back in order', async () => {
        const players = new PlayerRepo(database)
        const queue = Array.from({ length: 10_000 }, (_, index) => track(`t${index}`))
        const snapshot = { ...playerOf(newGuild()), queue }
        await players.save([{ snapshot, fence: 1 }])
        expect((await players.load(snapshot.guildId))?.queue).toEqual(queue)
      })
      test('that are damaged are left out, and keep no other from being restored', async () => {
        const players = new PlayerRepo(database)
        const [bad, good] = [playerOf(newGuild()), playerOf(newGuild())]
        await players.save([bad, good].map((snapshot) => ({ snapshot, fence: 1 })))
        await database.raw(
          (sql) =>
            sql`update segue.player set queue = '[{"id":1}]' where guild_id = ${bad.guildId}`,
        )
        expect(await players.load(bad.guildId)).toBeNull()
        expect(await players.load(good.guildId)).toEqual(good)
      })
    })

    test('settings are the defaults until they are saved', async () => {
      const settings = new SettingsRepo(database)
      const guild = newGuild()
      expect(await settings.load(guild)).toEqual({ volume: 100 })
      await settings.save(guild, { volume: 40 })
      await settings.save(guild, { volume: 60 })
      expect(await settings.load(guild)).toEqual({ volume: 60 })
      expect(await failureOf(settings.save(guild, { volume: 300 }))).toBeInstanceOf(DatabaseError)
      expect(await settings.load(guild)).toEqual({ volume: 60 })
    })

    test('history is forgotten by age, and forgetting twice forgets nothing more', async () => {
      const history = new HistoryRepo(database)
      const guild = newGuild()
      const entry = (day: number, played: Track) => ({
        guildId: guild,
        track: played,
        startedAt: new Date(Date.UTC(2020, 0, day)),
        endedAt: new Date(Date.UTC(2020, 0, day, 0, 3)),
        outcome: 'finished' as const,
      })
      await history.record(entry(1, track('old', { title: 'a\u0000b' })))
      await history.record(entry(3, track('new')))
      expect(await history.deleteOlderThan(new Date(Date.UTC(2020, 0, 2)))).toBe(1)
      expect(await history.deleteOlderThan(new Date(Date.UTC(2020, 0, 2)))).toBe(0)
      const left = await database.raw(
        (sql) => sql`select title, outcome from segue.history where guild_id = ${guild}`,
      )
      expect([...left]).toEqual([{ title: 'new', outcome: 'finished' }])
    })

    test('keys are found by hash, listed by age, and revoked once', async () => {
      const keys = new KeyRepo(database)
      const hash = crypto.getRandomValues(new Uint8Array(32))
      const createdAt = new Date('2026-01-02T03:04:05.678Z')
      const key = { id: 'k1', serverId: newGuild(), scopes: ['queue:read', 'a,"b"'], createdAt }
      const later = { ...key, id: 'k0', serverId: null, createdAt: new Date('2026-02-01') }
      await keys.create({ ...later, hash: crypto.getRandomValues(new Uint8Array(32)) })
      await keys.create({ ...key, hash })
      expect(await failureOf(keys.create({ ...key, id: 'k2', hash }))).toBeInstanceOf(DatabaseError)
      const found = await keys.findByHash(hash)
      expect(found).toMatchObject({ ...key, revokedAt: null })
      expect(Buffer.from(found?.hash ?? []).equals(hash)).toBe(true)
      expect(await keys.findByHash(new Uint8Array(32))).toBeNull()
      expect((await keys.list()).map((one) => one.id)).toEqual(['k1', 'k0'])
      const at = new Date('2026-03-01T00:00:00Z')
      expect([await keys.revoke('k1', at), await keys.revoke('k1', new Date())]).toEqual([
        true,
        false,
      ])
      expect((await keys.findByHash(hash))?.revokedAt).toEqual(at)
      expect(await keys.revoke('nobody', at)).toBe(false)
    })

    test('a lease is claimed once, given back, and has a higher fence the next time', async () => {
      await using leases = await PostgresLeases.open({ database, processId: crypto.randomUUID() })
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
      const failing = database.transaction(async (transaction) => {
        await transaction.execute(`insert into segue.server_settings values ('${guild}', 7)`)
        throw new RangeError('no')
      })
      expect(await failureOf(failing)).toBeInstanceOf(RangeError)
      expect(await new SettingsRepo(database).load(guild)).toEqual({ volume: 100 })
    })

    test('queries of one moment get their own answers', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          database.raw((sql) => sql<{ n: number }[]>`select ${n}::integer as n`),
        ),
      )
      expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    })

    test('a query that takes too long fails in time, and the next one is answered', async () => {
      const slow = database.raw((sql) => sql`select pg_sleep(0.4)`, 50)
      expect(await failureOf(slow)).toMatchObject({ code: 'database-slow', temporary: true })
      expect((await database.raw((sql) => sql`select 1 as one`))[0]?.one).toBe(1)
    })

    test('a transaction that takes too long is undone, and holds nobody up', async () => {
      const guild = newGuild()
      const hanging = Promise.withResolvers<void>()
      const slow = database.run(
        (orm) =>
          orm.transaction(async (transaction) => {
            await transaction.execute(`insert into segue.server_settings values ('${guild}', 7)`)
            await hanging.promise
          }),
        50,
      )
      expect(await failureOf(slow)).toMatchObject({ code: 'database-slow' })
      await new SettingsRepo(database).save(guild, { volume: 8 })
      hanging.resolve()
      expect(await new SettingsRepo(database).load(guild)).toEqual({ volume: 8 })
    })

    test('it answers a ping, and a ping ends with its signal', async () => {
      await database.ping(AbortSignal.timeout(30_000))
      const gone = AbortSignal.abort(new RangeError('enough'))
      expect(await failureOf(database.ping(gone))).toBeInstanceOf(RangeError)
    })

    test('jobs get the rows of all statements, times as dates, and take plain objects', async () => {
      const jobs = pgBossDb(database)
      const both = await jobs.executeSql('begin; select 1 as a; select 2 as a; commit')
      expect(both.rows).toEqual([{ a: 1 }, { a: 2 }])
      const at = new Date('2026-01-02T03:04:05.678Z')
      const { rows } = await jobs.executeSql(
        'select $1::timestamptz as at, $2::jsonb as data, $3::text[] as names, $4::int as none',
        [at, { a: [1] }, ['x', 'y"'], undefined],
      )
      expect(rows).toEqual([{ at, data: { a: [1] }, names: ['x', 'y"'], none: null }])
    })
  })
}

let guilds = 0

function newGuild(): GuildId {
  return guildId(String(1_000 + guilds++))
}

function playerOf(guild: GuildId): PlayerSnapshot {
  return {
    guildId: guild,
    room: { channelId: channelId('10'), bitrate: 96_000 },
    textChannelId: channelId('20'),
    current: { track: track('a'), positionMs: 1_500 },
    queue: [track('b', { live: true, durationMs: null }), track('c', { artist: 'Jo “X” 😀' })],
    loop: 'queue',
    volume: 35,
    paused: true,
  }
}

/** The fence after that many processes have held the server one after another. */
async function fenceAfterTakeovers(database: Database, guild: GuildId, times: number) {
  let fence = 0
  for (let turn = 0; turn < times; turn++) {
    await using leases = await PostgresLeases.open({ database, processId: crypto.randomUUID() })
    fence = (await leases.claim(guild))?.fence ?? Number.NaN
  }
  return fence
}
