import { expect, test } from 'bun:test'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { Spotify } from '../../../src/sources/services/spotify.ts'
import { embedPage, listEntity, songEntity, spotifyId } from './spotify-pages.ts'
import { type Answers, allOf, asking, html, standIn } from './stand-in.ts'

const ID = spotifyId(7)
const TOKEN = 'accounts.spotify.com/api/token'
const API = 'api.spotify.com/v1'
const KEYS = { id: 'our-id', secret: 's3cret' }

const cover = (width: number) => ({ url: `https://i.scdn.co/image/${width}`, width, height: width })
const album = {
  name: 'Album',
  images: [cover(640), cover(300), cover(64)],
  artists: [{ name: 'A' }],
}

/** A track as 'Get Track' answers. */
const song = (number: number, more = {}) => ({
  ...{ id: spotifyId(number), name: `Song ${number}`, type: 'track', duration_ms: 200_500 },
  artists: [{ name: 'One' }, { name: 'Two' }],
  external_ids: { isrc: 'GBAYE0601498' },
  ...{ album, ...more },
})

/** The API with a token that lasts an hour, and what was shown to it. */
function api(
  answers: Answers,
  token = () => Response.json({ access_token: 't0ken', expires_in: 3600 }),
) {
  const shown: string[] = []
  const site = standIn((where, request) => {
    if (where.startsWith('open.')) return answers(where, request)
    shown.push(`${request.method} ${request.headers.get('authorization')}`)
    return where === TOKEN ? token() : answers(where, request)
  })
  const links = new ServiceLinks(new Spotify(site.options, KEYS), site.options)
  return { ...site, links, shown, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

test('a track has what the API says of it; the keys are shown for a token alone, which is kept', async () => {
  await using here = api((where) =>
    where === `${API}/tracks/${ID}` ? Response.json(song(7)) : undefined,
  )
  for (let time = 0; time < 2; time++) {
    const { tracks } = await here.links.find(`spotify:track:${ID}`, asking)
    expect(tracks[0]).toMatchObject({
      ...{ source: 'query', title: 'Song 7', artist: 'One, Two', album: 'Album' },
      ...{ durationMs: 200_500, artworkUrl: 'https://i.scdn.co/image/300' },
      isrc: 'GBAYE0601498',
      pageUrl: `https://open.spotify.com/track/${ID}`,
    })
  }
  const basic = `POST Basic ${btoa('our-id:s3cret')}`
  expect(here.shown).toEqual([basic, 'GET Bearer t0ken', 'GET Bearer t0ken'])
  here.clock.advance(3600_000)
  await here.links.find(`spotify:track:${ID}`, asking)
  expect(here.shown.slice(3)).toEqual([basic, 'GET Bearer t0ken'])
})

test('a token that was taken back is fetched anew, once', async () => {
  let refusals = 1
  await using here = api((where) => {
    if (!where.startsWith(API)) return undefined
    return refusals-- > 0 ? new Response('', { status: 401 }) : Response.json(song(7))
  })
  expect((await here.links.find(`spotify:track:${ID}`, asking)).tracks).toHaveLength(1)
  expect(here.asked.filter((where) => where === TOKEN)).toHaveLength(2)
})

test('an album comes whole, with its name and cover', async () => {
  await using here = api((where) => {
    if (where === `${API}/albums/${ID}`) return Response.json(album)
    const offset = Number(new URL(`http://${where}`).searchParams.get('offset'))
    const items = Array.from({ length: Math.min(50, 120 - offset) }, (_, n) =>
      song(offset + n, { album: undefined, external_ids: undefined }),
    )
    return Response.json({ items, total: 120, next: offset < 100 ? 'http://127.0.0.1:1/' : null })
  })
  const found = await here.links.find(`spotify:album:${ID}`, asking)
  expect([found.tracks.length, found.total]).toEqual([50, 120])
  const tracks = await allOf(found)
  expect(tracks).toHaveLength(120)
  expect(new Set(tracks.map((track) => track.album))).toEqual(new Set(['Album']))
  expect(here.asked.at(-1)).toBe(`${API}/albums/${ID}/tracks?limit=50&offset=100`)
})

test('the entries of a playlist have their song in either field; episodes and gaps are left out', async () => {
  const items = [
    ...[{ item: song(1) }, { track: song(2) }, { item: null, track: null }],
    ...[{ item: song(3, { type: 'episode' }) }, { is_local: true, item: song(4, { id: null }) }],
  ]
  await using here = api((where) =>
    where.startsWith(`${API}/playlists/${ID}/items`)
      ? Response.json({ items, total: 5, next: null })
      : undefined,
  )
  const { tracks } = await here.links.find(`spotify:playlist:${ID}`, asking)
  expect(tracks.map(({ title }) => title)).toEqual(['Song 1', 'Song 2', 'Song 4'])
  expect(tracks.at(-1)?.pageUrl).toBeNull()
})

test.each([
  ['a playlist that the application may not see', 'playlist', 403],
  ['an artist’s top tracks, which are gone', 'artist', 404],
  ['trouble', 'playlist', 503],
  ['too many requests', 'playlist', 429],
])('for %s, the page is asked', async (_what, kind, status) => {
  await using here = api((where) => {
    if (where === `open.spotify.com/embed/${kind}/${ID}`)
      return html(embedPage(listEntity([{ title: 'Shown' }])))
    return new Response('', { status })
  })
  const { tracks } = await here.links.find(`spotify:${kind}:${ID}`, asking)
  expect(tracks.map(({ title }) => title)).toEqual(['Shown'])
})

test.each([
  ['a refusal', () => new Response('{"error":"invalid_client"}', { status: 400 })],
  ['no token', () => Response.json({ access_token: 5 })],
  ['a token that would be a header', () => Response.json({ access_token: 'a\r\nx: y' })],
  ['a page', () => html('<html>')],
])(
  'with keys that get %s, links work as without, and nobody learns of the keys',
  async (what, token) => {
    const page = embedPage(songEntity('Shown', ['A'], 1_000))
    await using here = api((where) => (where.startsWith('open.') ? html(page) : undefined), token)
    const { tracks } = await here.links.find(`spotify:track:${ID}`, asking)
    expect(tracks[0]?.title).toBe('Shown')
    const health = here.links.health()
    const isTold = health.some(({ detail }) => detail === 'service-key')
    // What's no JSON says nothing of the keys.
    expect(isTold).toBe(what !== 'a page')
    expect(JSON.stringify([tracks, health])).not.toContain('s3cret')
  },
)
