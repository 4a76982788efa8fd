import { expect, spyOn, test } from 'bun:test'
import { AppleMusic } from '../../../src/sources/services/apple-music.ts'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { type Answers, allOf, asking, html, redirect, standIn } from './stand-in.ts'

const PAGES = 'music.apple.com'
const LIST = 'pl.2b0e6e332fdf4b7a91164da3162127b5'
const COVER = 'https://is1-ssl.mzstatic.com/image/thumb/Music/v4/a.jpg'

function apple(answers: Answers, token: string | null = null) {
  const site = standIn(answers)
  const links = new ServiceLinks(new AppleMusic(site.options, token), site.options)
  return { ...site, links, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

/** A row as pages of 2025 and 2026 have it in `serialized-server-data`. */
const row = (number: number, more = {}) => ({
  ...{ id: `track-lockup - x - ${number}`, title: `Song ${number}`, duration: 184_000 },
  artwork: { dictionary: { url: `${COVER}/{w}x{h}bb.{f}`, width: 3000, height: 3000 } },
  subtitleLinks: [{ title: 'One' }, { title: 'Two' }],
  tertiaryLinks: [{ title: 'Album' }],
  contentDescriptor: { kind: 'song', identifiers: { storeAdamID: String(number) } },
  ...more,
})

const script = (id: string, type: string, data: unknown) =>
  `<script id=${id} type="${type}">${JSON.stringify(data)}</script>`

const sections = (items: readonly unknown[]) => ({
  sections: [
    { itemKind: 'containerDetailHeaderLockup', items: [{ title: 'The list' }] },
    { itemKind: 'trackLockup', items },
    { itemKind: 'bubbleLockup', items: [{ title: 'Not a song' }] },
  ],
})

const listPage = (items: readonly unknown[], said: unknown = null) =>
  html(
    script('schema:music-playlist', 'application/ld+json', said) +
      script('serialized-server-data', 'application/json', { data: [{ data: sections(items) }] }),
  )

/** A song as the look-up answers. */
const found = (id: number) => ({
  ...{ wrapperType: 'track', kind: 'song', trackId: id, trackName: `Song ${id}` },
  ...{ artistName: 'Artist', collectionName: 'Album', trackTimeMillis: 230_827 },
  artworkUrl100: `${COVER}/100x100bb.jpg`,
})

test.each([
  ['https://music.apple.com/us/album/idol/1688334284?i=1688334537', 'track', '1688334537', 'us'],
  ['https://music.apple.com/de/album/stra%C3%9Fe/1440833098', 'album', '1440833098', 'de'],
  ['https://music.apple.com/album/1440833098', 'album', '1440833098', 'us'],
  ['https://geo.music.apple.com/JP/song/x/1?app=music', 'track', '1', 'jp'],
  [`https://music.apple.com/us/playlist/new-music-daily/${LIST}`, 'playlist', LIST, 'us'],
  [`https://embed.music.apple.com/us/playlist/${LIST}`, 'playlist', LIST, 'us'],
  ['https://itunes.apple.com/us/artist/x/id909253', 'artist', '909253', 'us'],
])('%s is a link to its %s', (text, kind, id, country) => {
  const { options } = standIn(() => undefined)
  expect(new AppleMusic(options, null).linkOf(text)).toEqual({ kind: kind as 'track', id, country })
})

test.each([
  'https://music.apple.com/us/browse',
  'https://music.apple.com/us/playlist/x/123',
  'https://music.apple.com/us/album/x/pl.abc',
  'https://podcasts.apple.com/us/podcast/x/id1',
  'https://music.apple.com/us/album/x/../../lookup/1/2',
  'https://music.apple.com.example.org/us/album/x/1',
])('%s is none', (text) => {
  const { options } = standIn(() => undefined)
  expect(new ServiceLinks(new AppleMusic(options, null), options).owns(text)).toBe(false)
})

test('a song is looked up in its country', async () => {
  await using here = apple((where) =>
    where === 'itunes.apple.com/lookup?id=7&country=de'
      ? Response.json({ resultCount: 1, results: [found(7)] })
      : undefined,
  )
  const { tracks } = await here.links.find('https://music.apple.com/de/album/x/1?i=7', asking)
  expect(tracks).toEqual([
    {
      ...{ source: 'query', locator: 'Artist - Song 7', title: 'Song 7', artist: 'Artist' },
      ...{ album: 'Album', durationMs: 230_827, live: false },
      ...{ pageUrl: 'https://music.apple.com/song/7', artworkUrl: `${COVER}/300x300bb.jpg` },
    },
  ])
})

test('an album has its songs alone, and an artist as well', async () => {
  const head = { wrapperType: 'collection', collectionName: 'Album', trackCount: 2 }
  await using here = apple(() =>
    Response.json({ results: [head, found(1), { kind: 'music-video', trackName: 'x' }, found(2)] }),
  )
  const { tracks, rest } = await here.links.find('https://music.apple.com/album/x/5', asking)
  expect([tracks.length, rest]).toEqual([2, null])
  expect((await here.links.find('https://music.apple.com/artist/x/6', asking)).tracks).toHaveLength(
    2,
  )
  expect(here.asked).toEqual([
    'itunes.apple.com/lookup?id=5&entity=song&limit=200&country=us',
    'itunes.apple.com/lookup?id=6&entity=song&limit=50&country=us',
  ])
})

test.each([429, 403, 500])('where the look-up answers %i, the page tells', async (status) => {
  const said = {
    ...{ '@type': 'MusicComposition', name: 'Song', image: COVER },
    audio: { byArtist: [{ name: 'A' }], duration: 'PT2M', inAlbum: { name: 'Album' } },
  }
  await using here = apple((where) =>
    where === `${PAGES}/us/song/7`
      ? html(script('schema:song', 'application/ld+json', said))
      : new Response('', { status }),
  )
  const { tracks } = await here.links.find('https://music.apple.com/us/song/x/7', asking)
  expect(tracks[0]).toMatchObject({
    title: 'Song',
    artist: 'A',
    album: 'Album',
    durationMs: 120_000,
  })
})

test('a playlist is read from its page, in either shape of it', async () => {
  const items = [row(1), row(2, { subtitleLinks: [], artistName: 'Other' })]
  const old = script('serialized-server-data', 'application/json', [{ data: sections(items) }])
  for (const page of [() => listPage(items), () => html(old)]) {
    await using here = apple((where) =>
      where === `${PAGES}/us/playlist/${LIST}` ? page() : undefined,
    )
    const { tracks, rest } = await here.links.find(
      `https://music.apple.com/us/playlist/x/${LIST}`,
      asking,
    )
    expect(rest).toBeNull()
    expect(tracks.map(({ title, artist }) => [title, artist])).toEqual([
      ['Song 1', 'One, Two'],
      ['Song 2', 'Other'],
    ])
    expect(tracks[0]).toMatchObject({
      ...{ album: 'Album', durationMs: 184_000, artworkUrl: `${COVER}/300x300bb.jpg` },
      pageUrl: 'https://music.apple.com/song/1',
    })
  }
})

test('a page without rows has the names in its linked data', async () => {
  const said = {
    ...{ '@type': 'MusicPlaylist', name: 'The list', numTracks: 2 },
    track: [
      { '@type': 'MusicRecording', name: 'Song', duration: 'PT3M4S', url: 'https://x/song/y/12' },
      { '@type': 'MusicRecording', name: 'Other', byArtist: { name: 'A' } },
    ],
  }
  await using here = apple(() => html(script('x', 'application/ld+json', said)))
  const { tracks } = await here.links.find(`https://music.apple.com/playlist/${LIST}`, asking)
  expect(tracks.map(({ locator, durationMs }) => [locator, durationMs])).toEqual([
    ['Song', 184_000],
    ['A - Other', null],
  ])
  expect(tracks[0]?.pageUrl).toBe('https://music.apple.com/song/12')
})

test('a playlist that has more than its page shows ends with a word about it', async () => {
  const said = { '@type': 'MusicPlaylist', numTracks: 250 }
  const items = Array.from({ length: 100 }, (_, n) => row(n))
  await using here = apple(() => listPage(items, said))
  const playlist = await here.links.find(`https://music.apple.com/playlist/${LIST}`, asking)
  expect(playlist.tracks).toHaveLength(100)
  await expect(allOf(playlist)).rejects.toMatchObject({ code: 'list-cut' })
})

test('a page of five megabytes is not parsed on the thread that everything else runs on', async () => {
  const pad = Array.from({ length: 1_000 }, () => ({ a: ['xxxxxxxx', {}, []] }))
  const items = Array.from({ length: 150 }, (_, n) => row(n, { pad }))
  await using here = apple(() => listPage(items))
  using parse = spyOn(JSON, 'parse')
  const { tracks } = await here.links.find(`https://music.apple.com/playlist/${LIST}`, asking)
  expect(tracks).toHaveLength(150)
  expect(parse.mock.calls.filter(([text]) => text.length > 128 * 1024)).toEqual([])
})

test('what would take long to parse is read elsewhere, and given up with who asked', async () => {
  const hostile = `<script id="serialized-server-data">${'['.repeat(5_000_000)}</script>`
  await using here = apple(() => html(hostile))
  const failing = here.links.find(`https://music.apple.com/playlist/${LIST}`, asking)
  await expect(failing).rejects.toMatchObject({ code: 'link-hidden' })
})

test('a short link leads to Apple Music alone', async () => {
  await using here = apple((where) => {
    if (where === 'apple.co/good') return redirect(`https://music.apple.com/us/song/x/7?ls`)
    if (where === 'apple.co/shop') return redirect('https://www.apple.com/shop')
    return where.startsWith('itunes.apple.com/lookup?id=7')
      ? Response.json({ results: [found(7)] })
      : undefined
  })
  expect((await here.links.find('https://apple.co/good', asking)).tracks).toHaveLength(1)
  await expect(here.links.find('https://apple.co/shop', asking)).rejects.toMatchObject({
    code: 'unsupported',
  })
})

/** A song as the Apple Music API has it. */
const resource = (id: number) => ({
  ...{ id: String(id), type: 'songs', href: `/v1/catalog/de/songs/${id}` },
  attributes: {
    ...{ name: `Song ${id}`, artistName: 'One & Two', albumName: 'Album', isrc: 'USAT22500463' },
    ...{ durationInMillis: 186_964, artwork: { url: `${COVER}/{w}x{h}bb.jpg`, width: 3000 } },
  },
})

test('with a token, a playlist comes whole by the API, page by page, and never from its own addresses', async () => {
  await using here = apple((where, request) => {
    expect(request.headers.get('authorization')).toBe('Bearer a.b.c')
    const { pathname, searchParams } = new URL(`http://${where}`)
    if (pathname !== `/v1/catalog/de/playlists/${LIST}/tracks`) return undefined
    const offset = Number(searchParams.get('offset'))
    const count = Math.min(100, 230 - offset)
    const data = Array.from({ length: count }, (_, n) => resource(offset + n))
    return Response.json({ data, ...(offset < 200 && { next: 'http://127.0.0.1:1/in' }) })
  }, 'a.b.c')
  const found = await here.links.find(`https://music.apple.com/de/playlist/x/${LIST}`, asking)
  expect(found.tracks[7]).toEqual({
    ...{ source: 'query', locator: 'One & Two - Song 7', title: 'Song 7', artist: 'One & Two' },
    ...{ album: 'Album', durationMs: 186_964, live: false, isrc: 'USAT22500463' },
    ...{ pageUrl: 'https://music.apple.com/song/7', artworkUrl: `${COVER}/300x300bb.jpg` },
  })
  expect(await allOf(found)).toHaveLength(230)
  expect(here.asked).toHaveLength(3)
})

test.each([401, 403, 500])(
  'a token that gets %i leaves the ways without, and is told',
  async (status) => {
    await using here = apple((where) => {
      if (where.startsWith('api.music.apple.com')) return new Response('', { status })
      if (where.startsWith('itunes.apple.com')) return Response.json({ results: [found(7)] })
      return listPage([row(1)])
    }, 'a.b.c')
    for (const path of ['song/x/7', 'album/x/7', `playlist/x/${LIST}`]) {
      const { tracks } = await here.links.find(`https://music.apple.com/us/${path}`, asking)
      expect(tracks).toHaveLength(1)
    }
    const health = here.links.health().find(({ name }) => name === 'api.music.apple.com')
    expect(health?.state).toBe(status === 403 ? 'ok' : 'failing')
    expect(JSON.stringify(here.links.health())).not.toContain('a.b.c')
  },
)
