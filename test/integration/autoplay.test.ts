import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../discord/until.ts'
import { type RiffTags, taggedWav } from '../support/tagged-wav.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'

setDefaultTimeout(120_000)

const SECONDS = 4
/** As long as this, a silence is one; a machine that's busy with other tests adds some 100 ms. */
const SILENCE_MS = 500
const TONES: Record<string, number> = {}
const files: Record<string, Uint8Array> = {}
function song(name: string, toneHz: number, tags: RiffTags): void {
  TONES[name] = toneHz
  files[`${name}.wav`] = taggedWav(toneHz, SECONDS, { INAM: name, ...tags })
}
song('Opener', 500, { IART: 'Ann', IGNR: 'Pop' })
song('Closer', 600, { IART: 'Ann', IGNR: 'Pop' })
song('Closer (Live)', 700, { IART: 'Ann', IGNR: 'Pop' })
song('Blue', 800, { IART: 'Bob', IGNR: 'Jazz' })
song('Green', 900, { IART: 'Cid', IGNR: 'Jazz' })
song('Siteone', 1000, {})
song('Sitetwo', 1100, {})

/** A site whose mix of a video has that video, a remix of another one, and that other one. */
const SITE = (folder: string) => `#!/usr/bin/env python3
import json, os, sys
if '--version' in sys.argv: print('2026.01.01'); sys.exit()
page = sys.argv[-1]
web = open('${folder}/web').read()
def video(name, id, title, **more): return {'title': title, 'channel': 'Dana', 'duration': ${SECONDS}, 'webpage_url': 'https://www.youtube.com/watch?v=' + id, **more}
def sound(name): return {'url': web + name + '.wav', 'protocol': 'http'}
ONE, TWO = 'aaaaaaaaaaa', 'bbbbbbbbbbb'
if 'list=RD' in page:
    open('${folder}/mixes', 'a').write(page + chr(10))
    flat = lambda id, title: video('', id, title, _type='url', url='https://www.youtube.com/watch?v=' + id)
    print(json.dumps({'entries': [flat(ONE, 'Dana - Siteone (Official Video)'), flat('ccccccccccc', 'Dana - Sitetwo (Club Remix)'), flat(TWO, 'Sitetwo')]}))
elif TWO in page: print(json.dumps(video('', TWO, 'Sitetwo', **sound('Sitetwo'))))
elif page.startswith('ytsearch') and 'Siteone' in page: print(json.dumps({'entries': [video('', ONE, 'Siteone', **sound('Siteone'))]}))
else: print(json.dumps({'entries': []}))
`

let house: House
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-autoplay-'))
  await writeFile(join(folder, 'yt-dlp'), SITE(folder), { mode: 0o755 })
  house = await House.start({ YTDLP_PATH: join(folder, 'yt-dlp') }, { files })
  await writeFile(join(folder, 'web'), `http://127.0.0.1:${house.web.port}/`)
  await until(() => house.logged('library indexed').length > 0, 'the library')
})
afterAll(async () => {
  await endInOrder(house)
  await rm(folder, { recursive: true })
})

/** Whether alice hears that track by now. */
async function hears(room: Room, name: string): Promise<void> {
  const isIt = () => Math.abs(room.heard().toneHz - (TONES[name] ?? 0)) < 10
  await until(isIt, () => `${name}; heard: ${room.heard().toneHz} Hz`, 30_000)
}

test('the same artist goes on without a silence, and a live version or a song that was heard does not come', async () => {
  const room = await house.room()
  expect(await room.types('/autoplay', { mode: 'artist' })).toBe(
    'Autoplay is on: when the queue is empty, I play tracks by the same artist.',
  )
  await room.types('/play', 'Opener')
  await hears(room, 'Closer')
  await room.reads('Playing **Ann – Closer** (autoplay: same artist as **Ann – Opener**)')
  expect(await room.types('/nowplaying')).toContain('Autoplay: same artist as **Ann – Opener**')
  await room.reads(
    'That was the last track, and autoplay found nothing that goes with **Ann – Closer**.',
  )
  expect(room.framesHeard * 0.02).toBeLessThan(2 * SECONDS + 0.5)
  const sounding = room.alice.hears().frames.filter(({ silence }) => !silence)
  const steps = sounding.map(
    ({ timestamp }, at) => (timestamp - (sounding[at - 1]?.timestamp ?? timestamp)) | 0,
  )
  expect(Math.max(...steps) / 48 - 20).toBeLessThan(SILENCE_MS)
})

test('a genre is told by tags; what people queue comes before what was chosen', async () => {
  const room = await house.room()
  await room.types('/autoplay', { mode: 'genre' })
  await room.types('/play', 'Blue')
  await room.says((text) => text.includes('Green'), '/queue')
  expect(await room.types('/play', 'Opener')).toBe('Queued **Ann – Opener** at position 1')
  expect(await room.types('/queue')).not.toContain('Green')
  await hears(room, 'Opener')
  await room.types('/stop')
})

test('a site’s own list of what goes with a video is asked; a remix in it is left out', async () => {
  const room = await house.room()
  await room.types('/autoplay', { mode: 'similar' })
  await room.types('/play', 'Siteone by somebody')
  await hears(room, 'Siteone')
  await hears(room, 'Sitetwo')
  await room.reads('Playing **Dana – Sitetwo** (autoplay: like **Dana – Siteone**)')
  const asked = await Bun.file(join(folder, 'mixes')).text()
  expect(asked).toStartWith('https://www.youtube.com/watch?v=aaaaaaaaaaa&list=RDaaaaaaaaaaa')
  await room.types('/stop')
})

test('it’s still on after a kill, and the track that it chose is still said to be its own', async () => {
  const room = await house.room()
  await room.types('/autoplay', { mode: 'genre' })
  await room.types('/play', 'Green')
  await room.says((text) => text.includes('Blue'), '/queue')
  await house.stores(room, ({ queue }) => queue.some(({ title }) => title === 'Blue'))
  await house.crash()
  await house.startAgain()
  await hears(room, 'Blue')
  await room.reads('Playing **Bob – Blue** (autoplay: same genre as **Cid – Green**)')
  await room.reads(
    'That was the last track, and autoplay found nothing that goes with **Bob – Blue**.',
  )
})
