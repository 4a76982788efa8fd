import { expect, setDefaultTimeout, test } from 'bun:test'
import type { Found, FoundTrack } from '../../../src/domain/track.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { PlayDl } from '../../../src/sources/play-dl/play-dl.ts'
import { Deezer } from '../../../src/sources/services/deezer.ts'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { YtDlp } from '../../../src/sources/yt-dlp/yt-dlp.ts'
import { asking, standIn } from '../services/stand-in.ts'
import { noAccess } from '../yt-dlp/program.ts'
import { type Site, set, sites, song } from './sites.ts'

// Each starts the program, a third of a second.
setDefaultTimeout(60_000)

const API = 'api-v2.soundcloud.com'
const LINK = 'https://soundcloud.com/artist/song-7?si=abc&utm_source=x'

async function started(site: Site) {
  const there = await sites(site)
  const playDl = new PlayDl(there.options)
  return {
    ...{ ...there, playDl },
    async [Symbol.asyncDispose]() {
      await playDl[Symbol.asyncDispose]()
      await there[Symbol.asyncDispose]()
    },
  }
}

async function all({ tracks, rest }: Found): Promise<FoundTrack[]> {
  const found = [...tracks]
  for await (const page of rest?.(asking.signal) ?? []) found.push(...page)
  return found
}

/** What `resolve` answers, for the link alone. */
const resolves =
  (answer: unknown): Site =>
  (where, url) => {
    if (where !== `${API}/resolve`) return undefined
    expect(url.searchParams.get('client_id')).toBe('c1d')
    return Response.json(answer)
  }

test('a song of SoundCloud is found by its link, through the guard alone, and yt-dlp opens it', async () => {
  await using here = await started(resolves(song(7)))
  expect(await here.playDl.find(LINK, asking)).toEqual({
    tracks: [
      {
        ...{ source: 'yt-dlp', locator: 'https://soundcloud.com/artist/song-7', title: 'Song 7' },
        ...{ artist: 'Artist', album: null, durationMs: 200_000, live: false },
        pageUrl: 'https://soundcloud.com/artist/song-7',
        artworkUrl: 'https://i1.sndcdn.com/artworks-7-t300x300.jpg',
      },
    ],
    ...{ total: 1, rest: null },
  })
  expect(here.asked).toEqual([
    ...['soundcloud.com/', 'a-v2.sndcdn.com/assets/50-bb.js', `${API}/resolve`],
  ])
  // Each connection was let through by the guard.
  expect(here.dialled).toEqual(Array(3).fill('CONNECT 93.184.216.34:443 HTTP/1.1'))
  expect(here.playDl.health()).toEqual({ name: 'play-dl', state: 'ok', detail: null })
})

test('a set comes in pages, of which the later ones are asked for when they are wanted', async () => {
  await using here = await started((where, url) => {
    const [, id] = /\/tracks\/(\d+)$/.exec(where) ?? []
    return id === undefined ? resolves(set(45))(where, url) : Response.json(song(Number(id)))
  })
  const found = await here.playDl.find('https://soundcloud.com/artist/sets/set', asking)
  if (found === null) throw new Error('nothing found')
  expect([found.tracks.length, found.total]).toEqual([20, 45])
  expect(here.asked.filter((where) => where.includes('/tracks/'))).toHaveLength(15)
  const tracks = await all(found)
  expect(tracks.map(({ title }) => title)).toEqual(
    Array.from({ length: 45 }, (_, n) => `Song ${n}`),
  )
  expect(here.asked.filter((where) => where === `${API}/resolve`)).toHaveLength(1)
})

test('a song of a set that can’t be had is left out, though play-dl would wait for it forever', async () => {
  await using here = await started((where, url) => {
    if (where === `${API}/tracks/6`) return new Response('gone', { status: 404 })
    if (where === `${API}/tracks/7`) return new Response('no JSON')
    return where === `${API}/tracks/5` ? Response.json(song(5)) : resolves(set(8))(where, url)
  })
  const found = await here.playDl.find('https://soundcloud.com/artist/sets/set', asking)
  expect(found?.tracks.map(({ title }) => title)).toEqual([
    'Song 0',
    'Song 1',
    'Song 2',
    'Song 3',
    'Song 4',
    'Song 5',
  ])
})

