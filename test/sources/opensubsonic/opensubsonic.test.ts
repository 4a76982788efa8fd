import { afterAll, describe, expect, test } from 'bun:test'
import { type ErrorCode, SegueError } from '../../../src/base/error.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { Scrobbles } from '../../../src/sources/opensubsonic/scrobbles.ts'
import type { Source } from '../../../src/sources/source.ts'
import { keepsTheSourceContract } from '../../contract/sources.ts'
import { track } from '../../domain/player/sample.ts'
import { failureOf } from '../../support/failure.ts'
import { png } from '../../support/pictures.ts'
import * as library from '../music-servers/library.ts'
import {
  asking,
  CATALOG,
  choice,
  heard,
  queued,
  searched,
  song,
  titles,
} from '../music-servers/library.ts'
import { wav } from '../site.ts'
import { LocalSubsonic, type LocalSubsonicOptions } from './local-subsonic.ts'

const PASSWORD = 's3cret pass&'

const servers: LocalSubsonic[] = []
afterAll(() => {
  for (const server of servers) server[Symbol.dispose]()
})

function started(options: Partial<LocalSubsonicOptions> = {}): LocalSubsonic {
  const server = new LocalSubsonic({
    user: 'bot',
    password: PASSWORD,
    catalog: CATALOG,
    ...options,
  })
  servers.push(server)
  return server
}

const sourceOf = (urls: string): Source => library.sourceOf('opensubsonic', urls)

keepsTheSourceContract('opensubsonic', async () => {
  const server = started()
  const source = sourceOf(server.url)
  return {
    source,
    link: await choice(source, 'kitchen', '📃 Kitchen'),
    missing: (await choice(source, 'needle', 'Ann – Needle')).replace(/\d+$/, 'gone'),
    words: 'needle',
    secrets: [PASSWORD, encodeURIComponent(PASSWORD), 'u=bot', '127.0.0.1'].slice(0, 3),
    [Symbol.asyncDispose]: async () => {},
  }
})

test('the best match comes first, whatever order the server has', async () => {
  const source = sourceOf(started().url)
  expect(titles(await searched(source, 'needlework'))).toEqual(['Needlework'])
  expect(titles(await searched(source, 'needle'))).toEqual(['Needle', 'Needlework'])
  expect(titles(await searched(source, 'ann', 2))).toEqual(['Needle', 'Haystack'])
})

test('which recording a song is comes along where the server knows it', async () => {
  const songs = [
    song('1', { title: 'Known', isrc: 'GB-AAA-97-00001' }),
    song('2', { title: 'Odd', isrc: 'none' }),
  ]
  const source = sourceOf(started({ catalog: { songs } }).url)
  expect((await searched(source, 'known'))[0]?.isrc).toBe('GBAAA9700001')
  expect((await searched(source, 'odd'))[0]).not.toHaveProperty('isrc')
})

test('albums, artists and playlists bring their songs in order, and chance brings some of all', async () => {
  const server = started()
  const source = sourceOf(server.url)
  const found = async (text: string, name: string) =>
    titles((await source.find(await choice(source, text, name), asking)).tracks)
  expect(await found('first', '💿 Ann – First')).toEqual(['Needle', 'Haystack'])
  expect(await found('ann', '👤 Ann')).toEqual(['Needle', 'Haystack', 'Needlework'])
  expect(await found('kitchen', '📃 Kitchen')).toEqual(['Far', 'Needle'])
  expect((await found('', '🎲 Subsonic')).toSorted()).toEqual([
    ...['Far', 'Haystack', 'Needle', 'Needlework'],
  ])
})

