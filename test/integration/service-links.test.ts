import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { en } from '../../src/gateway/words/en.ts'
import { embedPage, listEntity, type Row, spotifyId } from '../sources/services/spotify-pages.ts'
import { endInOrder, House } from './house.ts'

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
  [`open.spotify.com/embed/track/${spotifyId(9)}`]: () => html('<title>Page not found</title>'),
  'api.deezer.com/playlist/7/tracks': () =>
    Response.json({ total: 1, data: [{ id: 1, title: 'Charlie', duration: 40, artist: {} }] }),
}

const html = (page: string) => new Response(page, { headers: { 'content-type': 'text/html' } })

let house: House
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
  house = await House.start({ SERVICE_SITE: `127.0.0.1:${web.port}` }, { preload: [SITES] })
})
afterAll(async () => {
  await endInOrder(house)
  await web.stop(true)
})

test('a playlist of Spotify is queued with its titles and cover, heard at once, and its limit is told', async () => {
  const room = await house.room()
  const query = `https://open.spotify.com/playlist/${spotifyId(1)}?si=x`
  const outcome = await room.outcome('/play', { query })
  await room.hears('Alpha')
  await outcome.settled(({ text }) => text.includes('but not the rest'))
  expect(outcome.text).toEndWith(`but not the rest. ${en.errors['list-cut']}`)
  expect(outcome.text).toContain('Added 100 tracks')
  expect(await room.types('/queue')).toContain('`1` **Bravo**')
  expect(await room.types('/skip')).toBe('Skipped **Alpha**. Next: **Bravo**.')
  await room.hears('Bravo')
})

test('a short link leads to its playlist, and nowhere else', async () => {
  const room = await house.room()
  expect(await room.types('/play', { query: 'https://spotify.link/short' })).toContain('Alpha')
  await room.hears('Alpha')
  expect(await room.types('/play', { query: 'https://spotify.link/house' })).toBe(
    en.errors.unsupported,
  )
})

test('what is private or gone is said, and a playlist of Deezer is heard', async () => {
  const room = await house.room()
  const gone = `https://open.spotify.com/track/${spotifyId(9)}`
  expect(await room.types('/play', { query: gone })).toBe(en.errors['link-hidden'])
  const deezer = 'https://www.deezer.com/fr/playlist/7'
  expect(await room.types('/play', { query: deezer })).toBe('Playing **Charlie**')
  await room.hears('Charlie')
})
