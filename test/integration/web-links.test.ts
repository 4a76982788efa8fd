import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { AudioFiles, ffmpeg } from '../support/audio-files.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'
import { SignedSite } from './signed-site.ts'
import { TRACKS, type TrackName, trackPath } from './tracks.ts'

setDefaultTimeout(120_000)

/** RTP counts 48 samples a millisecond. */
const SAMPLES_PER_MS = 48
const FRAME_MS = 20

let files: AudioFiles
let site: SignedSite
let house: House
beforeAll(async () => {
  files = await AudioFiles.create()
  const sounds = new Map<string, Uint8Array>()
  for (const name of ['Alpha', 'Bravo'] as const) sounds.set(`${name}.webm`, await opusOf(name))
  site = await SignedSite.start(sounds)
  house = await House.start(
    { ALLOW_PRIVATE_ADDRESSES: site.host, YTDLP_PATH: site.ytdlp },
    { database: 'server' },
  )
})
afterAll(async () => {
  await endInOrder(house)
  await site[Symbol.asyncDispose]()
  await files[Symbol.asyncDispose]()
})

/** The track as sites have it: Opus of 96 kbit/s in WebM. */
async function opusOf(name: TrackName): Promise<Uint8Array> {
  const path = `${files.folder}/${name}.webm`
  await ffmpeg('-i', await trackPath(name), '-c:a', 'libopus', '-b:a', '96k', '-vbr', 'off', path)
  return await Bun.file(path).bytes()
}

/** The longest that no sound was sent between two frames of sound, from a frame on, in ms. */
function longestSilenceMs(room: Room, from: number): number {
  const sounding = room.alice.hears().frames.filter(({ silence }) => !silence)
  const steps = sounding.slice(from).map(({ timestamp }, at, all) => {
    const before = all[at - 1]?.timestamp ?? timestamp
    return ((timestamp - before) | 0) / SAMPLES_PER_MS
  })
  return Math.max(0, ...steps) - FRAME_MS
}

/** What yt-dlp was run for by what the function does. */
async function runsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = await site.runs()
  await work()
  return (await site.runs()).slice(before.length)
}

test('a link that ends in mid-track is renewed ahead, and nobody hears it', async () => {
  // 12 kB a second: each leads 7 s further.
  site.sign({ bytes: 84_000 })
  const room = await house.room()
  const page = `${site.page('Alpha.webm')}?`
  const runs = await runsOf(async () => {
    expect(await room.types('/play', page)).toContain('Playing **Alpha')
    await room.hears('Alpha')
    await room.jumped(room.framesHeard, (positionS) => positionS > 8)
  })
  expect(site.asked.filter((line) => line.endsWith('403'))).not.toEqual([])
  // One finds it, the others renew the link.
  expect(runs.length).toBeGreaterThan(1)
  expect(new Set(runs)).toEqual(new Set([page]))
  expect(longestSilenceMs(room, 0)).toBeLessThan(300)
  expect(room.heard().positionS).toBeCloseTo((room.framesHeard * FRAME_MS) / 1_000, 0)
  await room.types('/stop')
})

test('a page takes one run, also where it waits for its turn', async () => {
  site.sign({})
  const room = await house.room()
  const [first, second] = [site.page('Alpha.webm'), site.page('Bravo.webm')]
  const runs = await runsOf(async () => {
    await room.types('/play', first)
    await room.hears('Alpha')
    await room.types('/play', second)
    await room.types('/skip')
    await room.hears('Bravo')
  })
  expect(runs).toEqual([first, second])
})

test('Opus of a site that fits the channel is heard as the site has it', async () => {
  const room = await house.room()
  await room.types('/play', site.page('Bravo.webm'))
  await room.hears('Bravo')
  const how = ['-c', 'copy', '-f', 'framemd5', '-hash', 'md5', 'pipe:1']
  const list = Buffer.from(await ffmpeg('-i', `${files.folder}/Bravo.webm`, ...how)).toString()
  const packets = new Set(list.match(/[0-9a-f]{32}/g))
  const heard = room.alice.hears().frames.filter(({ silence }) => !silence)
  const own = heard.filter(({ opus }) =>
    packets.has(new Bun.CryptoHasher('md5').update(opus).digest('hex')),
  )
  expect(own.length).toBe(heard.length)
  await room.types('/stop')
})

test('words take a run that searches, and one for the track that is played', async () => {
  const room = await house.room()
  const runs = await runsOf(async () => {
    await room.types('/play', 'some words that nobody has here')
    await room.hears('Alpha')
  })
  expect(runs.map((asked) => asked.replace(/^ytsearch\d+/, 'search'))).toEqual([
    'search:some words that nobody has here',
    site.page('Alpha.webm'),
  ])
})

test('a list takes one run, and one for each track that is played', async () => {
  const room = await house.room()
  const runs = await runsOf(async () => {
    await room.types('/play', site.feed)
    await room.hears('Alpha')
    await room.types('/skip')
    await room.hears('Bravo')
  })
  const pages = ['Alpha', 'Bravo'].map((name) => site.page(`${name}.webm`))
  expect(runs).toEqual([site.feed, ...pages])
})

/** A station of that name in segments of a second, of which the last six are listed; the track goes round. */
async function broadcast(name: TrackName): Promise<string> {
  const how = ['-c:a', 'aac', '-b:a', '96k', '-f', 'segment', '-segment_time', '1']
  await ffmpeg('-i', await trackPath(name), ...how, `${files.folder}/${name}-%d.ts`)
  const { seconds } = TRACKS[name]
  const segments = await Promise.all(
    Array.from({ length: seconds - 1 }, (_, n) =>
      Bun.file(`${files.folder}/${name}-${n}.ts`).bytes(),
    ),
  )
  for (const [n, bytes] of segments.entries())
    site.more.set(`/live/${n}.ts`, () => ['video/mp2t', bytes])
  const since = performance.now()
  site.more.set('/live/list.m3u8', () => {
    const newest = 6 + Math.floor((performance.now() - since) / 1_000)
    const listed = Array.from({ length: 6 }, (_, n) => newest - 5 + n)
    const lines = listed.map((n) => `#EXTINF:1.0,\n${n % segments.length}.ts`)
    const head = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${listed[0]}\n`
    return ['application/vnd.apple.mpegurl', `${head}${lines.join('\n')}\n`]
  })
  return `http://${site.host}/live/list.m3u8`
}

test('a live stream in segments is heard, and goes on', async () => {
  const room = await house.room()
  expect(await room.types('/play', await broadcast('Alpha'))).toContain('Playing **list')
  const first = await room.hears('Alpha')
  await until(() => room.heard().positionS > first.positionS + 3, 'what comes later')
  expect(room.heard().toneHz).toBeCloseTo(TRACKS.Alpha.toneHz, -1)
  await room.types('/stop')
})
