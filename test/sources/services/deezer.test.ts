import { expect, test } from 'bun:test'
import type { Found, FoundTrack } from '../../../src/domain/track.ts'
import { Deezer } from '../../../src/sources/services/deezer.ts'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { type Answers, allOf, asking, redirect, standIn } from './stand-in.ts'

const API = 'api.deezer.com'
const COVER = 'https://cdn-images.dzcdn.net/images/cover/1/500x500-000000-80-0-0.jpg'

function deezer(answers: Answers) {
  const site = standIn(answers)
  const links = new ServiceLinks(new Deezer(site.options), site.options)
  return { ...site, links, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

const song = (id: number, more = {}) => ({
  ...{ id, title: `Song ${id}`, duration: 180, type: 'track', readable: true },
  artist: { id: 1, name: 'Artist' },
  album: { id: 2, title: 'Album', cover_big: COVER },
  ...more,
})

/** A list of so many, as Deezer pages it. */
const listed =
  (path: string, total: number): Answers =>
  (where) => {
    const url = new URL(`http://${where}`)
    if (`${url.host}${url.pathname}` !== `${API}${path}`) return undefined
    const index = Number(url.searchParams.get('index'))
    const limit = Number(url.searchParams.get('limit'))
    const count = Math.max(0, Math.min(limit, total - index))
    const data = Array.from({ length: count }, (_, n) => song(index + n + 1))
    const next = index + limit < total ? { next: 'http://127.0.0.1:1/into-the-house' } : {}
    return Response.json({ data, total, ...next })
  }

/** All tracks, while time flies. */
async function all(found: Found, advance: () => void): Promise<FoundTrack[]> {
  const timer = setInterval(advance, 1)
  try {
    return await allOf(found)
  } finally {
    clearInterval(timer)
  }
}

test('a track has title, all artists, album, length, page and cover', async () => {
  const isrc = 'GB-DUW-00-00059'
  const contributors = [{ name: 'Artist' }, { name: 'Guest' }]
  await using here = deezer((where) =>
    where === `${API}/track/3135556`
      ? Response.json(song(3_135_556, { contributors, isrc }))
      : undefined,
  )
  const found = await here.links.find('https://www.deezer.com/us/track/3135556?utm=1', asking)
  expect(found.tracks).toEqual([
    {
      ...{ source: 'query', locator: 'Artist, Guest - Song 3135556', title: 'Song 3135556' },
      ...{ artist: 'Artist, Guest', album: 'Album', durationMs: 180_000, live: false },
      ...{ pageUrl: 'https://www.deezer.com/track/3135556', artworkUrl: COVER },
      isrc: 'GBDUW0000059',
    },
  ])
})

test('a long playlist comes page by page, and its own addresses are never asked', async () => {
  await using here = deezer(listed('/playlist/9/tracks', 1_234))
  const found = await here.links.find('https://deezer.com/playlist/9', asking)
  expect(found.tracks).toHaveLength(50)
  expect(found.total).toBe(1_234)
  expect(here.asked).toHaveLength(1)
  const tracks = await all(found, () => here.clock.advance(100))
  expect(tracks.map(({ title }) => title)).toEqual(
    Array.from({ length: 1_234 }, (_, n) => `Song ${n + 1}`),
  )
  expect(here.asked).toHaveLength(25)
})

test('a playlist of 100,000 ends after 10,000, and says so', async () => {
  await using here = deezer(listed('/playlist/9/tracks', 100_000))
  const found = await here.links.find('https://deezer.com/playlist/9', asking)
  await expect(all(found, () => here.clock.advance(1_000))).rejects.toMatchObject({
    code: 'list-too-long',
  })
  expect(here.asked).toHaveLength(200)
})

test('pages without end and without tracks end as well', async () => {
  await using here = deezer(() => Response.json({ data: [], total: 5, next: 'x' }))
  const timer = setInterval(() => here.clock.advance(1_000), 1)
  try {
    const failing = here.links.find('https://deezer.com/playlist/9', asking)
    await expect(failing).rejects.toMatchObject({ code: 'link-hidden' })
  } finally {
    clearInterval(timer)
  }
  expect(here.asked).toHaveLength(400)
})

test('a page that is refused for a moment is asked for again', async () => {
  let refusals = 2
  const answers = listed('/playlist/9/tracks', 60)
  await using here = deezer((where, request) => {
    const isLater = where.includes('index=50')
    if (isLater && refusals-- > 0) {
      return Response.json({
        error: { type: 'Exception', message: 'Quota limit exceeded', code: 4 },
      })
    }
    return answers(where, request)
  })
  const found = await here.links.find('https://deezer.com/playlist/9', asking)
  expect(await all(found, () => here.clock.advance(1_000))).toHaveLength(60)
})

test('the songs of an album get its name and cover', async () => {
  await using here = deezer((where) => {
    if (where === `${API}/album/5`) return Response.json({ title: 'The album', cover_big: COVER })
    return where.startsWith(`${API}/album/5/tracks`)
      ? Response.json({ data: [song(1, { album: undefined })], total: 1 })
      : undefined
  })
  const timer = setInterval(() => here.clock.advance(100), 1)
  const { tracks } = await here.links.find('https://www.deezer.com/album/5', asking)
  clearInterval(timer)
  expect(tracks[0]).toMatchObject({ album: 'The album', artworkUrl: COVER })
})

test('of an artist the top tracks are found, also by a short link', async () => {
  await using here = deezer((where) => {
    if (where === 'link.deezer.com/s/abc')
      return redirect('https://www.deezer.com/artist/27?host=0&utm_campaign=x')
    return where === `${API}/artist/27/top?limit=50`
      ? Response.json({ data: [song(1), song(2)], total: 100, next: 'x' })
      : undefined
  })
  const { tracks, rest } = await here.links.find('https://link.deezer.com/s/abc', asking)
  expect(tracks).toHaveLength(2)
  expect(rest).toBeNull()
})

test.each([
  [
    'no such thing',
    { error: { type: 'DataException', message: 'no data', code: 800 } },
    'link-hidden',
  ],
  ['another fault', { error: { type: 'OAuthException', code: 200 } }, 'unsupported'],
  ['a song without a title', { id: 1 }, 'link-hidden'],
  ['a list', [1, 2, 3], 'link-hidden'],
  ['null', null, 'link-hidden'],
])('%s fails with a word for it', async (_what, answer, code) => {
  await using here = deezer(() => Response.json(answer))
  const failing = here.links.find('https://deezer.com/track/1', asking)
  await expect(failing).rejects.toMatchObject({ code })
})

test('a page in place of JSON cannot be read', async () => {
  await using here = deezer(() => new Response('<html>'))
  const failing = here.links.find('https://deezer.com/track/1', asking)
  await expect(failing).rejects.toMatchObject({ code: 'unsupported' })
})
