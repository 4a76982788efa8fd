import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { en } from '../../src/gateway/words/en.ts'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import {
  COVER,
  embedPage,
  listEntity,
  type Row,
  songEntity,
  spotifyId,
} from '../sources/services/spotify-pages.ts'
import { PageSite } from './page-site.ts'
import { type TrackName, trackPath } from './tracks.ts'

setDefaultTimeout(120_000)

const SITES = fileURLToPath(new URL('../support/preload/service-sites.ts', import.meta.url))

const song = (title: string, duration = 40_000): Row => ({ title, duration })
const LONG = [
  song('Alpha'),
  song('Bravo'),
  ...Array.from({ length: 98 }, (_, n) => song(`Song ${n}`)),
]

/** By host and path. */
const PAGES: Readonly<Record<string, () => Response>> = {
  [`open.spotify.com/embed/playlist/${spotifyId(1)}`]: () => html(embedPage(listEntity(LONG))),
  'spotify.link/short': () =>
    Response.redirect(`https://open.spotify.com/playlist/${spotifyId(1)}`),
  'spotify.link/house': () => Response.redirect('http://127.0.0.1:2333/playlist'),
  [`open.spotify.com/embed/track/${spotifyId(2)}`]: () =>
    html(embedPage(songEntity('Skyfall', ['Adele'], 286_000))),
  [`open.spotify.com/embed/track/${spotifyId(9)}`]: () => html('<title>Page not found</title>'),
  'api.deezer.com/playlist/7/tracks': () =>
    Response.json({ total: 1, data: [{ id: 1, title: 'Charlie', duration: 40, artist: {} }] }),
}

const html = (page: string) => new Response(page, { headers: { 'content-type': 'text/html' } })

/** yt-dlp, which notes what it's asked for: its search finds a song third, and it knows one video. */
const YTDLP = (folder: string) => `site = open('${folder}/site').read()
open('${folder}/asked', 'a').write(page + '\\n')
if page.startswith('ytsearch'):
    shown = lambda name, title, channel, seconds: {'_type': 'url', 'title': title, 'channel': channel, 'duration': seconds, 'url': site + 'page/' + name}
    found = [('Bravo', 'Skyfall (Karaoke Version)', 'Sing King', 290), ('Charlie', 'Adele - Skyfall (Live at the Royal Albert Hall)', 'Adele', 300), ('Delta', 'Adele - Skyfall (Official Lyric Video)', 'Adele', 289)]
    print(json.dumps({'_type': 'playlist', 'entries': [shown(*one) for one in found]}))
elif page == 'https://www.youtube.com/watch?v=dQw4w9WgXcQ':
    print(json.dumps({'title': 'A video', 'webpage_url': page, 'url': site + 'Bravo.wav', 'protocol': 'http'}))
elif '/page/' in page:
    print(json.dumps({'title': 'Skyfall', 'webpage_url': page, 'url': site + page.split('/page/')[1] + '.wav', 'protocol': 'http'}))
`

let site: PageSite
let web: Bun.Server<undefined>
beforeAll(async () => {
  web = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    fetch(request) {
      const { pathname } = new URL(request.url)
      const page = PAGES[`${request.headers.get('host')}${pathname}`]
      return page?.() ?? new Response('no such page', { status: 404 })
    },
  })
  const sound = async (path: string) =>
    new Response(
      await Bun.file(await trackPath(path.slice(1, -'.wav'.length) as TrackName)).bytes(),
    )
  const environment = { SERVICE_SITE: `127.0.0.1:${web.port}` }
  site = await PageSite.start(sound, YTDLP, environment, [SITES])
  await writeFile(join(site.folder, 'site'), site.page(''))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await web.stop(true)
})

test('a playlist of Spotify is queued with its titles and cover, heard at once, and its limit is told', async () => {
  const room = await site.house.room()
  const query = `https://open.spotify.com/playlist/${spotifyId(1)}?si=x`
  const outcome = await room.outcome('/play', { query })
  await room.hears('Alpha')
  await outcome.settled(({ text }) => text.includes('but not the rest'))
  expect(outcome.text).toEndWith(`but not the rest. ${en.errors['list-cut']}`)
  expect(outcome.text).toContain('Added 100 tracks')
  const pictures = () =>
    room.cards.flatMap(({ components }) => flatten(components).map(({ media }) => media?.url))
  await until(() => pictures().includes(COVER), 'the cover')
  expect(await room.types('/queue')).toContain('`1` **Bravo**')
  expect(await room.types('/skip')).toBe('Skipped **Alpha**. Next: **Bravo**.')
  await room.hears('Bravo')
})

test('a song of Spotify plays the recording that fits, not the first that is found', async () => {
  const room = await site.house.room()
  const query = `https://open.spotify.com/intl-fr/track/${spotifyId(2)}`
  expect(await room.types('/play', { query })).toContain('Skyfall')
  await room.hears('Delta')
})

test('a short link leads to its playlist, and nowhere else', async () => {
  const room = await site.house.room()
  expect(await room.types('/play', { query: 'https://spotify.link/short' })).toContain('Alpha')
  await room.hears('Alpha')
  expect(await room.types('/play', { query: 'https://spotify.link/house' })).toBe(
    en.errors.unsupported,
  )
})

test('what is private or gone is said, and a playlist of Deezer is heard', async () => {
  const room = await site.house.room()
  const gone = `https://open.spotify.com/track/${spotifyId(9)}`
  expect(await room.types('/play', { query: gone })).toBe(en.errors['link-hidden'])
  const tidal = 'https://tidal.com/album/5'
  expect(await room.types('/play', { query: tidal })).toBe(en.errors['service-key'])
  const deezer = 'https://www.deezer.com/fr/playlist/7'
  expect(await room.types('/play', { query: deezer })).toBe('Playing **Charlie**')
  await room.hears('Charlie')
})

test('a link of YouTube Music is heard, as the video that yt-dlp reads', async () => {
  const room = await site.house.room()
  const query = 'https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RDAMVMdQw4w9WgXcQ&si=x'
  expect(await room.types('/play', { query })).toBe('Playing **A video**')
  await room.hears('Bravo')
  const asked = await readFile(join(site.folder, 'asked'), 'utf8')
  expect(asked).toContain('https://www.youtube.com/watch?v=dQw4w9WgXcQ\n')
  expect(asked).not.toContain('music.youtube.com')
})