test('a playlist or an album whose name is typed whole is found as its songs, unless a song is called so', async () => {
  const server = started({
    catalog: {
      songs: [
        song('1', { title: 'Title', album: 'First' }),
        song('2', { title: 'Kitchen Sink', album: 'First' }),
        song('3', { title: 'Second', album: 'Second' }),
        song('4', { title: 'Other', album: 'Second' }),
      ],
      playlists: [
        { id: 'p1', name: 'Kitchen', songs: ['4', '1'] },
        { id: 'p2', name: 'First', songs: ['3'] },
      ],
    },
  })
  const source = sourceOf(server.url)
  const found = async (words: string, lists = true) => {
    const all = await source.search?.({ words, limit: 10, place: 'library', lists }, asking)
    return { titles: titles(all?.tracks ?? []), byWords: all?.foundBy !== undefined }
  }
  expect(await found('kitchen')).toEqual({ titles: ['Other', 'Title'], byWords: false })
  expect(await found('Ann First')).toEqual({ titles: ['Title', 'Kitchen Sink'], byWords: false })
  // A playlist comes before an album, and a song before both.
  expect(await found('First')).toEqual({ titles: ['Second'], byWords: false })
  expect((await found('Second')).titles[0]).toBe('Second')
  expect((await found('Second')).byWords).toBe(true)
  // Whoever wants to choose gets songs, and part of a name is no name.
  expect(await found('kitchen', false)).toEqual({ titles: ['Kitchen Sink'], byWords: true })
  expect(await found('kitch')).toEqual({ titles: ['Kitchen Sink'], byWords: true })
})

test('an artist’s albums are asked for one by one, as their songs are taken', async () => {
  const songs = Array.from({ length: 120 }, (_, at) =>
    song(`s${at}`, { album: `Album ${Math.floor(at / 10)}` }),
  )
  const server = started({ catalog: { songs } })
  const source = sourceOf(server.url)
  const { tracks, rest } = await source.find(await choice(source, 'ann', '👤 Ann'), asking)
  expect(tracks).toHaveLength(50)
  expect(server.calls('getAlbum')).toHaveLength(5)
  const later: FoundTrack[] = []
  for await (const page of rest?.(asking.signal) ?? []) later.push(...page)
  expect(later.at(-1)?.title).toBe('Song s119')
  expect([...tracks, ...later]).toHaveLength(120)
})

test('a file is fetched as it is, and one of an unknown kind as MP3; the address is made anew and names its server', async () => {
  const server = started()
  const source = sourceOf(server.url)
  const [needle] = await searched(source, 'needle')
  const [far] = await searched(source, 'far')
  if (needle === undefined || far === undefined) throw new Error('nothing found')
  const media = await source.open(queued(needle), asking)
  if (media.kind !== 'http') throw new Error(media.kind)
  expect(media).toMatchObject({ live: false, named: `127.0.0.1:${server.port}` })
  const answer = await fetch(media.url)
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(wav())
  const other = await source.open(queued(far), asking)
  expect(other.kind === 'http' && new URL(other.url).searchParams.get('format')).toBe('mp3')
})

test('what goes with a song: what the server says, its artist’s, its genre’s, and of a song from elsewhere its artist’s', async () => {
  const source = sourceOf(started().url)
  const [needle] = await searched(source, 'needle')
  if (needle === undefined) throw new Error('nothing found')
  const related = async (seed: FoundTrack, mode: 'similar' | 'genre' | 'artist') =>
    (await source.related?.(seed, mode, asking))?.map(({ by, track }) => `${by} ${track.title}`)
  expect(await related(needle, 'similar')).toEqual([
    ...['similar Far', 'artist Needle', 'artist Haystack', 'artist Needlework'],
    ...['genre Needle', 'genre Haystack'],
  ])
  expect(await related(needle, 'genre')).toEqual(['genre Needle', 'genre Haystack'])
  const elsewhere: FoundTrack = { ...needle, source: 'http', locator: 'https://a.example/' }
  expect(await related(elsewhere, 'similar')).toEqual([
    ...['artist Needle', 'artist Haystack', 'artist Needlework'],
  ])
})