test('words are searched at SoundCloud, as they are', async () => {
  await using here = await started((where, url) => {
    if (where !== `${API}/search/tracks`) return undefined
    expect([url.searchParams.get('q'), url.searchParams.get('limit')]).toEqual(['a&b=c #1', '3'])
    return Response.json({ collection: [song(1), song(2), song(3), song(4)] })
  })
  const found = await here.playDl.searchSoundcloud('a&b=c #1', 3, asking.signal)
  expect(found?.tracks.map(({ title }) => title)).toEqual(['Song 1', 'Song 2', 'Song 3'])
})

test('links of Deezer are read as well, and their songs have to be looked for', async () => {
  const track = {
    ...{
      id: 1,
      title: 'Song',
      title_short: 'Song',
      duration: 180,
      link: 'https://www.deezer.com/track/1',
    },
    ...{ artist: { id: 2, name: 'Artist' }, contributors: [], release_date: '2020-01-01' },
    album: { id: 3, title: 'Album', cover_big: 'https://cdn-images.dzcdn.net/c.jpg' },
  }
  await using here = await started((where) =>
    where === 'api.deezer.com/track/1' ? Response.json(track) : undefined,
  )
  const found = await here.playDl.find('https://deezer.com/de/track/1', asking)
  expect(found?.tracks).toEqual([
    {
      ...{ source: 'query', locator: 'Artist - Song', title: 'Song', artist: 'Artist' },
      ...{ album: 'Album', durationMs: 180_000, live: false },
      ...{
        pageUrl: 'https://www.deezer.com/track/1',
        artworkUrl: 'https://cdn-images.dzcdn.net/c.jpg',
      },
    },
  ])
})

test('it is asked for what Deezer’s own API says in a way that our client can’t read', async () => {
  const track = { id: 1, title: 'Song', duration: 180, link: 'https://www.deezer.com/track/1' }
  const rest = { artist: { name: 'Artist' }, album: { title: 'Album' }, contributors: [] }
  await using here = await started((where) =>
    where === 'api.deezer.com/track/1' ? Response.json({ ...track, ...rest }) : undefined,
  )
  await using deezer = standIn(() => new Response('<html>'))
  const links = new ServiceLinks(new Deezer(deezer.options), deezer.options, here.playDl)
  const { tracks } = await links.find('https://www.deezer.com/track/1', asking)
  expect(tracks[0]?.locator).toBe('Artist - Song')
  // It wants a tenth of a second between requests.
  deezer.clock.advance(100)
  const failing = links.find('https://www.deezer.com/track/2', asking)
  await expect(failing).rejects.toMatchObject({ code: 'unsupported' })
})

test('what it can’t read is nothing, so that yt-dlp is asked', async () => {
  const answers = {
    missing: () => new Response('{}', { status: 404 }),
    'another-shape': () => Response.json({ kind: 'user' }),
    untitled: () => Response.json(song(7, { title: null })),
    elsewhere: () => Response.json(song(7, { permalink_url: 'http://127.0.0.1/' })),
    prototype: () => new Response('{"__proto__":{"kind":"track"}}'),
    html: () => new Response('<html>'),
    'nine-megabytes': () => new Response(`{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`),
    compressed: () =>
      new Response(Bun.gzipSync('x'.repeat(1e6)), { headers: { 'content-encoding': 'gzip' } }),
    inside: () => Response.redirect('https://127.0.0.1/'),
    circle: () => Response.redirect(`https://${API}/resolve?url=artist/circle`),
  }
  await using here = await started((where, url) => {
    if (where !== `${API}/resolve`) return undefined
    const name = url.searchParams.get('url')?.split('/').at(-1) ?? ''
    return (
      Object.entries(answers).find(([known]) => known === name)?.[1]() ?? Response.json(song(7))
    )
  })
  const find = (name: string) => here.playDl.find(`https://soundcloud.com/artist/${name}`, asking)
  for (const name of Object.keys(answers)) {
    expect([name, await find(name)]).toEqual([name, null])
    // The same process goes on.
    expect((await find('good'))?.tracks).toHaveLength(1)
  }
  expect(here.asked.filter((where) => where === 'soundcloud.com/')).toHaveLength(1)
})

