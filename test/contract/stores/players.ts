import { describe, expect, test } from 'bun:test'
import type { Database } from '../../../src/db/database.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { move, type Queue, shuffle } from '../../../src/domain/queue.ts'
import type { PlayerSnapshot } from '../../../src/player/ports.ts'
import { track } from '../../domain/player/sample.ts'
import { failureOf } from '../../support/failure.ts'
import { changeOf, fenceAfterTakeovers, loaded, newGuild, playerOf, saveAll } from './sample.ts'

/** What every database must do for players. */
export function keepsPlayers(database: () => Database): void {
  describe('players', () => {
    test('come back as they were saved', async () => {
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      await players.save([{ snapshot, fence: 1 }])
      expect(await loaded(players, snapshot.guildId)).toEqual(snapshot)
    })
    test('that are idle come back, too, and no player is restored for them', async () => {
      const players = new PlayerRepo(database())
      const guild = newGuild()
      const idle = { ...playerOf(guild), voiceChannel: null }
      await players.save([{ snapshot: idle, fence: 1 }])
      expect(await loaded(players, guild)).toEqual(idle)
      expect(await players.restorable('a')).not.toContain(guild)
    })
    test('are replaced as a whole by the next save', async () => {
      const players = new PlayerRepo(database())
      const first = playerOf(newGuild())
      const second = { ...first, current: null, queue: [track('z')], volume: 3, paused: false }
      await players.save([{ snapshot: first, fence: 1 }])
      await players.save([{ snapshot: second, fence: 1 }])
      expect(await loaded(players, first.guildId)).toEqual(second)
      expect(await players.restorable('a')).toContain(first.guildId)
    })
    test('that were never saved are null', async () => {
      expect(await loaded(new PlayerRepo(database()), newGuild())).toBeNull()
    })
    test('keep a position that is saved alone, and all else as it was', async () => {
      const players = new PlayerRepo(database())
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
      const players = new PlayerRepo(database())
      const [taken, kept] = [newGuild(), newGuild()]
      const old = playerOf(taken)
      await players.save([{ snapshot: old, fence: 0 }])
      const fence = await fenceAfterTakeovers(database(), taken, 2)
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
      const players = new PlayerRepo(database())
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
      const players = new PlayerRepo(database())
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
      const players = new PlayerRepo(database())
      let snapshot = playerOf(newGuild())
      const { guildId } = snapshot
      const put = async (past: Partial<PlayerSnapshot['past']>) => {
        snapshot = { ...snapshot, past: { ...snapshot.past, ...past } }
        await players.save([{ snapshot, fence: 1 }])
        expect(await loaded(new PlayerRepo(database()), guildId)).toEqual(snapshot)
        const count = async (table: string) => {
          const rows = await database().raw((sql) =>
            sql.unsafe<{ version: string }[]>(
              `select xmin::text as version from segue.${table} where guild_id = '${guildId}'`,
            ),
          )
          const [{ version: latest } = { version: '' }] = await database().raw((sql) =>
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
    test('with ten thousand tracks come back in order', async () => {
      const players = new PlayerRepo(database())
      const queue = Array.from({ length: 10_000 }, (_, index) => track(`t${index}`))
      const snapshot = { ...playerOf(newGuild()), queue }
      await players.save([{ snapshot, fence: 1 }])
      expect((await loaded(players, snapshot.guildId))?.queue).toEqual(queue)
    })
    test('write only the entries of a long queue that changed', async () => {
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      const { guildId } = snapshot
      let queue: Queue = Array.from({ length: 1_000 }, (_, index) => track(`t${index}`))
      const put = async (next: Queue): Promise<number> => {
        queue = next
        await players.save([{ snapshot: { ...snapshot, queue }, fence: 1 }])
        expect((await loaded(new PlayerRepo(database()), guildId))?.queue).toEqual(queue)
        const rows = await database().raw(
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
}
