import { expect, setDefaultTimeout, test } from 'bun:test'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { SERVER_TABLES } from '../../src/db/erasure-repo.ts'
import { customId } from '../../src/gateway/views/custom-id.ts'
import { en } from '../../src/gateway/words/en.ts'
import type { InteractionOutcome } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, type Room } from './room.ts'

setDefaultTimeout(120_000)

/** How many rows each table holds of that server. */
async function rowsOf(house: House, room: Room): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  await house.inDatabase(async (database) => {
    for (const table of SERVER_TABLES) {
      const { name } = getTableConfig(table)
      const [row] = await database.raw((sql) =>
        sql.unsafe<{ n: string }[]>(
          `select count(*) as n from segue.${name} where guild_id = '${room.guild.id}'`,
        ),
      )
      counts[name] = Number(row?.n)
    }
  })
  return counts
}

function message({ response }: InteractionOutcome) {
  if (response === null) throw new Error('no answer')
  return response
}

/** Plays one track, one that was played before it, one behind it, and settings. */
async function used(house: House): Promise<Room> {
  const room = await house.room()
  await room.types('/settings', { volume: 40 }, { by: room.guild.owner })
  await room.plays('Blip')
  await room.types('/play', 'alpha')
  await room.hears('Alpha')
  await room.types('/play', 'bravo')
  // However long the test takes, it's still the same track.
  await room.types('/pause')
  return room
}

test.concurrent('what a server’s owner or a member deletes is gone, also after a crash', async () => {
  const house = await House.start({ HISTORY_DAYS: '30' })
  const [room, other, third] = await Promise.all([used(house), used(house), used(house)])
  const { owner } = room.guild

  const shown = await room.outcome('/privacy')
  expect(message(shown).ephemeral).toBe(true)
  expect(shown.text).toContain('what was played and who asked for it, for 30 days')
  await expectRefusal(await room.outcome('/privacy', { delete: 'server' }), 'missing-owner')

  const asked = await room.outcome('/privacy', { delete: 'server' }, { by: owner })
  expect(asked.text).toBe(en.privacy.ask.server)
  const kept = await (
    await owner.presses(message(asked), customId('privacy', 'server', 'no'))
  ).settled()
  await kept.settled()
  expect(message(asked).text).toBe(en.privacy.unchanged)
  expect(await room.types('/queue')).toContain('Bravo')

  const again = await room.outcome('/privacy', {}, { by: owner })
  await (await owner.presses(message(again), customId('privacy', 'server', 'ask'))).settled()
  await (await owner.presses(message(again), customId('privacy', 'server', 'yes'))).settled()
  expect(message(again).text).toBe(en.privacy.erased.server)
  await eraseBobs(third)
  await house.crash()
  expect(new Set(Object.values(await rowsOf(house, room)))).toEqual(new Set([0]))
  expect(await rowsOf(house, other)).toMatchObject({
    ...{ server_settings: 1, player: 1, queue_entry: 1, history: 1 },
  })

  // Blip and Alpha, without Bob's Charlie.
  expect(await rowsOf(house, third)).toMatchObject({ history: 2, player: 1, server_settings: 1 })

  await house.startAgain()
  await until(() => other.guild.botVoiceChannel !== null, 'the bot in the other server')
  await expectRefusal(await room.outcome('/queue'), 'queue-empty')
  expect(await room.types('/settings', {}, { by: owner })).toContain('100%')
  await room.plays('Charlie')
  await endInOrder(house)
})

/** Bob's track is played and skipped, and he deletes the record of it. */
async function eraseBobs(room: Room): Promise<void> {
  const bob = room.guild.createMember('bob')
  await bob.joins(room.lounge)
  await room.types('/play', { query: 'charlie', next: true }, { by: bob })
  await room.types('/resume')
  await room.types('/skip')
  await room.hears('Charlie')
  await room.types('/skip', {}, { by: bob })
  await room.hears('Bravo')
  const asked = await room.outcome('/privacy', { delete: 'mine' }, { by: bob })
  expect(asked.text).toBe(en.privacy.ask.mine)
  await (await bob.presses(message(asked), customId('privacy', 'mine', 'yes'))).settled()
  expect(message(asked).text).toBe(en.privacy.erased.mine)
}

