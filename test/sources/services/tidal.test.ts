import { expect, test } from 'bun:test'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { Tidal } from '../../../src/sources/services/tidal.ts'
import { type Answers, allOf, asking, html, standIn } from './stand-in.ts'

const API = 'openapi.tidal.com/v2'
const LIST = '4d6f4f6e-1f2a-4f3a-9c1e-0123456789ab'
const COVER = 'https://resources.tidal.com/images/a/b/640x640.jpg'

function tidal(answers: Answers, keys: { id: string; secret: string } | null = null) {
  const site = standIn((where, request) =>
    where === 'auth.tidal.com/v1/oauth2/token'
      ? Response.json({ access_token: 't0ken', expires_in: 86_400 })
      : answers(where, request),
  )
  const links = new ServiceLinks(new Tidal(site.options, keys), site.options)
  return { ...site, links, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

const KEYS = { id: 'id', secret: 's3cret' }

const page = (data: unknown) =>
  html(`<script type="application/ld+json">${JSON.stringify(data)}</script>`)

const track = (id: number, more = {}) => ({
  ...{ id: String(id), type: 'tracks' },
  attributes: { title: `Song ${id}`, version: null, isrc: 'QMJMT1701237', duration: 'PT4M44S' },
  relationships: {
    artists: { data: [{ id: '1', type: 'artists' }] },
    albums: { data: [{ id: '2', type: 'albums' }] },
  },
  ...more,
})
const around = [
  { id: '1', type: 'artists', attributes: { name: 'Artist' } },
  { id: '2', type: 'albums', attributes: { title: 'Album' } },
]

test.each([
  ['https://tidal.com/track/1', 'track', '1'],
  ['https://tidal.com/browse/track/75413016/u?x=1', 'track', '75413016'],
  ['https://listen.tidal.com/album/5/track/6', 'track', '6'],
  ['http://www.tidal.com/album/5', 'album', '5'],
  [`https://tidal.com/browse/playlist/${LIST}`, 'playlist', LIST],
  ['https://tidal.com/artist/7', 'artist', '7'],
])('%s is a link to its %s %s', (text, kind, id) => {
  const { options } = standIn(() => undefined)
  expect(new Tidal(options, null).linkOf(text)).toEqual({
    kind: kind as 'track',
    id,
    country: null,
  })
})

test('without keys, a track is read from its page', async () => {
  await using here = tidal((where) =>
    where === 'tidal.com/track/9'
      ? page({
          ...{ '@type': 'MusicRecording', name: 'Song', duration: 'PT3M2S', image: COVER },
          ...{ byArtist: [{ name: 'One' }, { name: 'Two' }], inAlbum: { name: 'Album' } },
        })
      : undefined,
  )
  expect((await here.links.find('https://tidal.com/browse/track/9', asking)).tracks).toEqual([
    {
      ...{ source: 'query', locator: 'One, Two - Song', title: 'Song', artist: 'One, Two' },
      ...{ album: 'Album', durationMs: 182_000, live: false, artworkUrl: COVER },
      pageUrl: 'https://tidal.com/track/9',
    },
  ])
})

test.each(['album/5', `playlist/${LIST}`, 'artist/7'])(
  'without keys, %s asks for them',
  async (path) => {
    await using here = tidal(() => undefined)
    const failing = here.links.find(`https://tidal.com/${path}`, asking)
    await expect(failing).rejects.toMatchObject({ code: 'service-key' })
    expect(here.asked).toEqual([])
  },
)

test('with keys, a track and its recording’s code come by the API', async () => {
  await using here = tidal((where, request) => {
    expect(request.headers.get('authorization')).toBe('Bearer t0ken')
    return where === `${API}/tracks/9?countryCode=US&include=artists,albums`
      ? Response.json({ data: track(9), included: around })
      : undefined
  }, KEYS)
  const { tracks } = await here.links.find('https://tidal.com/track/9', asking)
  expect(tracks[0]).toMatchObject({
    ...{ title: 'Song 9', artist: 'Artist', album: 'Album', durationMs: 284_000 },
    isrc: 'QMJMT1701237',
  })
})

test('a list is followed by its cursor, in the order that it names, and never to another address', async () => {
  const cursors: (string | null)[] = []
  await using here = tidal((where) => {
    const url = new URL(`http://${where}`)
    if (url.pathname !== `/v2/playlists/${LIST}/relationships/items`) return undefined
    const cursor = url.searchParams.get('page[cursor]')
    cursors.push(cursor)
    const first = Number(cursor ?? 1)
    const ids = [first + 1, first]
    const next = first < 5 ? `http://127.0.0.1:1/in?page%5Bcursor%5D=${first + 2}` : null
    return Response.json({
      data: [...ids.map((id) => ({ id: String(id), type: 'tracks' })), { id: '1', type: 'videos' }],
      included: [...ids.toReversed().map((id) => track(id)), ...around],
      links: { self: '/x', ...(next && { next }) },
    })
  }, KEYS)
  const found = await here.links.find(`https://tidal.com/playlist/${LIST}`, asking)
  const tracks = await allOf(found)
  expect(tracks.map(({ title }) => title)).toEqual([
    'Song 2',
    'Song 1',
    'Song 4',
    'Song 3',
    'Song 6',
    'Song 5',
  ])
  expect(cursors).toEqual([null, '3', '5'])
})

test.each([
  ['a list of other things', { data: [{ id: '1', type: 'videos' }] }, 'link-hidden'],
  ['tracks that are not included', { data: [{ id: '1', type: 'tracks' }] }, 'link-hidden'],
  ['no list', { data: 'x', included: 5, links: [] }, 'link-hidden'],
  ['fields of a prototype', JSON.parse('{"__proto__":{"data":[1]}}'), 'link-hidden'],
])('%s fails with a word for it', async (_what, answer, code) => {
  await using here = tidal(() => Response.json(answer), KEYS)
  const failing = here.links.find('https://tidal.com/album/5', asking)
  await expect(failing).rejects.toMatchObject({ code })
})

test('keys that are refused are told, and not shown', async () => {
  await using here = tidal(() => new Response('', { status: 403 }), KEYS)
  const failing = here.links.find('https://tidal.com/album/5', asking)
  await expect(failing).rejects.toMatchObject({ code: 'service-key' })
  await failing.catch((error) => expect(Bun.inspect(error)).not.toContain('s3cret'))
})
