import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../../discord/until.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { type TrackName, trackPath } from '../tracks.ts'

setDefaultTimeout(120_000)

/** A change is stored within a second. */
const STORED_AFTER_FRAMES = 75

let house: House
beforeAll(async () => {
  const files = { 'Song 1.wav': await sound('Alpha'), 'Song 2.wav': await sound('Bravo') }
  house = await House.start({}, { files })
})
afterAll(() => endInOrder(house))

const sound = async (name: TrackName) => Bun.file(await trackPath(name)).bytes()

/** What comes, by title. */
const queued = async (room: Room) =>
  [...(await room.types('/queue')).matchAll(/^`\d+` \*\*(.+?)\*\*/gm)].map(([, title]) => title)

test.concurrent('after /wrong the next match plays in place, and the wrong one isn’t found again, also after a kill −9', async () => {
  const files = {
    'Song 1.wav': await sound('Alpha'),
    'Song 2.wav': await sound('Bravo'),
    'Song 3.wav': await sound('Charlie'),
  }
  await using own = await House.start({}, { files })
  const room = await own.room()

  expect(await room.types('/play', { query: 'song' })).toBe('Playing **Song 1**')
  await room.hears('Alpha')
  expect(await room.types('/wrong')).toBe('Playing **Song 2**')
  await room.hears('Bravo')

  for (const query of ['delta', 'SONG!', 'blip']) await room.types('/play', { query })
  expect(await queued(room)).toEqual(['Delta', 'Song 2', 'Blip'])
  expect(await room.types('/wrong', { position: 2 })).toBe(
    'Replaced **Song 2** with **Song 3** at position 2.',
  )
  expect(await queued(room)).toEqual(['Delta', 'Song 3', 'Blip'])
  expect(await room.types('/undo')).toBe('Undid /wrong. The queue now has 3 tracks.')
  expect(await queued(room)).toEqual(['Delta', 'Song 2', 'Blip'])
  // It isn't wrong after all.
  expect(await room.types('/play', { query: 'song' })).toBe('Queued **Song 2** at position 4')
  await room.types('/undo')
  await room.types('/wrong', { position: 2 })

  const first = room.framesHeard
  await until(() => room.framesHeard > first + STORED_AFTER_FRAMES, 'a second and a half')
  await own.crash()
  await own.startAgain()
  await room.hears('Bravo')
  expect(await queued(room)).toEqual(['Delta', 'Song 3', 'Blip'])
  expect(await room.types('/play', { query: 'song' })).toBe('Queued **Song 3** at position 4')

  // The others are wrong as well, so that all are taken again, the best one first.
  await expectRefusal(await room.outcome('/wrong'), 'no-other-match')
  expect(await queued(room)).toEqual(['Delta', 'Song 3', 'Blip', 'Song 3'])
  expect(await room.types('/play', { query: 'song' })).toBe('Queued **Song 1** at position 5')

  const elsewhere = await own.room()
  expect(await elsewhere.types('/play', { query: 'song' })).toBe('Playing **Song 1**')
})

test.concurrent('/wrong is for the tracks of an imported list as well, which are looked for late', async () => {
  const room = await house.room()
  const file = { name: 'list.csv', bytes: new TextEncoder().encode('title\nsong\ndelta\n') }
  await room.types('/playlist import', { name: 'Old' }, { file })
  await room.types('/playlist play', { name: 'Old' })
  await room.hears('Alpha')
  // The other one has one match alone, and nobody has looked for it yet.
  await expectRefusal(await room.outcome('/wrong', { position: 1 }), 'no-other-match')
  expect(await room.types('/wrong')).toBe('Playing **Song 2**')
  await room.hears('Bravo')
  await room.types('/remove', { position: '1' })
  await room.types('/playlist play', { name: 'Old' })
  await room.types('/skip')
  await room.hears('Bravo')
})

test.concurrent('/wrong is for tracks that words found, and for those of others as /remove is', async () => {
  const room = await house.room()
  const bob = room.guild.createMember('bob')
  await bob.joins(room.lounge)
  await expectRefusal(await room.outcome('/wrong'), 'nothing-playing')
  await room.types('/play', { query: 'song' })
  await room.hears('Alpha')
  await room.types('/play', { query: `http://127.0.0.1:${house.web.port}/Delta.wav` })
  await expectRefusal(await room.outcome('/wrong'), 'no-words')
  await expectRefusal(await room.outcome('/wrong', { position: 2 }), 'bad-index')

  // Bob has asked for nothing, so that he means the current track, which is alice's.
  const host = room.guild.createMember('host')
  room.guild.giveRole(host, room.guild.createRole('staff', 1n << 5n))
  await room.types('/settings', { 'dj-only': 'control' }, { by: host })
  await expectRefusal(await room.outcome('/wrong', {}, { by: bob }), 'dj-only')
  await room.types('/settings', { 'dj-only': 'off' }, { by: host })
  expect(await room.types('/wrong', {}, { by: bob })).toContain('**Song 2**')
  await room.hears('Bravo')
})
