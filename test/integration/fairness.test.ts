import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorText } from '../../src/gateway/ui/error-text.ts'
import { until } from '../support/until.ts'
import { endInOrder, House } from './house.ts'
import { trackPath } from './tracks.ts'

/** A site whose pages below `/slow` are found once the file `open` is there, and all others at once. */
const YTDLP = (folder: string) => `#!/usr/bin/env python3
import json, os, sys, time
if '--version' in sys.argv: print('2026.01.01'); sys.exit()
page = sys.argv[-1]
if '/slow' in page:
    open('${folder}/tries', 'a').write('.')
    while not os.path.exists('${folder}/open'): time.sleep(0.02)
if '/list' in page:
    site = page.split('/list')[0]
    song = lambda place: {'title': f'Song {place}', 'webpage_url': f'{site}/page/{place}', 'url': site + '/Alpha.wav', 'protocol': 'http', 'playlist_index': place}
    items = next(arg for arg in sys.argv if arg.startswith('--playlist-items='))
    print(json.dumps({'entries': [song(place) for place in range(1, int(items.split(':')[1]) + 1)]}))
    sys.exit()
print(json.dumps({'title': page.rsplit('/', 1)[-1], 'webpage_url': page, 'url': page.split('/page')[0] + '/Alpha.wav', 'protocol': 'http'}))
`

let folder: string
let house: House
let web: Bun.Server<undefined>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-fair-'))
  await writeFile(join(folder, 'yt-dlp'), YTDLP(folder), { mode: 0o755 })
  const alpha = await Bun.file(await trackPath('Alpha')).bytes()
  web = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) =>
      url.endsWith('.wav')
        ? new Response(alpha)
        : new Response('<html>', { headers: { 'content-type': 'text/html' } }),
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

test('a server that looks for many slow links holds up no other', async () => {
  const [greedy, room] = [await house.room(), await house.room()]
  const page = `http://127.0.0.1:${web.port}/page`
  const asked = Array.from({ length: 12 }, (_, n) =>
    greedy.types('/play', { query: `${page}/slow-${n}` }),
  )
  await until(() => existsSync(join(folder, 'tries')), 'a slow look-up')
  // One is looked for and eight wait; the rest is told at once.
  const full: string[] = []
  for (const answer of asked) void answer.then((text) => full.push(text))
  await until(() => full.length >= 3, 'three refusals')
  expect(full).toEqual(Array(3).fill(errorText['finding-full']))
  expect(await room.types('/play', { query: `${page}/quick` })).toContain('**quick**')
  await room.hears('Alpha')
  await Bun.write(join(folder, 'open'), '')
  const found = (await Promise.all(asked)).filter((text) => /Playing|Queued|about to/.test(text))
  expect(found).toHaveLength(9)
})

test('a list of more tracks than are taken says so', async () => {
  const room = await house.room()
  const answer = await room.types('/play', { query: `http://127.0.0.1:${web.port}/list` })
  expect(answer).toContain('and 499 more tracks')
  expect(answer).toEndWith('\nThat list has more than 500 tracks. I took the first 500.')
})

test('whoever types commands without end is asked to slow down, and nobody else', async () => {
  const room = await house.room()
  const bob = room.guild.createMember('bob')
  const told = await Promise.all(Array.from({ length: 25 }, () => room.types('/queue')))
  expect(told.filter((text) => text === errorText['slow-down'])).toHaveLength(5)
  expect(await room.types('/queue', {}, { by: bob })).toBe(errorText['queue-empty'])
  const logged = house.logged('command refused').filter(({ code }) => code === 'slow-down')
  expect(logged.map(({ guildId }) => guildId)).toEqual(Array(5).fill(room.guild.id))
})
