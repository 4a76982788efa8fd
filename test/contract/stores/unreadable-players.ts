import { describe, expect, test } from 'bun:test'
import type { Database } from '../../../src/db/database.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { changeOf, loaded, newGuild, playerOf } from './sample.ts'

/** What every database must do with players of which this version can’t read all. */
export function keepsWhatIsUnreadable(database: () => Database): void {
  describe('players', () => {
    test('without what this version can’t read of their past, which the next change replaces', async () => {
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      await players.save([{ snapshot, fence: 1 }])
      const odd = `'{"version":99}' where guild_id = '${snapshot.guildId}'`
      await database().raw(async (sql) => {
        await sql.unsafe(`update segue.queue_change set change = ${odd} and number = 2`)
        await sql.unsafe(`update segue.removed_track set track = ${odd}`)
      })
      const later = new PlayerRepo(database())
      const read = await loaded(later, snapshot.guildId)
      const { played, changes } = snapshot.past
      expect(read?.past).toEqual({ played, changes: changes.slice(0, 1), removed: [] })
      const past = {
        played,
        changes: [...changes.slice(0, 1), changeOf('move', 'n')],
        removed: played,
      }
      await later.save([{ snapshot: { ...snapshot, past }, fence: 1 }])
      expect((await loaded(new PlayerRepo(database()), snapshot.guildId))?.past).toEqual(past)
    })
    test('lose nothing but the entries that this version cannot read, which are kept aside', async () => {
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      const { guildId } = snapshot
      await players.save([{ snapshot, fence: 1 }])
      await database().raw(
        (sql) => sql`
          insert into segue.queue_entry values
            (${guildId}, 1, '{"version":1,"id":"x","source":"spotify"}'),
            (${guildId}, 2, '{"version":99}'), (${guildId}, 3, '7')`,
      )
      const again = new PlayerRepo(database())
      expect(await again.load(guildId)).toEqual({ snapshot, unreadable: 3 })
      await again.save([{ snapshot: { ...snapshot, volume: 7 }, fence: 1 }])
      expect(await new PlayerRepo(database()).load(guildId)).toMatchObject({
        snapshot: { volume: 7, queue: snapshot.queue },
        unreadable: 0,
      })
      const aside = await database().raw(
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
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      await players.save([{ snapshot, fence: 1 }])
      await database().raw(
        (sql) =>
          sql`update segue.player set current_track = '{"id":1}' where guild_id = ${snapshot.guildId}`,
      )
      const expected = { snapshot: { ...snapshot, current: null }, unreadable: 1 }
      expect(await players.load(snapshot.guildId)).toEqual(expected)
      expect(await players.load(snapshot.guildId)).toEqual({ ...expected, unreadable: 0 })
    })
    test('keep the filters that this version knows, and leave out the others', async () => {
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      const { guildId, filters } = snapshot
      await players.save([{ snapshot, fence: 1 }])
      const stored = { ...filters, tremolo: { frequency: 0, depth: 9 }, later: { depth: 1 } }
      for (const [written, read] of [
        [JSON.stringify(stored), filters],
        ['7', {}],
        [null, {}],
      ] as const) {
        await database().raw(
          (sql) =>
            sql`update segue.player set filters = ${written}::text::json where guild_id = ${guildId}`,
        )
        expect((await players.load(guildId))?.snapshot.filters).toEqual(read)
      }
    })
    test('keep their queue when their row cannot be read, and the row is kept aside', async () => {
      const players = new PlayerRepo(database())
      const snapshot = playerOf(newGuild())
      const { guildId, queue } = snapshot
      await players.save([{ snapshot, fence: 1 }])
      await database().raw(
        (sql) => sql`update segue.player set room_channel_id = 'x' where guild_id = ${guildId}`,
      )
      expect(await players.load(guildId)).toMatchObject({
        snapshot: { voiceChannel: null, queue },
      })
      const [aside] = await database().raw(
        (sql) => sql<{ kind: string; content: { volume: number; room_channel_id: string } }[]>`
          select kind, content from segue.set_aside where guild_id = ${guildId}`,
      )
      expect(aside).toMatchObject({
        kind: 'player',
        content: { volume: 35, room_channel_id: 'x', current_track: { title: 'a' } },
      })
    })
  })
}
