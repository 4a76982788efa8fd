import { describe, expect, test } from 'bun:test'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { channelId, type GuildId, messageId, newPlaylistId, userId } from '../../../src/base/ids.ts'
import { CardRepo } from '../../../src/db/card-repo.ts'
import type { Database } from '../../../src/db/database.ts'
import { DepartureRepo } from '../../../src/db/departure-repo.ts'
import { ErasureRepo, SERVER_TABLES } from '../../../src/db/erasure-repo.ts'
import { HistoryRepo } from '../../../src/db/history-repo.ts'
import { PostgresLeases } from '../../../src/db/leases.ts'
import { OpeningRepo } from '../../../src/db/opening-repo.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { PlaylistRepo } from '../../../src/db/playlist-repo.ts'
import { RejectedMatchRepo } from '../../../src/db/rejected-match-repo.ts'
import { SettingsRepo } from '../../../src/db/settings-repo.ts'
import type { PlaylistOwner } from '../../../src/domain/playlist.ts'
import { defaultSettings } from '../../../src/domain/settings.ts'
import { leftServersCleanUp } from '../../../src/jobs/left-servers.ts'
import { track } from '../../domain/player/sample.ts'
import { newGuild, playerOf } from './sample.ts'

/** What every database must forget of servers and people, and when. */
export function forgetsServersAndPeople(database: () => Database): void {
  test('a server’s data go once the bot was seen to be away for 30 days, and stay where it came back', async () => {
    const departures = new DepartureRepo(database())
    const [gone, back] = [newGuild(), newGuild()]
    for (const guild of [gone, back])
      await new PlayerRepo(database()).save([{ snapshot: playerOf(guild), fence: 1 }])
    const stored = async () => {
      const rows = await database().raw(
        (sql) => sql<{ id: GuildId }[]>`
          select guild_id as id from segue.player where guild_id in (${gone}, ${back})`,
      )
      return new Set(rows.map(({ id }) => id))
    }
    const known = await database().raw(
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

  describe('erasing', () => {
    const tables = SERVER_TABLES.map((table) => getTableConfig(table).name)
    const left = async (guild: GuildId) => {
      const counts = tables.map(async (table) => {
        const [row] = await database().raw((sql) =>
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
      await new PlayerRepo(database()).save([{ snapshot: playerOf(guild), fence }])
      await new SettingsRepo(database()).save(guild, { ...defaultSettings, volume: 3 }, fence, {
        ...{ at: new Date(), by: { kind: 'member', userId: userId('61') } },
        fields: [{ name: 'volume', before: 100, after: 3 }],
      })
      const place = { channelId: channelId('5'), messageId: messageId('6') }
      await new CardRepo(database()).save(guild, { ...place, isOver: false })
      await new HistoryRepo(database()).record([entry(guild, '61'), entry(guild, '62')])
      await new OpeningRepo(database()).begin({ guildId: guild, trackId: track('a').id })
      await new RejectedMatchRepo(database()).add(guild, 'words', track('a'))
      await database().raw(
        (sql) => sql`
          insert into segue.set_aside (guild_id, kind, content, reason)
          values (${guild}, 'track', '{}', 'no reason')`,
      )
      expect((await left(guild)).every((count) => count > 0)).toBe(true)
    }

    test('deletes all of one server and nothing of another', async () => {
      await using leases = await PostgresLeases.open({
        database: database(),
        processId: crypto.randomUUID(),
      })
      const [gone, stays] = [newGuild(), newGuild()]
      const { fence } = (await leases.claim(gone)) ?? { fence: 0 }
      await fill(gone, fence)
      await fill(stays, 1)
      const before = await left(stays)
      const erasure = new ErasureRepo(database())
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
      const lists = new PlaylistRepo(database())
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
      await database().raw(
        (sql) => sql`
          insert into segue.playlist_share (playlist_id, with_kind, with_id)
          values (${stays}, 'server', ${guild}), (${stays}, 'user', ${person})`,
      )
      const ids = async () => {
        const rows = await database().raw(
          (sql) => sql<{ id: string }[]>`
            select playlist_id as id from segue.playlist_entry
            where playlist_id in (${ofServer}, ${ofPerson}, ${stays}) order by place, id`,
        )
        return new Set(rows.map(({ id }) => id))
      }
      const erasure = new ErasureRepo(database())
      await erasure.server(guild, 0)
      expect(await ids()).toEqual(new Set([ofPerson, stays]))
      await erasure.member(person, userId('99'))
      expect(await ids()).toEqual(new Set([stays]))
      const shared = await database().raw(
        (sql) => sql`select 1 from segue.playlist_share where playlist_id = ${stays}`,
      )
      expect([...shared]).toEqual([])
    })

    test('deletes what one member asked for, in every server', async () => {
      const guilds = [newGuild(), newGuild()]
      await new HistoryRepo(database()).record(
        guilds.flatMap((guild) => [entry(guild, '71'), entry(guild, '72')]),
      )
      await new ErasureRepo(database()).member(userId('71'), userId('99'))
      const rows = await database().raw(
        (sql) => sql`select requested_by from segue.history where guild_id = any(${guilds})`,
      )
      expect([...rows]).toEqual([{ requested_by: '72' }, { requested_by: '72' }])
    })
  })
}
