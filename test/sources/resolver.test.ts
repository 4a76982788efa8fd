import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guildId, newTrackId, userId } from '../../src/base/ids.ts'
import { MemoryCache } from '../../src/cache/memory-cache.ts'
import { parseMediaServers } from '../../src/config/media-servers.ts'
import { Fault } from '../../src/config/values.ts'
import type { FoundTrack, Track } from '../../src/domain/track.ts'
import { silentLog } from '../../src/observability/log.ts'
import { Resolver } from '../../src/sources/resolver.ts'
import type { SourcesOptions } from '../../src/sources/sources.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { failureOf } from '../support/failure.ts'
import { CATALOG } from './music-servers/library.ts'
import { LocalSubsonic } from './opensubsonic/local-subsonic.ts'
import { audio, site } from './site.ts'
import { mp3 } from './tags/tagged-file.ts'
import { noAccess, ytdlpProgram } from './yt-dlp/program.ts'

/** The server that asks. */
const HERE = guildId('1')

// Some of these start yt-dlp, a second or two each.
setDefaultTimeout(120_000)

const never = new AbortController().signal
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'segue-resolver-'))
  await mkdir(join(home, 'music'))
  await writeFile(join(home, 'music', 'song.mp3'), mp3({ TIT2: 'The Song', TPE1: 'Somebody' }))
})
afterAll(() => rm(home, { recursive: true }))

function resolver(options: Partial<SourcesOptions> = {}): Promise<Resolver> {
  return Resolver.create({
    musicDir: join(home, 'music'),
    dataDir: join(home, 'data'),
    addresses: {},
    ytdlpPath: join(home, 'no-such-program'),
    ytdlpAccess: noAccess,
    log: silentLog,
    ...options,
  })
}

function queued(found: FoundTrack | undefined): Track {
  if (found === undefined) throw new Error('nothing found')
  return { ...found, id: newTrackId(), requestedBy: userId('1') }
}

test('words are looked for in the library, and its track opens as a file', async () => {
  await using library = await resolver()
  const {
    tracks: [track, ...more],
  } = await library.find('  the song ', HERE, never)
  expect(more).toHaveLength(0)
  expect((await library.find(' the song ', HERE, never)).foundBy).toEqual({
    words: 'the song',
    place: null,
  })
  // The path names it, so that it has no other matches.
  expect((await library.find('song.mp3', HERE, never)).foundBy).toBeUndefined()
  expect(track).toMatchObject({ source: 'local', title: 'The Song', artist: 'Somebody' })
  expect(await library.open(queued(track), HERE, never)).toMatchObject({ kind: 'file' })
  expect(await library.suggest('song', 5, never)).toEqual([
    { name: 'Somebody – The Song', value: 'song.mp3' },
  ])
})

test('a music server that’s away, or sleeps, keeps nobody from the web; where only it is asked, it’s told', async () => {
  using nas = new LocalSubsonic({ user: 'bot', password: 'p', catalog: CATALOG })
  const opensubsonic = parseMediaServers(nas.url, { example: '', keys: true })
  if (opensubsonic instanceof Fault) throw new Error(opensubsonic.sentence)
  const clock = new ManualClock()
  const mediaServers = { opensubsonic, jellyfin: [] }
  await using library = await resolver({ mediaServers, clock, ytdlpPath: ytdlpProgram() })
  const search = (place: 'library' | null) =>
    library.search({ text: 'haystack', limit: 1, place }, HERE, never)
  expect((await search(null)).tracks).toMatchObject([{ source: 'opensubsonic' }])
  nas.misbehave = () => new Response(null, { status: 502 })
  // The web was asked, which isn't here.
  expect(await failureOf(search(null))).toMatchObject({ code: 'search-away' })
  expect(await failureOf(search('library'))).toMatchObject({ code: 'source-busy' })
  const asleep = Promise.withResolvers<Response>()
  const asked = Promise.withResolvers<void>()
  nas.misbehave = () => {
    asked.resolve()
    return asleep.promise
  }
  const finding = search(null)
  await asked.promise
  clock.advance(4_000)
  expect(await failureOf(finding)).toMatchObject({ code: 'search-away' })
  asleep.resolve(new Response(null, { status: 502 }))
})

