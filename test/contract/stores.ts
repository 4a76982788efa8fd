import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { getTableConfig } from 'drizzle-orm/pg-core'
import {
  channelId,
  type GuildId,
  guildId,
  messageId,
  newPlaylistId,
  type TrackId,
  userId,
} from '../../src/base/ids.ts'
import { CardRepo } from '../../src/db/card-repo.ts'
import type { Database } from '../../src/db/database.ts'
import { DatabaseError } from '../../src/db/database-error.ts'
import { DepartureRepo } from '../../src/db/departure-repo.ts'
import { ErasureRepo, SERVER_TABLES } from '../../src/db/erasure-repo.ts'
import { HistoryRepo } from '../../src/db/history-repo.ts'
import { KeyRepo } from '../../src/db/key-repo.ts'
import { PostgresLeases } from '../../src/db/leases.ts'
import { OpeningRepo } from '../../src/db/opening-repo.ts'
import { pgBossDb } from '../../src/db/pg-boss-db.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { PlaylistRepo } from '../../src/db/playlist-repo.ts'
import { RejectedMatchRepo } from '../../src/db/rejected-match-repo.ts'
import { SettingsRepo } from '../../src/db/settings-repo.ts'
import type { QueueChange } from '../../src/domain/player/past/past.ts'
import type { PlaylistOwner } from '../../src/domain/playlist.ts'
import { move, type Queue, shuffle } from '../../src/domain/queue.ts'
import { defaultSettings, type GuildSettings } from '../../src/domain/settings.ts'
import type { SettingsChange } from '../../src/domain/settings-change.ts'
import type { Track } from '../../src/domain/track.ts'
import { leftServersCleanUp } from '../../src/jobs/left-servers.ts'
import type { HistoryEntry, PlayerSnapshot } from '../../src/player/ports.ts'
import { track } from '../domain/player/sample.ts'
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
        expect(await loaded(players, snapshot.guildId)).toEqual(snapshot)
      })
      test('that are idle come back, too, and no player is restored for them', async () => {
        const players = new PlayerRepo(database)
        const guild = newGuild()
        const idle = { ...playerOf(guild), voiceChannel: null }
        await players.save([{ snapshot: idle, fence: 1 }])
        expect(await loaded(players, guild)).toEqual(idle)
        expect(await players.restorable('a')).not.toContain(guild)
      })
      test('are replaced as a whole by the next save', async () => {
        const players = new PlayerRepo(database)
        const first = playerOf(newGuild())
        const second = { ...first, current: null, queue: [track('z')], volume: 3, paused: false }
        await players.save([{ snapshot: first, fence: 1 }])
        await players.save([{ snapshot: second, fence: 1 }])
        expect(await loaded(players, first.guildId)).toEqual(second)
        expect(await players.restorable('a')).toContain(first.guildId)
      })
      test('that were never saved are null', async () => {
        expect(await loaded(new PlayerRepo(database), newGuild())).toBeNull()
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
        expect(await loaded(players, snapshot.guildId)).toEqual({ ...snapshot, current })
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
        expect(await loaded(players, taken)).toEqual(old)
        expect(await loaded(players, kept)).toEqual(playerOf(kept))
        const moved = await players.savePositions([
          { guildId: taken, positionMs: 9, fence: fence - 1 },
        ])
        expect(moved.refused).toEqual([taken])
        expect((await loaded(players, taken))?.current?.positionMs).toBe(1_500)
        expect((await players.save([{ snapshot: stale, fence }])).refused).toEqual([])
        expect(await loaded(players, taken)).toEqual(stale)
      })
      test('survive titles that PostgreSQL can not hold', async () => {
        const players = new PlayerRepo(database)
        const hostile = track('a', {
          title: 'a\u0000b\ud800c\\u0000',
          locator: "'; drop table x; --",
        })
        const snapshot = { ...playerOf(newGuild()), queue: [hostile] }
        await players.save([{ snapshot, fence: 1 }])
        const stored = await loaded(players, snapshot.guildId)
        expect(stored?.queue[0]?.title).toBe('a\ufffdb\ufffdc\\u0000')
        expect(stored?.queue[0]?.locator).toBe("'; drop table x; --")
      })
      test('of six hundred servers are saved in transactions of a bounded number, and each is all or nothing', async () => {
        const players = new PlayerRepo(database)
        const snapshots = Array.from({ length: 600 }, () => playerOf(newGuild()))
        expect(await saveAll(players, snapshots)).toBe(12)
        const stored = snapshots.map(({ guildId }) => loaded(players, guildId))
        expect(await Promise.all(stored)).toEqual(snapshots)
        const loud = { ...playerOf(newGuild()), volume: 201 }
        const good = playerOf(newGuild())
        const both = [good, loud].map((snapshot) => ({ snapshot, fence: 1 }))
        expect(await failureOf(players.save(both))).toMatchObject({ code: 'database-refused' })
        expect(await loaded(players, good.guildId)).toBeNull()
      })
      test('remember what played and changed, and a change of that writes only its own rows', async () => {
        const players = new PlayerRepo(database)
        let snapshot = playerOf(newGuild())
        const { guildId } = snapshot
        const put = async (past: Partial<PlayerSnapshot['past']>) => {
          snapshot = { ...snapshot, past: { ...snapshot.past, ...past } }
          await players.save([{ snapshot, fence: 1 }])
          expect(await loaded(new PlayerRepo(database), guildId)).toEqual(snapshot)
          const count = async (table: string) => {
            const rows = await database.raw((sql) =>
              sql.unsafe<{ version: string }[]>(
                `select xmin::text as version from segue.${table} where guild_id = '${guildId}'`,
              ),
            )
            const [{ version: latest } = { version: '' }] = await database.raw((sql) =>
              sql.unsafe<{ version: string }[]>(
                `select xmin::text as version from segue.player where guild_id = '${guildId}'`,
              ),
            )
            return rows.filter(({ version }) => version === latest).length
          }
          const tables = ['queue_entry', 'played_track', 'queue_change', 'removed_track']
          return await Promise.all(tables.map(count))
        }
        expect(await put({})).toEqual([2, 2, 2, 1])
        const { played, changes, removed } = snapshot.past
        expect(await put({ played: [...played, track('p')] })).toEqual([0, 1, 0, 0])
        expect(await put({ played: played.slice(1) })).toEqual([0, 0, 0, 0])
        expect(await put({ changes: changes.slice(0, 1) })).toEqual([0, 0, 0, 0])
        const more = changeOf('shuffle', 'q')
        expect(await put({ changes: [...changes.slice(0, 1), more] })).toEqual([0, 0, 1, 0])
        expect(await put({ removed: [...removed, track('q')] })).toEqual([0, 0, 0, 1])
        const none = { played: [], changes: [], removed: [] }
        expect(await put(none)).toEqual([0, 0, 0, 0])
        expect(await put({ changes: [more] })).toEqual([0, 0, 1, 0])
      })
      test('without what this version can’t read of their past, which the next change replaces', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        await players.save([{ snapshot, fence: 1 }])
        const odd = `'{"version":99}' where guild_id = '${snapshot.guildId}'`
        await database.raw(async (sql) => {
          await sql.unsafe(`update segue.queue_change set change = ${odd} and number = 2`)
          await sql.unsafe(`update segue.removed_track set track = ${odd}`)
        })
        const later = new PlayerRepo(database)
        const read = await loaded(later, snapshot.guildId)
        const { played, changes } = snapshot.past
        expect(read?.past).toEqual({ played, changes: changes.slice(0, 1), removed: [] })
        const past = {
          played,
          changes: [...changes.slice(0, 1), changeOf('move', 'n')],
          removed: played,
        }
        await later.save([{ snapshot: { ...snapshot, past }, fence: 1 }])
        expect((await loaded(new PlayerRepo(database), snapshot.guildId))?.past).toEqual(past)
      })
      test('with ten thousand tracks come back in order', async () => {
        const players = new PlayerRepo(database)
        const queue = Array.from({ length: 10_000 }, (_, index) => track(`t${index}`))
        const snapshot = { ...playerOf(newGuild()), queue }
        await players.save([{ snapshot, fence: 1 }])
        expect((await loaded(players, snapshot.guildId))?.queue).toEqual(queue)
      })
      test('lose nothing but the entries that this version cannot read, which are kept aside', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        const { guildId } = snapshot
        await players.save([{ snapshot, fence: 1 }])
        await database.raw(
          (sql) => sql`
            insert into segue.queue_entry values
              (${guildId}, 1, '{"version":1,"id":"x","source":"spotify"}'),
              (${guildId}, 2, '{"version":99}'), (${guildId}, 3, '7')`,
        )
        const again = new PlayerRepo(database)
        expect(await again.load(guildId)).toEqual({ snapshot, unreadable: 3 })
        await again.save([{ snapshot: { ...snapshot, volume: 7 }, fence: 1 }])
        expect(await new PlayerRepo(database).load(guildId)).toMatchObject({
          snapshot: { volume: 7, queue: snapshot.queue },
          unreadable: 0,
        })
        const aside = await database.raw(
          (sql) => sql<{ content: unknown; reason: string }[]>`
            select content, reason from segue.set_aside where guild_id = ${guildId}
            order by content::text`,
        )
        expect(aside.map(({ content }) => content)).toEqual([
          7,
          { version: 1, id: 'x', source: 'spotify' },
          { version: 99 },
        ])
        expect(aside[1]?.reason).toBe("a track's source is none that is known")
      })
      test('keep their queue when the current track cannot be read', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        await players.save([{ snapshot, fence: 1 }])
        await database.raw(
          (sql) =>
            sql`update segue.player set current_track = '{"id":1}' where guild_id = ${snapshot.guildId}`,
        )
        const expected = { snapshot: { ...snapshot, current: null }, unreadable: 1 }
        expect(await players.load(snapshot.guildId)).toEqual(expected)
        expect(await players.load(snapshot.guildId)).toEqual({ ...expected, unreadable: 0 })
      })
      test('keep their queue when their row cannot be read, and the row is kept aside', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        const { guildId, queue } = snapshot
        await players.save([{ snapshot, fence: 1 }])
        await database.raw(
          (sql) => sql`update segue.player set room_channel_id = 'x' where guild_id = ${guildId}`,
        )
        expect(await players.load(guildId)).toMatchObject({
          snapshot: { voiceChannel: null, queue },
        })
        const [aside] = await database.raw(
          (sql) => sql<{ kind: string; content: { volume: number; room_channel_id: string } }[]>`
            select kind, content from segue.set_aside where guild_id = ${guildId}`,
        )
        expect(aside).toMatchObject({
          kind: 'player',
          content: { volume: 35, room_channel_id: 'x', current_track: { title: 'a' } },
        })
      })
      test('write only the entries of a long queue that changed', async () => {
        const players = new PlayerRepo(database)
        const snapshot = playerOf(newGuild())
        const { guildId } = snapshot
        let queue: Queue = Array.from({ length: 1_000 }, (_, index) => track(`t${index}`))
        const put = async (next: Queue): Promise<number> => {
          queue = next
          await players.save([{ snapshot: { ...snapshot, queue }, fence: 1 }])
          expect((await loaded(new PlayerRepo(database), guildId))?.queue).toEqual(queue)
          const rows = await database.raw(
            (sql) => sql<{ version: string }[]>`
              select xmin::text as version from segue.queue_entry where guild_id = ${guildId}`,
          )
          const newest = Math.max(...rows.map(({ version }) => Number(version)))
          return rows.filter(({ version }) => Number(version) === newest).length
        }
        expect(await put(queue)).toBe(1_000)
        expect(await put([...queue, track('last')])).toBe(1)
        expect(await put([track('first'), ...queue])).toBe(1)
        expect(await put(move(queue, 900, 3).queue)).toBe(1)
        expect(await put(queue.with(500, track('t500', { title: 'renamed' })))).toBe(1)
        expect(await put(shuffle(queue, 4))).toBeLessThan(1_000)
        for (let turn = 0; turn < 30; turn++)
          expect(await put(move(queue, 500, 2).queue)).toBeOneOf([1, queue.length])
        await put([])
        await put(queue.slice(1))
      })
    })

    test('settings are the defaults until they are saved', async () => {
      const settings = new SettingsRepo(database)
      const guild = newGuild()
      expect(await settings.load(guild)).toEqual(defaultSettings)
      await settings.save(guild, { ...defaultSettings, volume: 40 }, 0)
      const own: GuildSettings = {
        ...defaultSettings,
        ...{ volume: 60, leaveAloneAfterMin: 0, autoplay: 'artist', announcements: 'none' },
        voiceStatus: false,
      }
      expect(await settings.save(guild, own, 0)).toBe(true)
      expect(await settings.load(guild)).toEqual(own)
      const change: SettingsChange = {
        ...{ at: new Date(1_000), by: { kind: 'member', userId: userId('7') } },
        fields: [{ name: 'volume', before: 60, after: 70 }],
      }
      await settings.save(guild, { ...own, volume: 70 }, 0, change)
      const later: SettingsChange = {
        ...change,
        at: new Date(2_000),
        by: { kind: 'key', keyId: 'k' },
      }
      await settings.save(guild, own, 0, later)
      expect(await settings.changes(guild, 10)).toEqual([later, change])
      expect(await settings.changes(guild, 1)).toEqual([later])
      expect(await settings.forgetOlderThan(new Date(1_500))).toBeGreaterThan(0)
      expect(await settings.changes(guild, 10)).toEqual([later])
      await using leases = await PostgresLeases.open({ database, processId: crypto.randomUUID() })
      const { fence } = (await leases.claim(guild)) ?? { fence: 0 }
      expect(await settings.save(guild, defaultSettings, fence - 1)).toBe(false)
      expect(await settings.load(guild)).toEqual(own)
      expect(await settings.save(guild, defaultSettings, fence)).toBe(true)
      expect(await settings.load(guild)).toEqual(defaultSettings)
    })

    test('history tells what a server has heard to its end, the latest first', async () => {
      const history = new HistoryRepo(database)
      const [guild, other] = [newGuild(), newGuild()]
      const entry = (minute: number, title: string, more: Partial<HistoryEntry> = {}) => ({
        guildId: guild,
        track: track(title, { artist: 'Ann' }),
        startedAt: new Date(Date.UTC(2031, 0, 1, 1, minute)),
        endedAt: new Date(Date.UTC(2031, 0, 1, 1, minute + 1)),
        outcome: 'finished' as const,
        ...more,
      })
      await history.record([
        entry(1, 'first'),
        entry(3, 'skipped', { outcome: 'skipped' }),
        entry(2, 'second'),
        entry(4, 'elsewhere', { guildId: other }),
      ])
      const heard = await history.heard(guild, 10)
      expect(heard.map(({ title }) => title)).toEqual(['second', 'first'])
      const { id: _id, requestedBy: _by, ...second } = track('second', { artist: 'Ann' })
      expect(heard[0]).toEqual(second)
      expect(await history.heard(guild, 1)).toHaveLength(1)
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
      await history.record([entry(1, track('old', { title: 'a\u0000b' })), entry(3, track('new'))])
      await history.record([])
      expect(await history.deleteOlderThan(new Date(Date.UTC(2020, 0, 2)))).toBe(1)
      expect(await history.deleteOlderThan(new Date(Date.UTC(2020, 0, 2)))).toBe(0)
      const left = await database.raw(
        (sql) => sql`select title, outcome from segue.history where guild_id = ${guild}`,
      )
      expect([...left]).toEqual([{ title: 'new', outcome: 'finished' }])
    })

    test('a server’s data go once the bot was seen to be away for 30 days, and stay where it came back', async () => {
      const departures = new DepartureRepo(database)
      const [gone, back] = [newGuild(), newGuild()]
      for (const guild of [gone, back])
        await new PlayerRepo(database).save([{ snapshot: playerOf(guild), fence: 1 }])
      const stored = async () => {
        const rows = await database.raw(
          (sql) => sql<{ id: GuildId }[]>`
            select guild_id as id from segue.player where guild_id in (${gone}, ${back})`,
        )
        return new Set(rows.map(({ id }) => id))
      }
      const known = await database.raw(
        (sql) => sql<{ id: GuildId }[]>`
          select guild_id as id from segue.player_lease union select guild_id from segue.player
          union select guild_id from segue.server_settings
          union select owner_id from segue.playlist where owner_kind = 'server'`,
      )
      const others = known.map(({ id }) => id).filter((id) => id !== gone && id !== back)
      const day = (number: number) => new Date(Date.UTC(2026, 0, number))
      const job = leftServersCleanUp(departures)
      const run = () => job.run(new AbortController().signal)
      await departures.note(others, day(1))
      await departures.note(others, day(30))
      expect(await run()).toMatchObject({ forgotten: 0 })
      // The job runs late, after the bot has come back to one of them.
      await departures.note([...others, back], day(31))
      expect(await run()).toMatchObject({ forgotten: 1 })
      expect(await stored()).toEqual(new Set([back]))
      expect(await run()).toMatchObject({ forgotten: 0 })
      await departures.forget(back)
      expect(await stored()).toEqual(new Set([back]))
    })

    test('cards are left where they’re not over and nothing plays', async () => {
      const [played, stopped, over, elsewhere] = [newGuild(), newGuild(), newGuild(), newGuild()]
      const cards = new CardRepo(database)
      const place = { channelId: channelId('5'), messageId: messageId('6') }
      for (const guild of [played, stopped, elsewhere])
        await cards.save(guild, { ...place, isOver: false })
      await cards.save(over, { ...place, isOver: false })
      await cards.save(over, { ...place, isOver: true })
      const players = new PlayerRepo(database)
      await players.save([{ snapshot: playerOf(played), fence: 1 }])
      await players.save([{ snapshot: { ...playerOf(stopped), current: null }, fence: 1 }])
      expect(await cards.left([played, stopped, over])).toEqual([stopped])
      expect(await cards.left([elsewhere])).toEqual([elsewhere])
      expect(await cards.left([])).toEqual([])
      expect(await cards.load(over)).toEqual({ ...place, isOver: true })
    })

    describe('erasing', () => {
      const tables = SERVER_TABLES.map((table) => getTableConfig(table).name)
      const left = async (guild: GuildId) => {
        const counts = tables.map(async (table) => {
          const [row] = await database.raw((sql) =>
            sql.unsafe<{ n: string }[]>(
              `select count(*) as n from segue.${table} where guild_id = '${guild}'`,
            ),
          )
          return Number(row?.n)
        })
        return await Promise.all(counts)
      }
      const entry = (guild: GuildId, requestedBy: string) => ({
        guildId: guild,
        track: track('a', { requestedBy: userId(requestedBy) }),
        startedAt: new Date(Date.UTC(2021, 0, 1)),
        endedAt: new Date(Date.UTC(2021, 0, 1, 0, 3)),
        outcome: 'finished' as const,
      })
      /** Something in each of the tables. */
      const fill = async (guild: GuildId, fence: number) => {
        await new PlayerRepo(database).save([{ snapshot: playerOf(guild), fence }])
        await new SettingsRepo(database).save(guild, { ...defaultSettings, volume: 3 }, fence, {
          ...{ at: new Date(), by: { kind: 'member', userId: userId('61') } },
          fields: [{ name: 'volume', before: 100, after: 3 }],
        })
        const place = { channelId: channelId('5'), messageId: messageId('6') }
        await new CardRepo(database).save(guild, { ...place, isOver: false })
        await new HistoryRepo(database).record([entry(guild, '61'), entry(guild, '62')])
        await new OpeningRepo(database).begin({ guildId: guild, trackId: track('a').id })
        await new RejectedMatchRepo(database).add(guild, 'words', track('a'))
        await database.raw(
          (sql) => sql`
            insert into segue.set_aside (guild_id, kind, content, reason)
            values (${guild}, 'track', '{}', 'no reason')`,
        )
        expect((await left(guild)).every((count) => count > 0)).toBe(true)
      }

      test('deletes all of one server and nothing of another', async () => {
        await using leases = await PostgresLeases.open({ database, processId: crypto.randomUUID() })
        const [gone, stays] = [newGuild(), newGuild()]
        const { fence } = (await leases.claim(gone)) ?? { fence: 0 }
        await fill(gone, fence)
        await fill(stays, 1)
        const before = await left(stays)
        const erasure = new ErasureRepo(database)
        expect(await erasure.server(gone, fence - 1)).toBe(false)
        expect((await left(gone)).every((count) => count > 0)).toBe(true)
        expect(await erasure.server(gone, fence)).toBe(true)
        expect(await left(gone)).toEqual(tables.map(() => 0))
        expect(await left(stays)).toEqual(before)
        expect(await erasure.server(gone, fence)).toBe(true)
      })

      test('deletes the playlists of a server or a person, their entries, and what was shared with them', async () => {
        const [guild, other] = [newGuild(), newGuild()]
        const person = userId('81')
        const lists = new PlaylistRepo(database)
        const make = async (owner: PlaylistOwner) => {
          const id = newPlaylistId()
          await lists.create(
            { id, owner, name: 'mine', link: null, createdBy: person, isArriving: false },
            [],
          )
          await lists.append(id, [track('a')])
          return id
        }
        const ofServer = await make({ kind: 'server', id: guild })
        const ofPerson = await make({ kind: 'user', id: person })
        const stays = await make({ kind: 'server', id: other })
        await database.raw(
          (sql) => sql`
            insert into segue.playlist_share (playlist_id, with_kind, with_id)
            values (${stays}, 'server', ${guild}), (${stays}, 'user', ${person})`,
        )
        const ids = async () => {
          const rows = await database.raw(
            (sql) => sql<{ id: string }[]>`
              select playlist_id as id from segue.playlist_entry
              where playlist_id in (${ofServer}, ${ofPerson}, ${stays}) order by place, id`,
          )
          return new Set(rows.map(({ id }) => id))
        }
        const erasure = new ErasureRepo(database)
        await erasure.server(guild, 0)
        expect(await ids()).toEqual(new Set([ofPerson, stays]))
        await erasure.member(person, userId('99'))
        expect(await ids()).toEqual(new Set([stays]))
        const shared = await database.raw(
          (sql) => sql`select 1 from segue.playlist_share where playlist_id = ${stays}`,
        )
        expect([...shared]).toEqual([])
      })

      test('deletes what one member asked for, in every server', async () => {
        const guilds = [newGuild(), newGuild()]
        await new HistoryRepo(database).record(
          guilds.flatMap((guild) => [entry(guild, '71'), entry(guild, '72')]),
        )
        await new ErasureRepo(database).member(userId('71'), userId('99'))
        const rows = await database.raw(
          (sql) => sql`select requested_by from segue.history where guild_id = any(${guilds})`,
        )
        expect([...rows]).toEqual([{ requested_by: '72' }, { requested_by: '72' }])
      })
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
        await transaction.execute(`insert into segue.server_settings values ('${guild}', '{}')`)
        throw new RangeError('no')
      })
      expect(await failureOf(failing)).toBeInstanceOf(RangeError)
      expect(await new SettingsRepo(database).load(guild)).toEqual(defaultSettings)
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

    test('a transaction that takes too long is undone, and delays no others', async () => {
      const guild = newGuild()
      const hanging = Promise.withResolvers<void>()
      const slow = database.run(
        (orm) =>
          orm.transaction(async (transaction) => {
            await transaction.execute(`insert into segue.server_settings values ('${guild}', '{}')`)
            await hanging.promise
          }),
        50,
      )
      expect(await failureOf(slow)).toMatchObject({ code: 'database-slow' })
      const settings = { ...defaultSettings, volume: 8 }
      await new SettingsRepo(database).save(guild, settings, 0)
      hanging.resolve()
      expect(await new SettingsRepo(database).load(guild)).toEqual(settings)
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

async function loaded(players: PlayerRepo, guild: GuildId): Promise<PlayerSnapshot | null> {
  return (await players.load(guild))?.snapshot ?? null
}

/** Saves all of it, however many transactions it takes; returns how many. */
async function saveAll(players: PlayerRepo, snapshots: PlayerSnapshot[], fence = 1) {
  let transactions = 0
  for (let left = snapshots; left.length > 0; transactions++) {
    const { stored } = await players.save(left.map((snapshot) => ({ snapshot, fence })))
    left = left.filter(({ guildId }) => !stored.includes(guildId))
  }
  return transactions
}

function playerOf(guild: GuildId): PlayerSnapshot {
  return {
    guildId: guild,
    voiceChannel: { channelId: channelId('10'), bitrate: 96_000 },
    textChannelId: channelId('20'),
    current: { track: track('a'), positionMs: 1_500 },
    queue: [track('b', { live: true, durationMs: null }), track('c', { artist: 'Jo “X” 😀' })],
    past: {
      played: [track('x'), track('y')],
      changes: [changeOf('remove', 'z'), changeOf('clear', 'b')],
      removed: [track('z')],
    },
    loop: 'queue',
    autoplay: 'mixed',
    volume: 35,
    mutedFrom: 70,
    paused: true,
    djId: userId('30'),
    arriving: [
      {
        ...{ id: 'a' as TrackId, origin: 'https://example.com/list', passed: 100, seed: 7 },
        ...{ behind: 'b' as TrackId, requestedBy: userId('31') },
      },
    ],
    vote: { trackId: 'a' as TrackId, voters: [userId('31')], endsAt: 1_800_000_000_500 },
  }
}

function changeOf(by: QueueChange['by'], gone: string): QueueChange {
  const ended = { id: 'y' as TrackId, positionMs: 1.5 }
  return { by, behind: null, stretch: [gone as TrackId], added: [], ended, began: null }
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
