import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../discord/until.ts'
import { markedWav } from '../../support/marked-tones.ts'
import { LocalDirectory, uuid } from '../../support/station-directory.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'

setDefaultTimeout(120_000)

const ON_AIR = markedWav(TRACKS.Charlie.toneHz, 60)

let house: House
let station: Bun.Server<undefined>
let folder: string
let directory: LocalDirectory
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-stations-'))
  station = Bun.serve({ hostname: '127.0.0.1', port: 0, idleTimeout: 0, fetch: onAir })
  await writeStations(['Jazz at Night', 'night'], ['Night Radio', 'night'], ['Silence', 'gone'])
  directory = new LocalDirectory([
    {
      stationuuid: uuid(1),
      name: 'Polka Party',
      url: `${station.url}night`,
      codec: 'OGG',
      bitrate: 96,
    },
    { stationuuid: uuid(2), name: 'Polka Off', url: `${station.url}gone`, clickcount: -1 },
  ])
  const environment = {
    STATION_DIRECTORY_URL: directory.url,
    STATIONS_FILE: join(folder, 'stations.m3u'),
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
  }
  house = await House.start(environment)
})
afterAll(async () => {
  await endInOrder(house)
  await station.stop(true)
  await directory[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** A stream without an end, or a list that leads to it. */
function onAir({ url }: Request): Response {
  const { pathname } = new URL(url)
  if (pathname === '/list.pls')
    return new Response(`[playlist]\nFile1=${station.url}night\nFile2=${station.url}night?2\n`)
  if (pathname !== '/night') return new Response('no', { status: 404 })
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(ON_AIR),
  })
  return new Response(body, {
    headers: { 'content-type': 'audio/wav', 'icy-name': 'Its own name' },
  })
}

async function writeStations(...stations: (readonly [name: string, path: string])[]) {
  const lines = stations.map(([name, path]) => `#EXTINF:-1,${name}\n${station.url}${path}`)
  await Bun.write(join(folder, 'stations.m3u'), ['#EXTM3U', ...lines].join('\n'))
}

const offered = async (room: Room, text: string) =>
  (await room.alice.completes('/radio', 'station', text, {}, { in: room.text })).map(
    ({ name }) => name,
  )

test('/radio plays a station by its name, or what its name begins with', async () => {
  const room = await house.room()
  expect(await offered(room, 'night')).toEqual(['Night Radio', 'Jazz at Night'])
  expect(await room.types('/radio', { station: 'night' })).toBe('Playing **Night Radio**')
  await room.hears('Charlie')
  expect(await room.types('/nowplaying')).toContain('live')
  expect(await room.types('/radio', { station: 'JAZZ at night' })).toBe(
    'Queued **Jazz at Night** at position 1',
  )
  expect(await room.types('/radio', { station: 'jazz', now: true })).toBe(
    'Playing **Jazz at Night**',
  )
})

test('/radio plays any stream by its link', async () => {
  const room = await house.room()
  expect(await room.types('/radio', { station: `${station.url}night` })).toContain('Playing **')
  await room.hears('Charlie')
})

test('a stream whose bot was thrown out goes on from the present when it’s called again', async () => {
  const room = await house.room()
  await room.types('/radio', { station: `${station.url}night` })
  await until(() => room.framesHeard > 200, 'four seconds of sound')
  room.guild.kickBotFromVoice()
  await room.reads('The queue is kept (1 track).')
  await room.types('/join')
  // This station sends the same to whoever connects: going forward in it would sound later.
  expect((await room.hears('Charlie')).positionS).toBeLessThan(3)
})

test('the host’s list may change while the bot runs, and a station may be a list of servers', async () => {
  const room = await house.room()
  await writeStations(['Brand New', 'list.pls'])
  expect(await offered(room, '')).toEqual(['Brand New'])
  expect(await room.types('/radio', { station: 'brand new' })).toBe('Playing **Brand New**')
  await room.hears('Charlie')
  expect(await room.types('/queue')).not.toContain('`1`')
})

test('/radio plays a station of the directory, behind the host’s own', async () => {
  const room = await house.room()
  await writeStations(['Radio Polka', 'night'])
  const choices = await room.alice.completes('/radio', 'station', 'polka', {}, { in: room.text })
  expect(choices).toEqual([
    { name: 'Radio Polka', value: 'Radio Polka' },
    { name: 'Polka Party · OGG 96', value: `radio-browser:${uuid(1)}` },
    { name: 'Polka Off', value: `radio-browser:${uuid(2)}` },
  ])
  expect(directory.clicks).toEqual([])
  expect(await room.types('/radio', { station: choices[1]?.value ?? '' })).toBe(
    'Playing **Polka Party**',
  )
  await room.hears('Charlie')
  expect(directory.clicks).toEqual([uuid(1)])
  // What is typed without choosing is looked for, too.
  expect(await room.types('/radio', { station: 'polka p' })).toContain('**Polka Party**')
  await expectRefusal(await room.outcome('/radio', { station: 'polka off' }), 'http-status')
})

test('/radio says what it doesn’t know, what is off the air, and when its list is away', async () => {
  const room = await house.room()
  await writeStations(['Silence', 'gone'])
  const unknown = await room.outcome('/radio', { station: 'zydeco' })
  await expectRefusal(unknown, 'station-unknown')
  await expectRefusal(await room.outcome('/radio', { station: 'silence' }), 'http-status')
  await rm(join(folder, 'stations.m3u'))
  await expectRefusal(await room.outcome('/radio', { station: 'silence' }), 'stations-unreadable')
  expect(await offered(room, '')).toEqual([])
})