test('what a server can’t do takes nothing from the rest', async () => {
  const server = started()
  const refused = { status: 'failed', error: { code: 50, message: 'not authorized' } }
  server.misbehave = (method) =>
    method === 'getSimilarSongs' || method === 'getPlaylists'
      ? Response.json({ 'subsonic-response': refused })
      : null
  const source = sourceOf(server.url)
  const [needle] = await searched(source, 'haystack')
  if (needle === undefined) throw new Error('nothing found')
  const related = await source.related?.(needle, 'similar', asking)
  expect(related?.map(({ by }) => by)).toEqual(['artist', 'artist', 'artist', 'genre', 'genre'])
  expect(await source.suggest?.('haystack', 25, asking.signal)).toHaveLength(1)
})

test('words are those with times, of no translation; an old server has them without', async () => {
  const words = [
    [0, 'One\nline'],
    [61_500, 'Two'],
  ] as const
  const catalog = { songs: [song('1', { title: 'Sung', words }), song('2', { title: 'Silent' })] }
  for (const [old, lyrics] of [
    [false, '[00:00.00]One line\n[01:01.50]Two'],
    [true, 'One\nline\nTwo'],
  ] as const) {
    const source = sourceOf(started({ catalog, old }).url)
    const [sung] = await searched(source, 'sung')
    const [silent] = await searched(source, 'silent')
    if (sung === undefined || silent === undefined) throw new Error('nothing found')
    expect(await source.lyrics?.(sung, asking)).toBe(lyrics)
    expect(await source.lyrics?.(silent, asking)).toBeNull()
  }
})

test('a server that’s away hides nothing of the others; without any, it says why', async () => {
  const here = started()
  const away = started()
  const both = sourceOf(`${here.url} ${away.url}`)
  away.misbehave = () => new Response('starting', { status: 502 })
  expect(titles(await searched(both, 'needle'))).toEqual(['Needle', 'Needlework'])
  expect(await both.suggest?.('needle', 25, asking.signal)).toHaveLength(2)
  const alone = sourceOf(away.url)
  expect(await failureOf(searched(alone, 'needle'))).toMatchObject({ code: 'source-busy' })
  expect(await alone.suggest?.('needle', 25, asking.signal)).toEqual([])
  expect(alone.health?.()).toEqual([
    { name: `127.0.0.1:${away.port}`, state: 'failing', detail: 'source-busy' },
  ])
})

test('songs of a server that the host took away are gone, and so are songs that it deleted', async () => {
  const source = sourceOf(started().url)
  const [needle] = await searched(source, 'needle')
  if (needle === undefined) throw new Error('nothing found')
  const other = sourceOf(started().url)
  expect(await failureOf(other.open(queued(needle), asking))).toMatchObject({ code: 'gone' })
  const deleted = queued({ ...needle, locator: needle.locator.replace('/1', '/999') })
  expect(await failureOf(source.open(deleted, asking))).toMatchObject({ code: 'gone' })
})

test('a cover is fetched by the bot, if it’s a picture of a sensible size', async () => {
  const cover = new Uint8Array(png('needle'))
  const songs = [song('1', { title: 'Needle', cover }), song('2', { title: 'Bare' })]
  const odd = song('3', { title: 'Odd', cover: new TextEncoder().encode('<svg onload=alert(1)>') })
  const server = started({ catalog: { songs: [...songs, odd] } })
  const source = sourceOf(server.url)
  const coverOf = async (words: string) => {
    const [track] = await searched(source, words)
    if (track === undefined) throw new Error(words)
    return await source.cover?.(track, asking)
  }
  expect(await coverOf('needle')).toEqual({ type: 'image/png', bytes: Buffer.from(cover) })
  expect(await coverOf('bare')).toBeNull()
  expect(await coverOf('odd')).toBeNull()
  const huge = () => new Response(new Uint8Array(png('huge', 5 * 1024 * 1024)))
  server.misbehave = (method) => (method === 'getCoverArt' ? huge() : null)
  expect(await coverOf('needle')).toBeNull()
})

