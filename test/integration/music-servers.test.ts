import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { en } from '../../src/gateway/words/en.ts'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import { LocalJellyfin } from '../sources/jellyfin/local-jellyfin.ts'
import { brokenOff, type CatalogSong } from '../sources/music-servers/catalog.ts'
import { LocalSubsonic } from '../sources/opensubsonic/local-subsonic.ts'
import { png } from '../support/pictures.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, type Room } from './room.ts'
import { TRACKS, type TrackName, trackPath } from './tracks.ts'

setDefaultTimeout(120_000)

const PASSWORD = 'p@ss wörd&'

/** A song of a server that sounds like that track of the library's. */
function song(id: string, name: TrackName, fields: Partial<CatalogSong> = {}): CatalogSong {
  return {
    ...{ id, title: `Song ${id}`, artist: 'Ann', album: 'First' },
    ...{ seconds: TRACKS[name].seconds, suffix: 'wav' },
    bytes: async () => new Uint8Array(await Bun.file(await trackPath(name)).arrayBuffer()),
    ...fields,
  }
}

let nas: LocalSubsonic
let attic: LocalSubsonic
let films: LocalJellyfin
let house: House
beforeAll(async () => {
  nas = new LocalSubsonic({
    ...{ user: 'bot', password: PASSWORD },
    catalog: {
      songs: [
        song('1', 'Alpha', {
          title: 'Needle',
          genre: 'Jazz',
          cover: new Uint8Array(png('needle')),
          words: [
            [0, 'Sung'],
            [1_000, 'twice'],
          ],
        }),
        song('2', 'Bravo', { title: 'Haystack', genre: 'Jazz' }),
        song('3', 'Blip', { title: 'Blip of Ann', artist: 'Ann', album: 'Second' }),
      ],
      playlists: [{ id: 'pl-1', name: 'Kitchen', songs: ['2', '1'] }],
      similar: ['2'],
    },
  })
  attic = new LocalSubsonic({
    ...{ user: 'bot', password: 'other', base: '/music', old: true },
    catalog: {
      songs: [song('tr-9', 'Delta', { title: 'Attic needle', artist: 'Ben', album: 'Old' })],
    },
  })
  films = new LocalJellyfin({
    ...{ user: 'bot', password: PASSWORD, base: '/jellyfin' },
    catalog: {
      songs: [song('j1', 'Charlie', { title: 'Filmed', artist: 'Cat', album: 'Score' })],
      playlists: [{ id: 'jp', name: 'Evening', songs: ['j1'] }],
    },
  })
  house = await House.start(
    { SUBSONIC_URLS: `${nas.url} ${attic.url}?name=attic`, JELLYFIN_URLS: films.url },
    { database: 'server' },
  )
})
afterAll(async () => {
  const tokens = [...films.tokens.values()]
  expect(tokens).toHaveLength(1)
  await endInOrder(house)
  // A session that nobody needs any more isn't left behind.
  expect(films.tokens.size).toBe(0)
  nas[Symbol.dispose]()
  attic[Symbol.dispose]()
  films[Symbol.dispose]()
  const log = house.allLines.join('\n')
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'other@', '&t=', '&s=', '?u='])
    expect(log).not.toContain(secret)
  for (const token of tokens) expect(log).not.toContain(token)
})

const offered = (room: Room, text: string) =>
  room.alice.completes('/play', 'query', text, {}, { in: room.text })

test('words play what a server has, and choices name songs, albums, artists and playlists', async () => {
  const room = await house.room()
  expect(await room.types('/play', 'haystack')).toContain('**Ann – Haystack**')
  await room.hears('Bravo')
  expect(nas.calls('stream')).toEqual([{ id: '2', format: 'raw' }])
  const names = (await offered(room, 'ann')).map(({ name }) => name)
  expect(names).toEqual([
    ...['👤 Ann', 'Ann – Needle', 'Ann – Haystack', 'Ann – Blip of Ann'],
    ...['💿 Ann – First', '💿 Ann – Second'],
  ])
  const [kitchen] = await offered(room, 'kitch')
  expect(kitchen?.name).toBe('📃 Kitchen')
  await room.types('/play', { query: String(kitchen?.value), now: true })
  await room.hears('Bravo')
  await room.types('/skip')
  await room.hears('Alpha')
  expect(await room.types('/lyrics')).toContain('twice')
})

test('a playlist’s name, typed whole, plays it', async () => {
  const room = await house.room()
  expect(await room.types('/play', 'evening')).toContain('**Cat – Filmed**')
  await room.hears('Charlie')
  await room.types('/stop')
  expect(await room.types('/play', 'Kitchen')).toBe('Playing **Ann – Haystack** and 1 more track')
  await room.hears('Bravo')
})

test('all servers are searched, and each opens its own', async () => {
  const room = await house.room()
  expect((await offered(room, 'needle')).map(({ name }) => name)).toEqual([
    ...['Ann – Needle', 'Ben – Attic needle'],
  ])
  const [album] = await offered(room, 'old')
  expect(album?.name).toBe('💿 Ben – Old')
  await room.types('/play', String(album?.value))
  await room.hears('Delta')
  expect(attic.calls('stream')).toEqual([{ id: 'tr-9', format: 'raw' }])
})