/** The tables in which that id stands anywhere. */
const tablesWith = (house: House, id: string) =>
  house.inDatabase(async (database) => {
    const tables = await database.raw(
      (sql) => sql<{ name: string }[]>`
        select table_name as name from information_schema.tables where table_schema = 'segue'`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const rows = await database.raw((sql) =>
        sql.unsafe(`select 1 from segue.${name} t where strpos(t::text, '${id}') > 0 limit 1`),
      )
      if (rows.length > 0) found.push(name)
    }
    return found.sort()
  })

test.concurrent('what a member deletes leaves no trace of them anywhere, and the music goes on for the others', async () => {
  const house = await House.start()
  const room = await house.room()
  const bob = room.guild.createMember('bob')
  room.guild.giveRole(bob, room.guild.createRole('staff', 1n << 5n))
  await bob.joins(room.lounge)
  const by = { by: bob }
  for (const query of ['blip', 'bravo', 'charlie', 'delta']) await room.types('/play', query, by)
  await room.hears('Bravo')
  await room.types('/remove', { position: '2' }, by)
  await room.types('/settings', { volume: 60 }, by)
  await room.types('/favorites add', {}, by)
  await room.types('/playlist create', { name: 'Ours', server: true }, by)
  await room.types('/playlist create', { name: 'Mine' }, by)
  await room.types('/playlist share', { name: 'Mine', person: room.alice }, by)
  await room.types('/dj', { member: bob }, by)
  // Of all that can be kept of a member; what's stored within a second is there by then.
  const kept = ['history', 'played_track', 'player', 'playlist', 'queue_entry', 'removed_track']
  await until(
    async () => (await tablesWith(house, bob.id)).join() === [...kept, 'settings_change'].join(),
    'all that is kept of bob',
  )
  const asked = await room.outcome('/privacy', { delete: 'mine' }, by)
  await (await bob.presses(message(asked), customId('privacy', 'mine', 'yes'))).settled()
  expect(message(asked).text).toBe(en.privacy.erased.mine)
  expect(await tablesWith(house, bob.id)).toEqual([])
  await room.hears('Bravo')
  expect(await room.types('/queue')).toContain('Charlie')
  expect(await room.types('/playlist list')).toContain('Ours')

  // Also of what is in memory and is stored again.
  await room.types('/undo')
  await room.types('/shuffle')
  await house.stores(room, ({ queue }) => queue.some(({ title }) => title === 'Delta'))
  await house.crash()
  expect(await tablesWith(house, bob.id)).toEqual([])
  await house.startAgain()
  await room.hears('Bravo')
  expect(await room.types('/queue')).toContain('Delta')
  await endInOrder(house)
})

test.concurrent('it’s remembered since when the bot has left a server, also while it was off, and forgotten when it’s back', async () => {
  const house = await House.start()
  const [seen, unseen] = await Promise.all([used(house), used(house)])
  const left = async () => {
    const rows = await house.inDatabase((database) =>
      database.raw(
        (sql) => sql<{ id: string }[]>`select guild_id as id from segue.left_server order by id`,
      ),
    )
    return rows.map(({ id }) => id).join()
  }
  for (const room of [seen, unseen]) {
    const isStored = async () => (await rowsOf(house, room)).queue_entry === 1
    await until(isStored, 'the queue in the database')
  }
  seen.guild.removeBot()
  await until(async () => (await left()) === seen.guild.id, 'the note of the server')
  seen.guild.invite(house.discord.bot)
  await until(async () => (await left()) === '', 'the note without that server')
  expect(await seen.types('/queue')).toContain('Bravo')

  await house.crash()
  unseen.guild.removeBot()
  await house.startAgain()
  await until(async () => (await left()) === unseen.guild.id, 'the note of the other server')
  expect(await rowsOf(house, unseen)).toMatchObject({ player: 1, queue_entry: 1, history: 1 })
  unseen.guild.invite(house.discord.bot)
  await until(async () => (await left()) === '', 'no note')
  await endInOrder(house)
})