describe('what people hear', () => {
  const queuedNeedle = track('needle', { source: 'opensubsonic' })
  const { signal } = asking
  const played = { playedMs: 30_000, positionMs: 60_000, sounds: false }
  const AT = '1700000000000'

  test('is told: that it plays, and that it was played once half of it was heard', async () => {
    const server = started()
    const source = sourceOf(server.url)
    const [needle] = (await searched(source, 'needle')).map(queued)
    if (needle === undefined) throw new Error('nothing found')
    await source.tell?.(heard(needle, 'began'), signal)
    await source.tell?.(heard(needle, 'goes-on', { playedMs: 29_000 }), signal)
    await source.tell?.(heard(needle, 'ended', { playedMs: 29_000, sounds: false }), signal)
    expect(server.scrobbled).toEqual([{ id: '1', time: AT, submission: 'false' }])
    await source.tell?.(heard(needle, 'ended', played), signal)
    expect(server.scrobbled.at(-1)).toEqual({ id: '1', time: AT, submission: 'true' })
    expect(server.scrobbled).toHaveLength(2)
  })

  test('waits for a server that’s away, two hundred plays at most, and not where it’s refused', async () => {
    const sent: number[] = []
    let failure: ErrorCode | null = 'source-lost'
    const scrobbles = new Scrobbles(async ({ time, submission }) => {
      if (failure !== null) throw new SegueError(failure)
      if (submission === 'true') sent.push(Number(time))
    })
    const ended = (at: number) =>
      scrobbles.tell(
        '1',
        heard(queuedNeedle, 'ended', { ...played, startedAt: new Date(at) }),
        signal,
      )
    for (let at = 0; at < 205; at++) await failureOf(ended(at))
    failure = 'gone'
    // The oldest one is refused and given up.
    await failureOf(ended(205))
    failure = null
    for (let time = 0; time < 12; time++)
      await scrobbles.tell('1', heard(queuedNeedle, 'began'), signal)
    expect(sent).toEqual(Array.from({ length: 199 }, (_, at) => at + 7))
  })

  test('is told later, in order, when the server is back', async () => {
    const server = started()
    const source = sourceOf(server.url)
    const [needle] = (await searched(source, 'needle')).map(queued)
    if (needle === undefined) throw new Error('nothing found')
    server.misbehave = () => new Response(null, { status: 502 })
    for (const at of [1, 2]) {
      const ended = heard(needle, 'ended', { ...played, startedAt: new Date(at) })
      await failureOf(source.tell?.(ended, signal) ?? Promise.resolve())
    }
    server.misbehave = () => null
    await source.tell?.(heard(needle, 'began'), signal)
    expect(server.scrobbled.map(({ time, submission }) => `${time} ${submission}`)).toEqual([
      ...[`${AT} false`, '1 true', '2 true'],
    ])
  })
})

describe('who signs in', () => {
  test('by an API key', async () => {
    const server = started({ apiKey: 'k3y' })
    const source = sourceOf(`http://127.0.0.1:${server.port}/?apiKey=k3y`)
    expect(titles(await searched(source, 'far'))).toEqual(['Far'])
  })
  test('by the password itself where the server can check no hash of it', async () => {
    const server = started({ ldap: true })
    const source = sourceOf(server.url)
    expect(titles(await searched(source, 'far'))).toEqual(['Far'])
    expect(titles(await searched(source, 'needle'))).toEqual(['Needle', 'Needlework'])
    const wrong = sourceOf(server.url.replace('s3cret', 'wr0ng'))
    expect(await failureOf(searched(wrong, 'far'))).toMatchObject({ code: 'library-login' })
    // It's asked at most twice, and not forever.
    expect(server.calls('search3').length).toBeLessThanOrEqual(5)
  })
  test.each([
    ['a wrong password', (port: number) => `http://bot:wr0ng@127.0.0.1:${port}`],
    ['a wrong key', (port: number) => `http://127.0.0.1:${port}?apiKey=wr0ng`],
  ])('%s is refused without repeating it', async (_what, url) => {
    const source = sourceOf(url(started({ apiKey: 'k3y' }).port))
    const error = await failureOf(searched(source, 'far'))
    expect(error).toMatchObject({ code: 'library-login' })
    expect(source.health?.()).toMatchObject([{ state: 'failing', detail: 'library-login' }])
    // The server's own words hold all that it was asked.
    expect(Bun.inspect(error)).not.toMatch(/wr0ng|bot|t=|s=/)
  })
})