test('without yt-dlp the library and direct files work, and the rest says what is missing', async () => {
  using web = site({ '/a.wav': audio(), '/page': '<title>page</title>' })
  await using library = await resolver({ addresses: { allowed: [`127.0.0.1:${web.port}`] } })
  expect(await library.find(`${web.url}/a.wav`, HERE, never)).toMatchObject({
    tracks: [{ source: 'http' }],
  })
  await expect(library.find(`${web.url}/page`, HERE, never)).rejects.toMatchObject({
    code: 'ytdlp-missing',
  })
  await expect(library.find('words that no library knows', HERE, never)).rejects.toMatchObject({
    code: 'nothing-found',
  })
  await expect(library.find(`${web.url}/none.mp3`, HERE, never)).rejects.toMatchObject({
    code: 'http-status',
  })
})

test('words that the library lacks say so where the web search cannot be reached', async () => {
  // yt-dlp's words where its host has no way to the internet; here it would find something.
  const ytdlpPath = join(home, 'yt-dlp-without-network')
  const error = 'ERROR: Unable to download API page: [Errno 111] Connection refused'
  await writeFile(ytdlpPath, `#!/bin/sh\necho "${error}" >&2\nexit 1\n`, { mode: 0o755 })
  await using library = await resolver({ ytdlpPath })
  await expect(library.find('words that no library knows', HERE, never)).rejects.toMatchObject({
    code: 'search-away',
  })
})

test('words are looked for in the order that the host wants, until something is found', async () => {
  const runs = join(home, 'searches')
  const ytdlpPath = join(home, 'searching')
  const finds = `case "$*" in *lost) echo null;; *) echo '{"entries":[{"_type":"url","url":"https://x.test/","title":"x"}]}';; esac`
  const program = `#!/bin/sh\nfor last; do :; done\necho "$last" >> '${runs}'\n${finds}\n`
  await writeFile(ytdlpPath, program, { mode: 0o755 })
  const found = async (words: string, order: SourcesOptions['searchOrder']) => {
    await rm(runs, { force: true })
    await using library = await resolver({ ytdlpPath, ...(order && { searchOrder: order }) })
    const { tracks } = await library.find(words, HERE, never)
    const asked = await readFile(runs, 'utf8').catch(() => '')
    const searches = asked.split('\n').filter((line) => line.includes('search'))
    return [tracks[0]?.source, ...searches]
  }
  expect(await found('the song', undefined)).toEqual(['local'])
  expect(await found('the song', ['soundcloud', 'library'])).toEqual([
    'yt-dlp',
    'scsearch1:the song',
  ])
  expect(await found('other', ['library', 'soundcloud'])).toEqual(['yt-dlp', 'scsearch1:other'])
  await expect(found('lost', ['youtube', 'library', 'soundcloud'])).rejects.toMatchObject({
    code: 'nothing-found',
  })
  // The start asks for the version, in its own time.
  const asked = (await readFile(runs, 'utf8')).split('\n').filter((run) => run !== '--version')
  expect(asked.join('\n')).toContain('ytsearch1:lost\nscsearch1:lost\n')
})

test('what the web found is found again without asking, until another yt-dlp may find more', async () => {
  const runs = join(home, 'cached-runs')
  const ytdlpPath = join(home, 'counting')
  const entry = '{"_type":"url","url":"https://x.test/","title":"x"}'
  const program = `#!/bin/sh\nfor last; do :; done\necho "$last" >> '${runs}'\necho '{"entries":[${entry}]}'\n`
  await writeFile(ytdlpPath, program, { mode: 0o755 })
  using web = site({ '/page': 'a page', '/none': () => new Response('', { status: 404 }) })
  const addresses = { allowed: [`127.0.0.1:${web.port}`] }
  const cache = new MemoryCache(new ManualClock())
  await using library = await resolver({ ytdlpPath, cache, addresses })
  const asked = async () =>
    (await readFile(runs, 'utf8')).split('\n').filter((line) => /search|http/.test(line))
  const page = `${web.url}/page`
  for (let time = 0; time < 2; time++)
    for (const query of ['words', page])
      expect((await library.find(query, HERE, never)).tracks).toMatchObject([{ title: 'x' }])
  expect(await asked()).toEqual(['ytsearch1:words', page])
  await library.reloadYtdlp(ytdlpPath)
  await library.find('words', HERE, never)
  expect(await asked()).toEqual(['ytsearch1:words', page, 'ytsearch1:words'])
  // yt-dlp can't read what's missing either.
  await expect(library.find(`${web.url}/none`, HERE, never)).rejects.toMatchObject({
    code: 'http-status',
  })
  expect(await asked()).toHaveLength(3)
})