test('after three answers that it can’t read it is left alone for ten minutes', async () => {
  let answer: unknown = { kind: 'user' }
  await using here = await started((where) =>
    where === `${API}/resolve` ? Response.json(answer) : undefined,
  )
  for (let time = 0; time < 4; time++) expect(await here.playDl.find(LINK, asking)).toBeNull()
  expect(here.asked.filter((where) => where === `${API}/resolve`)).toHaveLength(3)
  expect(here.playDl.health().state).toBe('off')
  answer = song(7)
  here.clock.advance(10 * 60_000)
  expect((await here.playDl.find(LINK, asking))?.tracks).toHaveLength(1)
})

test('an answer that never comes ends the process, and the next one waits for a new process', async () => {
  const asked = Promise.withResolvers<void>()
  let isStuck = true
  await using here = await started((where) => {
    if (where !== `${API}/resolve`) return undefined
    if (!isStuck) return Response.json(song(7))
    asked.resolve()
    return new Promise(() => {})
  })
  const failing = here.playDl.find(LINK, asking)
  await asked.promise
  here.clock.advance(12_000)
  expect(await failing).toBeNull()
  expect(here.playDl.health().state).toBe('off')
  isStuck = false
  expect(await here.playDl.find(LINK, asking)).toBeNull()
  here.clock.advance(2_000)
  expect((await here.playDl.find(LINK, asking))?.tracks).toHaveLength(1)
})

test('who goes away is not waited for, and harms nobody', async () => {
  const asked = Promise.withResolvers<void>()
  await using here = await started((where) => {
    if (where !== `${API}/resolve`) return undefined
    asked.resolve()
    return new Promise(() => {})
  })
  const left = new AbortController()
  const failing = here.playDl.find(LINK, { ...asking, signal: left.signal })
  await asked.promise
  left.abort(new Error('left'))
  await expect(failing).rejects.toThrow('left')
  expect(here.playDl.health().state).toBe('ok')
})

test.each([
  'https://soundcloud.com/artist',
  'https://soundcloud.com/artist/sets',
  'https://soundcloud.com/artist/private/s-T0ken',
  'https://on.soundcloud.com/abc',
  'https://soundcloud.com.example.org/a/b',
  'https://www.deezer.com/artist/1',
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
])('%s is nothing that it is asked', async (link) => {
  await using here = await started(() => undefined)
  expect(await here.playDl.find(link, asking)).toBeNull()
  expect(here.asked).toEqual([])
})

test('yt-dlp is asked only for what play-dl does not find, and for a single match of words', async () => {
  await using here = await started((where, url) => {
    if (where === `${API}/search/tracks`) return Response.json({ collection: [song(1), song(2)] })
    return url.searchParams.get('url')?.endsWith('/song-7')
      ? resolves(song(7))(where, url)
      : undefined
  })
  const { proxy, folder, bunPath } = here.options
  await using ytdlp = new YtDlp({
    ...{ program: '/no-such-program', bunPath, dataDir: folder, access: noAccess, proxy },
    ...{ log: silentLog, quick: here.playDl },
  })
  expect((await ytdlp.find(LINK, asking)).tracks).toHaveLength(1)
  const search = { words: 'song', place: 'soundcloud' as const }
  expect((await ytdlp.search({ ...search, limit: 10 }, asking)).tracks).toHaveLength(2)
  const others = [
    () => ytdlp.find('https://soundcloud.com/artist/other', asking),
    () => ytdlp.search({ ...search, limit: 1 }, asking),
    () => ytdlp.search({ words: 'song', place: 'youtube', limit: 10 }, asking),
  ]
  for (const other of others) await expect(other()).rejects.toMatchObject({ code: 'ytdlp-missing' })
})
