import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import { type RawServer, rawServer } from '../net/servers.ts'
import { ffmpeg } from '../support/audio-files.ts'
import { broadcast, type Song, streamTitle, tuneIn } from '../support/icy-station.ts'
import { markedWav } from '../support/marked-tones.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'
import { TRACKS } from './tracks.ts'

setDefaultTimeout(120_000)

const INTERVAL = 16_000

let folder: string
let house: House
let station: RawServer
/** A service that speaks LRCLIB's protocol, and knows one song. */
const words = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch({ url }) {
    const { pathname, searchParams } = new URL(url)
    const isKnown = [...searchParams.values()].join(' ').includes('Группа крови')
    const song = { trackName: 'Группа крови', artistName: 'Кино', plainLyrics: 'Тёплое место' }
    return Response.json(pathname === '/api/search' && isKnown ? [song] : [])
  },
})
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-station-'))
  const alpha = await mp3('Alpha', 8)
  const bravo = await mp3('Bravo', 60)
  const songs: Song[] = [
    { sound: alpha, says: streamTitle('Alice & Bob - @everyone *One*') },
    { sound: bravo, says: streamTitle('Carol - Two') },
  ]
  const { bytes } = broadcast(songs, INTERVAL)
  // "Кино - Группа крови" in Windows-1251.
  const foreign = Buffer.from(
    streamTitle('\xca\xe8\xed\xee - \xc3\xf0\xf3\xef\xef\xe0 \xea\xf0\xee\xe2\xe8'),
    'latin1',
  )
  const russian = broadcast([{ sound: bravo, says: foreign }], INTERVAL)
  station = await rawServer((socket, head) => {
    if (head.startsWith('GET /russian')) {
      tuneIn(socket, head, 'shoutcast1', { interval: INTERVAL })
      socket.write(russian.bytes)
      return
    }
    tuneIn(socket, head, 'icecast', { interval: INTERVAL })
    socket.write(bytes)
  })
  const environment = {
    ALLOW_PRIVATE_ADDRESSES: `127.0.0.1:${station.port}`,
    LYRICS_URL: `http://127.0.0.1:${words.port}`,
  }
  house = await House.start(environment, { database: 'server' })
})
afterAll(async () => {
  await endInOrder(house)
  await station[Symbol.asyncDispose]()
  await words.stop(true)
  await rm(folder, { recursive: true })
})

/** A track of the library as stations send it. */
async function mp3(name: 'Alpha' | 'Bravo', seconds: number): Promise<Uint8Array> {
  const path = join(folder, `${name}.wav`)
  await Bun.write(path, markedWav(TRACKS[name].toneHz, seconds))
  const raw = ['-write_xing', '0', '-id3v2_version', '0', '-f', 'mp3']
  return await ffmpeg('-i', path, '-b:a', '128k', ...raw, 'pipe:1')
}

const cardWith = (room: Room, part: string) =>
  room.discord.waitForMessage(
    room.text,
    ({ text, components }) => flatten(components).length > 0 && text.includes(part),
  )

test('what a station says is shown where people look, once they hear it', async () => {
  const room = await house.room()
  expect(await room.types('/radio', { station: `${station.url}/` })).toBe('Playing **Night Radio**')
  await room.hears('Alpha')
  const card = await cardWith(room, 'Alice')
  expect(card.text).toContain('Night Radio](')
  expect(card.text).toContain('** — Alice & Bob \\- @\u200beveryone \\*One\\*')
  expect(await room.types('/nowplaying')).toContain('** — Alice & Bob')
  // All of the second song has come by now; nobody hears it yet.
  expect(room.heard().toneHz).toBeCloseTo(TRACKS.Alpha.toneHz, -2)
  const before = room.framesHeard
  await room.hears('Bravo')
  await until(
    () => room.guild.statusOf(room.lounge) === 'Night Radio — Carol - Two',
    () => `the channel’s status; it’s ${room.guild.statusOf(room.lounge)}`,
  )
  // Stations tell a title at the first interval that falls in its song: a second at most.
  expect(room.framesHeard - before).toBeLessThan(12 * 50)
  expect((await cardWith(room, 'Carol')).id).toBe(card.id)
  expect(await room.types('/nowplaying')).toContain('** — Carol \\- Two')
  expect(room.pinged).toBe(false)
})

test('a title in a charset that nobody tells is what was meant, and is what /lyrics and /grab are about', async () => {
  const room = await house.room()
  await room.types('/radio', { station: `${station.url}/russian` })
  await room.hears('Bravo')
  await cardWith(room, 'Кино \\- Группа крови')
  // As Discord answers for somebody who takes no direct messages: the answer is what was to be sent.
  house.discord.faults.rest.failNext('POST /users/@me/channels', 403, { code: 50_007 })
  expect(await room.types('/grab')).toContain('**Night Radio** — Кино \\- Группа крови')
  expect(await room.types('/lyrics')).toContain('Тёплое место')
})