test('a direct file is read by ourselves, a page by yt-dlp', async () => {
  using web = site({
    '/a.wav': audio(),
    '/page': '<title>Page</title><audio src="/a.wav"></audio>',
  })
  await using library = await resolver({
    addresses: { allowed: [`127.0.0.1:${web.port}`] },
    ytdlpPath: ytdlpProgram(),
  })
  const {
    tracks: [direct],
  } = await library.find(`${web.url}/a.wav`, HERE, never)
  const {
    tracks: [page],
  } = await library.find(`${web.url}/page`, HERE, never)
  expect([direct?.source, page?.source]).toEqual(['http', 'yt-dlp'])
  for (const track of [direct, page]) {
    expect(await library.open(queued(track), HERE, never)).toMatchObject({
      kind: 'http',
      url: `${web.url}/a.wav`,
    })
  }
  const kept = (await readdir(join(home, 'data'))).filter((name) => !name.startsWith('library.'))
  expect(kept).toEqual(['yt-dlp'])
})

test.each([
  ['', 'bad-query'],
  [' \n ', 'bad-query'],
  ['http://', 'bad-query'],
  ['http://user:pass@example.com/a.mp3', 'bad-query'],
  ['ftp://example.com/a.mp3', 'unsupported'],
  ['gopher://127.0.0.1/', 'unsupported'],
  ['file:///etc/passwd', 'outside-library'],
  ['/etc/passwd', 'outside-library'],
  ['../../etc/passwd', 'outside-library'],
  ['http://127.0.0.1:1/a.mp3', 'address-refused'],
  ['http://localhost/', 'address-refused'],
  ['http://2130706433/', 'address-refused'],
  ['http://[::1]/', 'address-refused'],
  ['http://169.254.169.254/latest/meta-data/', 'address-refused'],
])('%j is %s', async (query, code) => {
  await using library = await resolver()
  await expect(library.find(query, HERE, never)).rejects.toMatchObject({ code })
})

test.each([
  ['<', '>'],
  ['||', '||'],
  ['|| <', '> ||'],
])('a link within %s and %s is the link', async (before, behind) => {
  using web = site({ '/a.wav': audio() })
  await using library = await resolver({ addresses: { allowed: [`127.0.0.1:${web.port}`] } })
  const {
    tracks: [track],
  } = await library.find(` ${before}${web.url}/a.wav${behind} `, HERE, never)
  expect(track?.locator).toBe(`${web.url}/a.wav`)
})

test('a query beyond what a command can carry is refused', async () => {
  await using library = await resolver()
  await expect(library.find('x'.repeat(6001), HERE, never)).rejects.toMatchObject({
    code: 'bad-query',
  })
})

test('without a library a path is outside of it, and there is nothing to suggest', async () => {
  await using library = await resolver({ musicDir: null })
  await expect(library.find('/etc/passwd', HERE, never)).rejects.toMatchObject({
    code: 'outside-library',
  })
  expect(await library.suggest('song', 5, never)).toEqual([])
  await expect(
    library.open(queued({ ...LOCAL, locator: 'song.mp3' }), HERE, never),
  ).rejects.toMatchObject({ code: 'gone' })
})

test('an unreadable entry of the allow-list is named at the start', async () => {
  await expect(resolver({ addresses: { allowed: ['not an entry'] } })).rejects.toThrow(
    'not an entry',
  )
})

test('stopping twice is harmless', async () => {
  const library = await resolver()
  await library[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const LOCAL: FoundTrack = {
  source: 'local',
  locator: '',
  title: 'x',
  artist: null,
  album: null,
  durationMs: null,
  live: false,
  pageUrl: null,
}
