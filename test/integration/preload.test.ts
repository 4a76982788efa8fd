import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { en } from '../../src/gateway/words/en.ts'
import { until } from '../discord/until.ts'
import { type Heard, markedWav } from '../support/marked-tones.ts'
import { PageSite } from './page-site.ts'
import type { Room } from './room.ts'

setDefaultTimeout(120_000)

const SECONDS = 5
const TONES: Readonly<Record<string, number>> = { one: 500, two: 800, three: 1100, four: 1400 }
const WAVS = new Map(
  Object.entries(TONES).map(([name, toneHz]) => {
    const wav = markedWav(toneHz, SECONDS)
    return [`/${name}.wav`, new Blob([wav.slice().buffer])]
  }),
)
/** RTP counts 48 samples a millisecond. */
const SAMPLES_PER_MS = 48

/** A site that lists pages at once, takes a second to open one, and half a second for its sound. */
const SLOW = (folder: string) => `site, _, rest = page.partition('/page/')
def song(name): return {'title': name, 'webpage_url': f'{site}/page/{name}', 'duration': ${SECONDS}}
if ',' in rest:
    songs = [{**song(name), '_type': 'url', 'url': f'{site}/page/{name}', 'playlist_index': at + 1} for at, name in enumerate(rest.split(','))]
    print(json.dumps({'entries': songs}))
    sys.exit()
open('${folder}/opened', 'a').write(rest + chr(10))
time.sleep(1)
if 'gone' in rest: sys.exit('ERROR: [site] ' + rest + ': Video unavailable')
print(json.dumps({**song(rest), 'url': f'{site}/{rest}.wav', 'protocol': 'http'}))
`

/** The names of the sounds that the site has sent, in order. */
const sent: string[] = []

async function sounds(path: string): Promise<Response> {
  await Bun.sleep(500)
  sent.push(path.slice(1).replace('.wav', ''))
  return new Response(WAVS.get(path.replace(/-\w/, '')))
}

let site: PageSite
beforeAll(async () => {
  site = await PageSite.start(sounds, SLOW)
})
afterAll(() => site[Symbol.asyncDispose]())

/** A track ends with this frame of sound. */
const FRAMES = SECONDS * 50

/**
 * A silence as long as this tells that the next track wasn't open: that takes 1,500 ms here. Otherwise
 * it's some 20 ms, and what a machine that's busy with other tests adds.
 */
const UNOPENED_MS = 500

/** The longest that no sound was sent between two frames of sound, from a frame on, in ms. */
function longestSilenceMs(room: Room, from: number, to = Number.POSITIVE_INFINITY): number {
  const sounding = room.alice.hears().frames.filter(({ silence }) => !silence)
  const stretch = sounding.slice(from, to)
  const steps = stretch.map(({ timestamp }, at) => {
    const before = stretch[at - 1]?.timestamp ?? timestamp
    return ((timestamp - before) | 0) / SAMPLES_PER_MS
  })
  return Math.max(0, ...steps) - 20
}

/** The silence between the track of that number, from 1, and the next, in ms. */
const silenceBehind = (room: Room, track: number): number =>
  longestSilenceMs(room, track * FRAMES - 5, track * FRAMES + 5)

/**
 * Pauses the music until the site has sent the sound of that page so often, since a busy machine may take
 * longer than a track. Resolves with the number of the first frame after that.
 */
async function onceSent(room: Room, page: string, times = 1): Promise<number> {
  await room.types('/pause')
  const isSent = () => sent.filter((name) => name === page).length >= times
  await until(isSent, `the sound of ${page}`, 60_000)
  const heard = room.framesHeard
  await room.types('/resume')
  return heard
}

async function hearsSeconds(room: Room, seconds: number): Promise<void> {
  await until(() => room.framesHeard * 0.02 >= seconds, `${seconds} s of sound`, 60_000)
}

/** What was heard in the middle of each track, one after another, by name. */
const heardInTurn = (room: Room, count: number): (string | undefined)[] =>
  Array.from({ length: count }, (_, at) => nameOf(room.heard((at + 0.5) * SECONDS * 50)))
