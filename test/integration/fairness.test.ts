import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { en } from '../../src/gateway/words/en.ts'
import { until } from '../discord/until.ts'
import { PageSite } from './page-site.ts'

/** A site that finds pages below `/slow` once the file `open` exists, and all others at once. */
const YTDLP = (folder: string) => `if '/slow' in page:
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

let site: PageSite
beforeAll(async () => {
  site = await PageSite.start('Alpha', YTDLP)
})
afterAll(() => site[Symbol.asyncDispose]())

test('a server that looks for many slow links holds up no other', async () => {
  const [greedy, room] = [await site.house.room(), await site.house.room()]
  const page = site.page('page')
  const asked = Array.from({ length: 12 }, (_, n) =>
    greedy.types('/play', { query: `${page}/slow-${n}` }),
  )
  await until(() => existsSync(join(site.folder, 'tries')), 'a slow look-up')
  // One is looked for and eight wait; the rest is told at once.
  const full: string[] = []
  for (const answer of asked) void answer.then((text) => full.push(text))
  await until(() => full.length >= 3, 'three refusals')
  expect(full).toEqual(Array(3).fill(en.errors['finding-full']))
  expect(await room.types('/play', { query: `${page}/quick` })).toContain('**quick**')
  await room.hears('Alpha')
  await Bun.write(join(site.folder, 'open'), '')
  const found = (await Promise.all(asked)).filter((text) => /Playing|Queued|about to/.test(text))
  expect(found).toHaveLength(9)
})

test('a list of more tracks than are taken says so', async () => {
  const room = await site.house.room()
  const outcome = await room.outcome('/play', { query: site.page('list') })
  const told = `\nAdded 5,000 tracks, but not the rest. ${en.errors['list-too-long']}`
  await outcome.settled(({ text }) => text.endsWith(told))
  expect(outcome.text).toContain('and 4,999 more tracks')
})

test('whoever types commands without end is asked to slow down, and nobody else', async () => {
  const room = await site.house.room()
  const bob = room.guild.createMember('bob')
  const told = await Promise.all(Array.from({ length: 25 }, () => room.types('/queue')))
  expect(told.filter((text) => text === en.errors['slow-down'])).toHaveLength(5)
  expect(await room.types('/queue', {}, { by: bob })).toBe(en.errors['queue-empty'])
  const logged = site.house.logged('command refused').filter(({ code }) => code === 'slow-down')
  expect(logged.map(({ guildId }) => guildId)).toEqual(Array(5).fill(room.guild.id))
})
