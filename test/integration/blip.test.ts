import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../support/until.ts'
import { endInOrder, House } from './house.ts'
import { trackPath } from './tracks.ts'

const TRACKS = 8

/**
 * A page of eight tracks for yt-dlp. While the file `down` is there, names do not resolve; while `slow` is,
 * nothing is opened.
 */
const YTDLP = (folder: string) => `#!/usr/bin/env python3
import json, os, sys, time
if '--version' in sys.argv: print('2026.01.01'); sys.exit()
page = sys.argv[-1]
if '--flat-playlist' in sys.argv:
    entries = [{'_type': 'url', 'url': f'{page}/{n}', 'title': f'T{n}', 'duration': 1} for n in range(1, ${TRACKS + 1})]
    print(json.dumps({'_type': 'playlist', 'entries': entries})); sys.exit()
while os.path.exists('${folder}/slow'): time.sleep(0.05)
if os.path.exists('${folder}/down'):
    open('${folder}/tries', 'a').write('.')
    sys.exit('ERROR: [generic] Unable to download webpage: [Errno -3] Temporary failure in name resolution')
print(json.dumps({'title': 'T' + page.rsplit('/', 1)[-1], 'webpage_url': page, 'url': page.split('/page')[0] + '/Blip.wav', 'protocol': 'http'}))
`

let folder: string
let house: House
let web: Bun.Server<undefined>
let fetched = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-blip-'))
  await writeFile(join(folder, 'yt-dlp'), YTDLP(folder), { mode: 0o755 })
  const blip = await Bun.file(await trackPath('Blip')).bytes()
  web = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) => {
      if (!url.endsWith('.wav'))
        return new Response('<html>', { headers: { 'content-type': 'text/html' } })
      fetched++
      return new Response(blip)
    },
  })
  const reachable = { ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' }
  house = await House.start(
    { ...reachable, YTDLP_PATH: join(folder, 'yt-dlp') },
    { database: 'server' },
  )
})
afterAll(async () => {
  await endInOrder(house)
  await web.stop(true)
  await rm(folder, { recursive: true })
})

test('names that do not resolve for some seconds cost no track of the queue', async () => {
  const room = await house.room()
  await Bun.write(join(folder, 'down'), '')
  const asked = await room.types('/play', { query: `http://127.0.0.1:${web.port}/page` })
  expect(asked).toContain(
    '**T1** can’t be played right now. I’ll keep trying; use /skip to skip it.',
  )
  expect(await room.types('/nowplaying')).toContain('**T1** can’t be played right now.')
  const tries = () => Bun.file(join(folder, 'tries')).size
  await until(() => tries() >= 3, 'a third try', 30_000)
  expect(await room.types('/queue')).toContain(`${TRACKS - 1} queued`)
  await rm(join(folder, 'down'))
  await room.reads('last track')
  const played = room.read.filter((text) => text.startsWith('Playing'))
  const following = Array.from({ length: TRACKS - 1 }, (_, index) => `Playing **T${index + 2}**`)
  expect(played).toEqual([`Playing **T1** and ${TRACKS - 1} more tracks`, ...following])
  expect(room.read.filter((text) => text.includes('keep trying'))).toEqual([asked])
}, 120_000)

test('pause and volume do not wait until a slow source has opened, and hold from its first frame', async () => {
  const room = await house.room()
  await Bun.write(join(folder, 'slow'), '')
  const asked = room.outcome('/play', { query: `http://127.0.0.1:${web.port}/page` })
  await until(() => room.guild.botVoiceChannel !== null, 'the bot in the channel')
  const [began, before] = [performance.now(), fetched]
  expect(await room.types('/pause')).toBe('Paused **T1**.')
  expect(await room.types('/volume', { percent: 50 })).toContain('50')
  expect(performance.now() - began).toBeLessThan(2_000)
  await rm(join(folder, 'slow'))
  await until(() => fetched > before, 'the track to be read')
  expect(room.framesHeard).toBe(0)
  expect(await room.types('/resume')).toContain('**T1**')
  await room.hears('Blip')
  expect((await asked).text).toContain('**T1**')
  await room.types('/leave')
}, 60_000)