const nameOf = ({ toneHz }: Heard) =>
  Object.keys(TONES).find((name) => Math.abs((TONES[name] ?? 0) - toneHz) < 10)

/** The pages that the site has opened, in order; each test has names of its own. */
async function opened(mark: string): Promise<string[]> {
  const file = Bun.file(join(site.folder, 'opened'))
  const lines = (await file.exists()) ? (await file.text()).split('\n') : []
  return lines.filter((line) => line.endsWith(mark))
}

const list = (...names: string[]) => ({ query: site.page(`page/${names.join(',')}`) })

describe.concurrent('the next track is opened while the current one plays', () => {
  test('so that between tracks of a slow site there is no silence', async () => {
    const room = await site.house.room()
    await room.types('/play', list('one-a', 'two-a', 'three-a'))
    await onceSent(room, 'two-a')
    await hearsSeconds(room, 1.2 * SECONDS)
    await onceSent(room, 'three-a')
    await hearsSeconds(room, 2.9 * SECONDS)
    expect(heardInTurn(room, 3)).toEqual(['one', 'two', 'three'])
    expect(silenceBehind(room, 1)).toBeLessThan(UNOPENED_MS)
    expect(silenceBehind(room, 2)).toBeLessThan(UNOPENED_MS)
    expect(await opened('-a')).toEqual(['one-a', 'two-a', 'three-a'])
  })

  test('also when the queue has changed meanwhile', async () => {
    const room = await site.house.room()
    await room.types('/play', list('one-b', 'two-b', 'three-b'))
    // A busy machine may take longer to open the second one than the first one plays.
    await room.types('/pause')
    await until(async () => (await opened('-b')).length === 2, 'the second one being opened')
    await room.types('/move', { from: 2, to: 1 })
    await onceSent(room, 'three-b')
    await hearsSeconds(room, 1.9 * SECONDS)
    expect(heardInTurn(room, 2)).toEqual(['one', 'three'])
    expect(silenceBehind(room, 1)).toBeLessThan(UNOPENED_MS)
    expect((await opened('-b')).slice(0, 3)).toEqual(['one-b', 'two-b', 'three-b'])
  })

  test('and when a track is looped', async () => {
    const room = await site.house.room()
    await room.types('/play', list('one-c', 'two-c'))
    await room.types('/loop', { mode: 'track' })
    await onceSent(room, 'one-c', 2)
    await hearsSeconds(room, 1.9 * SECONDS)
    expect(heardInTurn(room, 2)).toEqual(['one', 'one'])
    expect(silenceBehind(room, 1)).toBeLessThan(UNOPENED_MS)
    await room.types('/stop')
  })

  test('one that can’t be opened is told of at its turn, is asked for once, and the next plays', async () => {
    const room = await site.house.room()
    await room.types('/play', list('one-d', 'gone-d', 'three-d'))
    await room.types('/pause')
    await until(async () => (await opened('-d')).includes('gone-d'), 'the missing one')
    expect(room.read.filter((text) => text.includes('gone'))).toEqual([])
    await onceSent(room, 'three-d')
    await hearsSeconds(room, 1.5 * SECONDS)
    expect(heardInTurn(room, 1)).toEqual(['one'])
    expect(silenceBehind(room, 1)).toBeLessThan(UNOPENED_MS)
    expect(nameOf(room.heard())).toBe('three')
    expect(await opened('-d')).toEqual(['one-d', 'gone-d', 'three-d'])
    const told = room.read.filter((text) => text.includes('gone'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(en.errors.gone)
  })

  test('a skip plays it at once, at the volume that was set meanwhile', async () => {
    const room = await site.house.room()
    await room.types('/play', list('one-e', 'two-e'))
    const from = await onceSent(room, 'two-e')
    await room.types('/volume', { percent: 50 })
    await room.types('/skip')
    await until(() => room.framesHeard > from + 60, 'a second of sound', 60_000)
    expect(nameOf(room.heard())).toBe('two')
    expect(Math.abs(room.heard().amplitude - 0.125)).toBeLessThan(0.01)
    expect(longestSilenceMs(room, from + 1)).toBeLessThan(UNOPENED_MS)
  })
})
