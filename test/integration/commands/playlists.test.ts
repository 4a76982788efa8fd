import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Member } from '../../discord/local-discord.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

const MANAGE_SERVER = 1n << 5n

let house: House
beforeAll(async () => {
  house = await House.start({}, { database: 'server' })
})
afterAll(() => endInOrder(house))

function manager(room: Room): Member {
  const mia = room.guild.createMember('mia')
  room.guild.giveRole(mia, room.guild.createRole('staff', MANAGE_SERVER))
  return mia
}

test('a playlist is made, filled with what plays, listed and played, by its owner alone', async () => {
  const room = await house.room()
  const made = await room.outcome('/playlist create', 'Road trip')
  expect(made.text).toBe('Made the playlist **Road trip**. Fill it with /playlist add.')
  expect(made.response?.ephemeral).toBe(true)
  await room.plays('Alpha')
  await room.types('/play', 'bravo')
  expect(await room.types('/playlist add', 'road TRIP')).toBe('Added 1 track to **Road trip**.')
  const queue = { name: 'Road trip', queue: true }
  expect(await room.types('/playlist add', queue)).toBe('Added 2 tracks to **Road trip**.')
  const query = { name: 'Road trip', query: 'charlie' }
  expect(await room.types('/playlist add', query)).toBe('Added 1 track to **Road trip**.')
  expect(await room.types('/playlist list')).toBe('Your playlists\n**Road trip** · 4 tracks')
  await room.types('/stop')
  expect(await room.types('/playlist play', 'Road trip')).toBe(
    'Playing **Alpha** and 3 more tracks',
  )
  await room.hears('Alpha')
  expect(await room.types('/queue')).toContain('`3` **Charlie**')
  const bob = room.guild.createMember('bob')
  expect(await room.types('/playlist list', {}, { by: bob })).toBe(
    'There are no playlists here yet. Make one with /playlist create.',
  )
  const foreign = await room.outcome('/playlist play', 'Road trip', { by: bob })
  await expectRefusal(foreign, 'playlist-unknown')
})

test('a server’s playlist is changed by who manages the server, and played by everybody', async () => {
  const room = await house.room()
  const mia = manager(room)
  const refused = await room.outcome('/playlist create', { name: 'House', server: true })
  await expectRefusal(refused, 'playlist-others')
  await room.types('/playlist create', { name: 'House', server: true }, { by: mia })
  const add = { name: 'House', query: 'delta' }
  await expectRefusal(await room.outcome('/playlist add', add), 'playlist-others')
  expect(await room.types('/playlist add', add, { by: mia })).toBe('Added 1 track to **House**.')
  expect(await room.types('/playlist list')).toBe('The server’s playlists\n**House** · 1 track')
  await room.types('/playlist play', 'house')
  await room.hears('Delta')
})

test('names are suggested, and a suggestion means that list whatever it’s called by then', async () => {
  const room = await house.room()
  await room.types('/playlist create', 'Morning')
  await room.types('/playlist create', 'Evening')
  const offered = await room.alice.completes(
    '/playlist play',
    'name',
    'even',
    {},
    { in: room.text },
  )
  expect(offered.map(({ name }) => name)).toEqual(['Evening'])
  const empty = await room.outcome('/playlist play', String(offered[0]?.value))
  await expectRefusal(empty, 'playlist-empty')
  const bob = room.guild.createMember('bob')
  const foreign = await room.outcome('/playlist play', String(offered[0]?.value), { by: bob })
  await expectRefusal(foreign, 'playlist-unknown')
})

test('what can’t be done says why: a name that’s taken, or blank, nothing to add, and both ways at once', async () => {
  const room = await house.room()
  await room.types('/playlist create', 'Mine')
  await expectRefusal(await room.outcome('/playlist create', 'MINE'), 'playlist-exists')
  await expectRefusal(await room.outcome('/playlist create', '\u200b \u202e'), 'playlist-name')
  await expectRefusal(await room.outcome('/playlist add', 'Mine'), 'nothing-playing')
  const both = { name: 'Mine', query: 'alpha', queue: true }
  await expectRefusal(await room.outcome('/playlist add', both), 'query-or-queue')
  await expectRefusal(await room.outcome('/playlist play', 'nobody’s'), 'playlist-unknown')
})

test('a name full of markup mentions nobody', async () => {
  const room = await house.room()
  await room.types('/playlist create', '@everyone **x** [a](https://evil.example)')
  const shown = await room.types('/playlist list')
  expect(shown).toContain('\\*\\*x\\*\\*')
  expect(shown).not.toContain('@everyone')
})