describe('an answer that no server should give is refused or bounded:', () => {
  const answers: Readonly<Record<string, () => Response>> = {
    'a web page': () =>
      new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } }),
    'half of JSON': () => new Response('{"subsonic-response":{"status":"ok","searchRes'),
    'a list': () => Response.json([1, 2]),
    null: () => Response.json(null),
    'another envelope': () => Response.json({ status: 'ok' }),
    'no status': () => Response.json({ 'subsonic-response': {} }),
    'an odd error': () =>
      Response.json({ 'subsonic-response': { status: 'failed', error: 'x'.repeat(99) } }),
    'no such method': () => new Response('404', { status: 404 }),
  }
  test.each(Object.keys(answers))('%s', async (what) => {
    const server = started()
    server.misbehave = () => answers[what]?.() ?? null
    const source = sourceOf(server.url)
    expect(await failureOf(searched(source, 'needle'))).toMatchObject({ code: 'unsupported' })
    expect(await source.suggest?.('needle', 25, asking.signal)).toEqual([])
  })

  test('more than a list of songs is long', async () => {
    const server = started()
    server.misbehave = () => new Response(`{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`)
    expect(await failureOf(searched(sourceOf(server.url), 'needle'))).toMatchObject({
      code: 'unsupported',
    })
  })

  test('a playlist that’s too long for one answer', async () => {
    const server = started()
    const source = sourceOf(server.url)
    const kitchen = await choice(source, 'kitchen', '📃 Kitchen')
    server.misbehave = () => new Response(`{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`)
    expect(await failureOf(source.find(kitchen, asking))).toMatchObject({ code: 'list-too-long' })
  })

  test('songs without the least, with ids that are none, and with names that lie', async () => {
    const server = started()
    const named = (id: unknown, title: unknown) => ({ id, title, isDir: false, duration: -5 })
    const list = [
      ...[7, 'text', null, [], {}, named('a b', 'needle'), named('', 'needle')],
      ...[named('x'.repeat(200), 'needle'), named('ok', ' '), named(['a'], 'needle')],
      { ...named('dir', 'needle'), isDir: true },
      { ...named('film', 'needle'), isVideo: true },
      named('lies', `needle\n\u202e<@1> ${'z'.repeat(100_000)}`),
      { ...named(12, 'needle'), artist: 7, album: {}, duration: 1e300 },
    ]
    server.misbehave = () =>
      Response.json({ 'subsonic-response': { status: 'ok', searchResult3: { song: list } } })
    const found = await searched(sourceOf(server.url), 'needle')
    expect(found).toHaveLength(2)
    const [plain, lies] = found
    expect(plain).toMatchObject({ title: 'needle', artist: null, album: null, durationMs: null })
    expect(lies?.title).toStartWith('needle <@1> zzz')
    expect(lies?.title.length).toBeLessThanOrEqual(200)
  })

  test('more songs than were asked for', async () => {
    const server = started()
    const list = Array.from({ length: 5_000 }, (_, at) => ({ id: at, title: `needle ${at}` }))
    server.misbehave = () =>
      Response.json({ 'subsonic-response': { status: 'ok', searchResult3: { song: list } } })
    expect(await searched(sourceOf(server.url), 'needle', 10)).toHaveLength(10)
  })
})

test('whoever leaves waits for no slow server', async () => {
  const server = started()
  const answered = Promise.withResolvers<Response>()
  server.misbehave = () => answered.promise
  const leaving = new AbortController()
  const finding = failureOf(
    Promise.resolve(
      sourceOf(server.url).search?.(
        { words: 'needle', limit: 1, place: 'library' },
        { ...asking, signal: leaving.signal },
      ),
    ),
  )
  leaving.abort(new Error('left'))
  expect(await finding).toMatchObject({ message: 'left' })
  answered.resolve(new Response('late'))
})
