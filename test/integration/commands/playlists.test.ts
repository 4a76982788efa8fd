import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { ErrorCode } from '../../../src/base/error.ts'
import type { Member } from '../../discord/local-discord.ts'
import { flatten } from '../../discord/people/message.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

const MANAGE_SERVER = 1n << 5n

let house: House
beforeAll(async () => {
  house = await House.start()
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

test('a server’s playlist is changed by who manages the server and by its DJs, and played by everybody', async () => {
  const room = await house.room()
  const mia = manager(room)
  const refused = await room.outcome('/playlist create', { name: 'House', server: true })
  await expectRefusal(refused, 'playlist-others')
  await room.types('/playlist create', { name: 'House', server: true }, { by: mia })
  const add = { name: 'House', query: 'delta' }
  await expectRefusal(await room.outcome('/playlist add', add), 'playlist-others')
  expect(await room.types('/playlist add', add, { by: mia })).toBe('Added 1 track to **House**.')
  expect(await room.types('/playlist list')).toBe('The server’s playlists\n**House** · 1 track')
  const djs = room.guild.createRole('DJs')
  await room.types('/settings', { 'dj-role': djs }, { by: mia })
  const dan = room.guild.createMember('dan')
  room.guild.giveRole(dan, djs)
  await room.types('/playlist add', { name: 'House', query: 'alpha' }, { by: dan })
  expect(await room.types('/playlist show', 'House')).toContain('`2` **Alpha**')
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

/** A list of alice's with these tracks, in this order. */
async function listOf(room: Room, name: string, ...tracks: string[]): Promise<void> {
  await room.types('/playlist create', name)
  for (const query of tracks) await room.types('/playlist add', { name, query })
}

/** The tracks of a list, as they're shown. */
const order = async (room: Room, name: string) =>
  [...(await room.types('/playlist show', name)).matchAll(/`\d+` \*\*(\w+)/g)].map(([, t]) => t)

test('a list is shown, put in order and thinned out', async () => {
  const room = await house.room()
  await listOf(room, 'Mix', 'alpha', 'bravo', 'charlie', 'bravo', 'delta')
  const shown = ['**Mix** · 5 tracks', '`1` **Alpha** (0:40)', '`2` **Bravo** (0:40)']
  const rest = ['`3` **Charlie** (0:40)', '`4` **Bravo** (0:40)', '`5` **Delta** (0:40)']
  expect(await room.types('/playlist show', 'Mix')).toBe([...shown, ...rest].join('\n'))
  const move = { name: 'Mix', from: 5, to: 1 }
  expect(await room.types('/playlist move', move)).toBe('**Delta** is number 1 in **Mix** now.')
  expect(await room.types('/playlist dedupe', 'Mix')).toBe(
    'Removed 1 track that **Mix** had twice.',
  )
  expect(await room.types('/playlist dedupe', 'Mix')).toBe('Nothing is in **Mix** twice.')
  await room.types('/playlist move', { name: 'Mix', from: 1, to: 4 })
  await room.types('/playlist move', { name: 'Mix', from: 2, to: 3 })
  expect(await order(room, 'Mix')).toEqual(['Alpha', 'Charlie', 'Bravo', 'Delta'])
  expect(await room.types('/playlist remove', { name: 'Mix', position: 2 })).toBe(
    'Removed **Charlie** from **Mix**.',
  )
  expect(await room.types('/playlist remove', { name: 'Mix', position: 2, to: 9 })).toBe(
    'Removed 2 tracks from **Mix**.',
  )
  const gone = await room.outcome('/playlist remove', { name: 'Mix', position: 2 })
  await expectRefusal(gone, 'playlist-position')
  const nowhere = await room.outcome('/playlist move', { name: 'Mix', from: 1, to: 2 })
  await expectRefusal(nowhere, 'playlist-position')
})

test('a list is renamed and deleted', async () => {
  const room = await house.room()
  await listOf(room, 'Mix', 'alpha')
  const rename = { name: 'Mix', 'new-name': 'Blend' }
  expect(await room.types('/playlist rename', rename)).toBe('**Mix** is called **Blend** now.')
  await room.types('/playlist create', 'Mix')
  const taken = await room.outcome('/playlist rename', { name: 'Mix', 'new-name': 'blend' })
  await expectRefusal(taken, 'playlist-exists')
  expect(await order(room, 'Blend')).toEqual(['Alpha'])
  expect(await room.types('/playlist delete', 'Blend')).toBe('Deleted **Blend**.')
  await expectRefusal(await room.outcome('/playlist show', 'Blend'), 'playlist-unknown')
})

test('a long list has pages, which buttons turn, and which outlive what they showed', async () => {
  const room = await house.room()
  await room.types('/playlist create', 'Long')
  await room.plays('Alpha')
  for (let size = 1; size < 12; size++) await room.types('/play', 'bravo')
  await room.types('/playlist add', { name: 'Long', queue: true })
  const shown = await room.outcome('/playlist show', 'Long')
  expect(shown.text).toContain('Page 1 of 2')
  const buttonOf = (label: string) => {
    const row = shown.response?.components[0]?.components ?? []
    return row.find((button) => button.label === label)
  }
  expect([buttonOf('◀')?.disabled, buttonOf('▶')?.disabled]).toEqual([true, false])
  const press = async (label: string) => {
    const { response } = shown
    if (response === null) throw new Error('no message')
    await room.alice.presses(response, buttonOf(label)?.custom_id ?? '')
    await shown.settled()
  }
  await press('▶')
  await shown.settled(({ text }) => text.includes('Page 2 of 2'))
  expect(shown.text).toContain('`11` **Bravo**')
  await room.types('/playlist remove', { name: 'Long', position: 2, to: 12 })
  await press('◀')
  await shown.settled(({ text }) => text.includes('**Long** · 1 track'))
  expect(shown.response?.components).toEqual([])
})

test('a list that’s shared is seen and played, and changed by its owner alone', async () => {
  const room = await house.room()
  const bob = room.guild.createMember('bob')
  await bob.joins(room.lounge, { listen: false })
  await listOf(room, 'Ours', 'charlie')
  const both = await room.outcome('/playlist share', { name: 'Ours', person: bob, server: true })
  await expectRefusal(both, 'share-with')
  const person = { name: 'Ours', person: bob }
  expect(await room.types('/playlist share', person)).toBe(
    `<@${bob.id}> can see and play **Ours** now.`,
  )
  expect(room.pinged).toBe(false)
  const seen = 'Shared with you or the server\n**Ours** · 1 track'
  expect(await room.types('/playlist list', {}, { by: bob })).toBe(seen)
  const add = await room.outcome('/playlist add', { name: 'Ours', query: 'alpha' }, { by: bob })
  await expectRefusal(add, 'playlist-others')
  await room.types('/playlist play', 'Ours', { by: bob })
  await room.hears('Charlie')
  expect(await room.types('/playlist delete', 'Ours', { by: bob })).toBe(
    '**Ours** isn’t shown here any more. Its owner still has it.',
  )
  await expectRefusal(await room.outcome('/playlist show', 'Ours', { by: bob }), 'playlist-unknown')
  expect(await room.types('/playlist share', { name: 'Ours', server: true })).toBe(
    'Everybody in this server can see and play **Ours** now.',
  )
  expect(await room.types('/playlist show', 'Ours', { by: bob })).toContain('**Charlie**')
  await expectRefusal(
    await room.outcome('/playlist delete', 'Ours', { by: bob }),
    'playlist-others',
  )
  const stop = { name: 'Ours', server: true, stop: true }
  expect(await room.types('/playlist share', stop)).toBe(
    '**Ours** isn’t shared with this server any more.',
  )
  await expectRefusal(await room.outcome('/playlist show', 'Ours', { by: bob }), 'playlist-unknown')
})

test('favorites are kept once each, listed, played, and dropped, a person’s and the server’s', async () => {
  const room = await house.room()
  const mia = manager(room)
  await expectRefusal(await room.outcome('/favorites list'), 'playlist-empty')
  await room.plays('Alpha')
  expect(await room.types('/favorites add')).toBe('Added **Alpha** to your favorites.')
  await expectRefusal(await room.outcome('/favorites add'), 'already-kept')
  await room.types('/favorites add', 'bravo')
  expect(await room.types('/favorites list')).toBe(
    'Your favorites · 2 tracks\n`1` **Alpha** (0:40)\n`2` **Bravo** (0:40)',
  )
  expect(await room.types('/playlist list')).toContain('There are no playlists')
  await expectRefusal(await room.outcome('/favorites add', { server: true }), 'playlist-others')
  expect(await room.types('/favorites add', { query: 'delta', server: true }, { by: mia })).toBe(
    'Added **Delta** to the server’s favorites.',
  )
  expect(await room.types('/favorites remove')).toBe('Removed **Alpha** from your favorites.')
  await expectRefusal(await room.outcome('/favorites remove'), 'not-kept')
  await room.types('/favorites play', { server: true, next: true })
  await room.types('/favorites play')
  await room.types('/skip')
  await room.hears('Delta')
  await room.types('/skip')
  await room.hears('Bravo')
  expect(await room.types('/favorites remove', { position: 1 })).toBe(
    'Removed **Bravo** from your favorites.',
  )
})

test('what plays is kept with a press under /nowplaying, by whoever presses and also once it’s over', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const { response } = await room.outcome('/nowplaying')
  if (response === null) throw new Error('no answer')
  const id =
    flatten(response.components).find((one) => one.custom_id?.startsWith('v1:keep:'))?.custom_id ??
    ''
  const bob = room.guild.createMember('bob')
  const pressed = async () => (await bob.presses(response, id)).settled()
  expect((await pressed()).text).toBe('Added **Alpha** to your favorites.')
  await expectRefusal(await pressed(), 'already-kept')
  await room.types('/favorites add', 'bravo', { by: bob })
  await room.types('/skip')
  await room.types('/favorites remove', { position: 1 }, { by: bob })
  expect((await pressed()).text).toBe('Added **Alpha** to your favorites.')
  expect(await room.types('/favorites list', {}, { by: bob })).toContain('`2` **Alpha**')
  expect(await room.types('/playlist list')).toContain('There are no playlists')
})

const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })

test('a file of another program becomes a list, whose tracks are looked for when they play', async () => {
  const room = await house.room()
  const csv = 'Track name,Artist name,Type\nCharlie,,Playlist\n,,Playlist\nDelta,,Playlist\n'
  const file = fileOf('My_Songs.csv', csv)
  expect(await room.types('/playlist import', {}, { file })).toBe(
    'Made the playlist **My Songs** with 2 tracks. I left out 1 that have neither a title nor a link.',
  )
  await expectRefusal(await room.outcome('/playlist import', {}, { file }), 'playlist-exists')
  expect(await order(room, 'My Songs')).toEqual(['Charlie', 'Delta'])
  expect(await room.types('/playlist play', 'My Songs')).toContain('Playing **Charlie**')
  await room.hears('Charlie')
  await room.types('/skip')
  await room.hears('Delta')
})

test('a list goes out as a file, and comes in again', async () => {
  const room = await house.room()
  await listOf(room, 'Out', 'alpha', 'bravo')
  for (const format of ['json', 'csv', 'm3u']) {
    const outcome = await room.outcome('/playlist export', { name: 'Out', format })
    const [attached] = outcome.response?.attachments ?? []
    expect([attached?.filename, outcome.response?.ephemeral]).toEqual([`Out.${format}`, true])
    const bytes = await (await fetch(attached?.url ?? '')).bytes()
    const file = { name: `Out.${format}`, bytes }
    await room.types('/playlist import', { name: `In ${format}` }, { file })
    expect(await order(room, `In ${format}`)).toEqual(['Alpha', 'Bravo'])
  }
})

test('a link to a file, or to a folder of the library, becomes a list', async () => {
  const room = await house.room()
  await Bun.write(
    `${house.musicDir}/list.m3u`,
    '#EXTM3U\n#EXTINF:40,Nobody\nAlpha.wav\nbravo.mp3\n',
  )
  const link = `${house.web.url}list.m3u`
  expect(await room.types('/playlist import', { link, name: 'Linked' })).toContain('with 2 tracks.')
  expect(await room.types('/playlist import', { link: './', name: 'All' })).toContain('**All**')
  expect((await order(room, 'All')).slice(0, 2)).toEqual(['Alpha', 'Blip'])
  const nowhere = await room.outcome('/playlist import', { link: 'http://127.0.0.1:9/a.csv' })
  await expectRefusal(nowhere, 'address-refused')
})

test('a list gets what’s new at its link, and one without a link says so', async () => {
  const room = await house.room()
  const path = `${house.musicDir}/news.m3u`
  await Bun.write(path, '#EXTM3U\nAlpha.wav\nhttps://example.com/b.mp3\n')
  await room.types('/playlist import', { link: `${house.web.url}news.m3u`, name: 'News' })
  const own = { name: 'News', query: 'delta' }
  await room.types('/playlist add', own)
  expect(await room.types('/playlist update', 'News')).toBe('The link of **News** has nothing new.')
  await Bun.write(path, '#EXTM3U\nAlpha.wav\nCharlie.wav\nhttps://example.com/b.mp3\n')
  expect(await room.types('/playlist update', 'News')).toBe(
    'Added 1 track from its link to **News**.',
  )
  expect((await order(room, 'News')).slice(2)).toEqual(['Delta', 'Charlie'])
  await room.types('/playlist create', 'Bare')
  await expectRefusal(await room.outcome('/playlist update', 'Bare'), 'playlist-without-link')
  await room.types('/playlist import', { link: './', name: 'Folder' })
  await house.restart()
  expect((await order(room, 'Folder'))[0]).toBe('Alpha')
})

test('a file that’s no list, is too long or too big, or comes with a link, is refused with the reason', async () => {
  const room = await house.room()
  const refuses = async (file: { name: string; bytes: Uint8Array }, code: ErrorCode) =>
    expectRefusal(await room.outcome('/playlist import', {}, { file }), code)
  await refuses(fileOf('a.csv', 'no,such\n1,2\n'), 'list-unreadable')
  await refuses(fileOf('a.json', '['.repeat(1_000_000)), 'list-unreadable')
  await refuses(fileOf('a.csv', `title\n${'x\n'.repeat(10_001)}`), 'list-too-long')
  await refuses({ name: 'a.csv', bytes: new Uint8Array(9 * 1024 * 1024) }, 'list-file-too-big')
  await expectRefusal(await room.outcome('/playlist import'), 'link-or-file')
  expect(await room.types('/playlist list')).toContain('There are no playlists')
})

test('the first of five thousand tracks sounds while the rest arrives, and all of them play in random order', async () => {
  const room = await house.room()
  const file = fileOf('Huge.csv', `title\n${'Alpha\n'.repeat(5_000)}`)
  expect(await room.types('/playlist import', {}, { file })).toContain('with 5,000 tracks.')
  const outcome = await room.outcome('/playlist play', 'Huge')
  await room.hears('Alpha')
  await outcome.settled(({ text }) => text.includes('Added 5,000 tracks.'))
  expect(await room.types('/queue')).toContain('4,999 queued')
  await room.types('/stop')
  const shuffled = { name: 'Huge', shuffle: true }
  expect(await room.types('/playlist play', shuffled)).toContain('and 4,999 more tracks')
})