test('Jellyfin plays by words and by choice, beside the others', async () => {
  const room = await house.room()
  expect(await room.types('/play', 'cat filmed')).toContain('**Cat – Filmed**')
  await room.hears('Charlie')
  expect(films.calls('Audio/j1/stream')[0]?.query).toEqual({ static: 'true' })
  const names = (await offered(room, 'cat')).map(({ name }) => name)
  expect(names).toEqual(['👤 Cat'])
  const empty = (await offered(room, '')).map(({ name }) => name)
  for (const name of ['🎲 Subsonic', '🎲 Jellyfin', '📃 Kitchen', '📃 Evening'])
    expect(empty).toContain(name)
})

test('the card shows a server’s cover, which the bot brings along, and no link to the server', async () => {
  const room = await house.room()
  await room.types('/play', 'needle')
  await room.hears('Alpha')
  const links = () =>
    room.cards.flatMap(({ components }) =>
      flatten(components).flatMap(({ media }) => (media ? [media.url] : [])),
    )
  await until(() => links().length === 1, 'the picture')
  const [link = ''] = links()
  expect(new URL(link).port).not.toBe(String(nas.port))
  expect(await (await fetch(link)).bytes()).toEqual(png('needle'))
})

test('what’s heard is told to its server: that it plays, and what was played for long enough', async () => {
  const room = await house.room()
  const before = nas.scrobbled.length
  await room.types('/play', 'blip of ann')
  await until(() => nas.scrobbled.length > before, 'what plays is told')
  expect(nas.scrobbled.at(-1)).toMatchObject({ id: '3', submission: 'false' })
  await room.types('/play', { query: 'cat filmed', now: true })
  await room.hears('Charlie')
  await room.types('/pause')
  const reports = () =>
    films.asked.filter(
      ({ path, body }) => path.startsWith('Sessions/Playing') && body?.ItemId === 'j1',
    )
  const paused = () => reports().some(({ body }) => body?.IsPaused === true)
  await until(paused, 'the pause is told')
  await room.types('/stop')
  const stopped = () => reports().at(-1)?.path === 'Sessions/Playing/Stopped'
  await until(stopped, 'the end is told')
  // A blip is too short to count.
  expect(nas.scrobbled.filter(({ submission }) => submission === 'true')).toEqual([])
})

const CUT = 200_000
/** Alice has heard that track, from its start to well behind the cut, at 192,000 bytes a second. */
async function hearsOn(room: Room, name: TrackName): Promise<void> {
  await room.hears(name)
  await room.jumped(room.framesHeard, (positionS) => positionS > CUT / 192_000 + 1)
  const frames = room.framesHeard
  expect(room.heard(frames).positionS * 50).toBeGreaterThan(frames - 50)
}

test('a connection that breaks off goes on at the same byte', async () => {
  const room = await house.room()
  const bytes = await Bun.file(await trackPath('Alpha')).bytes()
  nas.misbehave = (method) => {
    if (method !== 'stream') return null
    nas.misbehave = () => null
    return brokenOff(bytes, CUT)
  }
  const before = nas.asked.length
  await room.types('/play', 'needle')
  await hearsOn(room, 'Alpha')
  const ranges = nas.asked.slice(before).filter(({ method }) => method === 'stream')
  const begins = ranges.map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]))
  expect(begins).toHaveLength(2)
  // What was on its way when the connection broke may be lost with it.
  expect(begins[1]).toBeWithin(1, CUT + 1)
})

test('a session that Jellyfin ends in mid-track is begun anew, and the track goes on', async () => {
  const room = await house.room()
  const bytes = await Bun.file(await trackPath('Charlie')).bytes()
  films.misbehave = (path) => {
    if (!path.endsWith('/stream')) return null
    films.misbehave = () => null
    films.tokens.clear()
    return brokenOff(bytes, CUT)
  }
  const before = films.calls('Users/AuthenticateByName').length
  await room.types('/play', 'cat filmed')
  await hearsOn(room, 'Charlie')
  expect(films.calls('Users/AuthenticateByName')).toHaveLength(before + 1)
})

test('autoplay goes on with what the server says goes along', async () => {
  const room = await house.room()
  await room.types('/autoplay', { mode: 'similar' })
  await room.types('/play', 'blip of ann')
  const [next] = await Promise.race(
    [room.hears('Bravo'), room.hears('Alpha')].map(async (one) => [await one]),
  )
  expect(next).toBeDefined()
  expect(nas.calls('getSimilarSongs')).toContainEqual({ id: '3', count: '40' })
})

test('a member’s link to a server of the host’s stays refused', async () => {
  const room = await house.room()
  const link = `http://127.0.0.1:${nas.port}/rest/stream?id=1`
  const before = nas.asked.length
  await expectRefusal(await room.outcome('/play', link), 'address-refused')
  expect(nas.asked).toHaveLength(before)
})

test('a server of Discord’s that hides the library hides these, too', async () => {
  const room = await house.room()
  const [needle] = await offered(room, 'needle')
  const host = room.guild.createMember('host')
  room.guild.giveRole(host, room.guild.createRole('staff', 1n << 5n))
  await room.types('/settings', { library: false }, { by: host })
  expect(await offered(room, 'needle')).toEqual([])
  expect(await room.types('/play', String(needle?.value))).toBe(en.errors['track-blocked'])
})

test('songs of servers are there again after a restart, and go on', async () => {
  const room = await house.room()
  await room.types('/play', 'cat filmed')
  await room.types('/play', 'attic needle')
  await room.hears('Charlie')
  const from = room.framesHeard
  await until(() => room.framesHeard > from + 60, 'a second, by which all is stored')
  await house.restart()
  await room.hears('Charlie')
  expect(await room.types('/queue')).toContain('Attic needle')
  await room.types('/skip')
  await room.hears('Delta')
})
