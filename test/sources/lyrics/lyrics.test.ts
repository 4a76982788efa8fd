import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../src/base/clock.ts'
import { codeOf } from '../../../src/base/error.ts'
import { guildId } from '../../../src/base/ids.ts'
import { MemoryCache } from '../../../src/cache/memory-cache.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { LyricsFinder } from '../../../src/sources/lyrics/lyrics.ts'
import { lyricsOfFile } from '../../../src/sources/lyrics/of-file.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { track } from '../../domain/player/sample.ts'
import { threadTime } from '../../support/thread-time.ts'
import { frame, mp3 } from '../tags/tagged-file.ts'

const guild = guildId('1')
const { signal } = new AbortController()

/** A service that speaks LRCLIB's protocol; `answer` decides what it says to each request. */
let answer: (url: URL) => Response = () => new Response('{}', { status: 404 })
let asked: URL[] = []
let agents: (string | null)[] = []
let server: Bun.Server<undefined>
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-lyrics-'))
  server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) => {
      const url = new URL(request.url)
      asked.push(url)
      agents.push(request.headers.get('user-agent'))
      return answer(url)
    },
  })
})
afterAll(async () => {
  await server.stop(true)
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  asked = []
  agents = []
})

const finder = (
  own: string | null = null,
  url: string | null = `http://127.0.0.1:${server.port}`,
) =>
  new LyricsFinder({
    ...{ url, addresses: {}, ofSource: async () => own },
    cache: new MemoryCache(systemClock),
  })

const hello: FoundTrack = {
  ...track('x'),
  ...{ title: 'Adele - Hello (Official Video)', artist: 'AdeleVEVO', durationMs: 295_400 },
}
const record = (fields: Record<string, unknown> = {}) => ({
  ...{ trackName: 'Hello', artistName: 'Adele', albumName: '25', duration: 295 },
  ...{ plainLyrics: 'Hello', syncedLyrics: '[00:06.00]Hello', instrumental: false },
  ...fields,
})

test('it’s asked for artist, title, album and length as people would say them, and says who asks', async () => {
  answer = ({ pathname }) =>
    pathname === '/api/get' ? Response.json(record()) : new Response('', { status: 500 })
  const found = await finder().find({ ...hello, album: '25' }, guild, signal)
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
    ...{ artist_name: 'Adele', track_name: 'Hello', album_name: '25', duration: '295' },
  })
  expect(agents[0]).toStartWith('Segue/')
  expect(found).toEqual({
    ...{ title: 'Hello', artist: 'Adele', from: `127.0.0.1:${server.port}` },
    lines: [{ atMs: 6_000, text: 'Hello' }],
  })
})

test('where it doesn’t know that recording, a search finds the nearest, without times that don’t fit', async () => {
  const results = [
    record({ trackName: 'Hello', artistName: 'Lionel Richie' }),
    record({ duration: 400, plainLyrics: 'too long' }),
    record({
      duration: 310,
      plainLyrics: null,
      syncedLyrics: '[00:06.00]Hello\n[00:07.00]It’s me',
    }),
  ]
  answer = ({ pathname }) =>
    pathname === '/api/search' ? Response.json(results) : new Response('{}', { status: 404 })
  const { lines } = await finder().find(hello, guild, signal)
  expect(lines).toEqual([
    { atMs: null, text: 'Hello' },
    { atMs: null, text: 'It’s me' },
  ])
  answer = ({ pathname }) =>
    pathname === '/api/search'
      ? Response.json([record({ duration: 296 })])
      : new Response('{}', { status: 404 })
  expect((await finder().find(hello, guild, signal)).lines[0]?.atMs).toBe(6_000)
})

test('times that don’t fit are left out of any text, however it’s written', async () => {
  const linesOf = async (syncedLyrics: string) => {
    const other = record({ duration: 310, plainLyrics: null, syncedLyrics })
    answer = ({ pathname }) =>
      pathname === '/api/search' ? Response.json([other]) : new Response('{}', { status: 404 })
    const { lines } = await finder().find(hello, guild, signal)
    return lines.map(({ atMs, text }) => (atMs === null ? text : 'a time'))
  }
  const chorus = '[ar:Adele]\n[00:09.00][00:06.00]Hello\n[00:07.00]<00:07.00>It’s <00:07.50>me'
  expect(await linesOf(chorus)).toEqual(['Hello', 'It’s me', 'Hello'])
  const workedMs = threadTime()
  for (const piece of ['\n', '[\n', '[00:01.00]\n'])
    await linesOf(`${piece.repeat(60_000 / piece.length)}x`)
  expect(workedMs()).toBeLessThan(2_000)
})

test('an answer, and that there’s none, is remembered; an instrumental has no lines', async () => {
  answer = () => Response.json(record({ plainLyrics: '', syncedLyrics: null, instrumental: true }))
  const known = finder()
  expect((await known.find(hello, guild, signal)).lines).toEqual([])
  await known.find(hello, guild, signal)
  expect(asked).toHaveLength(1)
  asked = []
  answer = () => new Response('{}', { status: 404 })
  const none = finder()
  for (let turn = 0; turn < 3; turn++)
    expect(await none.find(hello, guild, signal).catch(codeOf)).toBe('no-lyrics')
  // By length, and by a search.
  expect(asked).toHaveLength(2)
})

test('what is wrong with the service is told, and nothing of it is remembered', async () => {
  const all = finder()
  for (const broken of [
    () => new Response('no', { status: 500 }),
    () => new Response('<html>'),
    () => new Response('x'.repeat(2 * 1024 * 1024)),
    () => Response.redirect('http://127.0.0.1:1/', 302),
  ]) {
    answer = broken
    expect(await all.find(hello, guild, signal).catch(codeOf)).toBe('lyrics-away')
  }
  answer = () => Response.json(record())
  expect((await all.find(hello, guild, signal)).lines).toHaveLength(1)
  const off = finder(null, null)
  expect(await off.find(hello, guild, signal).catch(codeOf)).toBe('lyrics-off')
})

test('odd answers are no lyrics', async () => {
  for (const odd of [
    [],
    null,
    7,
    [null, 7, {}],
    { trackName: 1 },
    [record({ plainLyrics: 1, syncedLyrics: [] })],
  ]) {
    answer = () => Response.json(odd)
    expect(await finder().find(hello, guild, signal).catch(codeOf)).toBe('no-lyrics')
  }
})

test('what the file has comes first, and asks nobody', async () => {
  const found = await finder('[00:01.00]Mine').find(hello, guild, signal)
  expect(found).toMatchObject({ from: null, lines: [{ atMs: 1_000, text: 'Mine' }] })
  expect(asked).toEqual([])
})

test('a file’s words: in an .lrc beside it, else in its tags, with times or without', async () => {
  await using reader = new TagReader()
  const text = (words: string) =>
    frame('USLT', Buffer.concat([Buffer.from([3]), Buffer.from('eng\0'), Buffer.from(words)]))
  const time = (ms: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(ms)
    return bytes
  }
  const timed = frame(
    'SYLT',
    Buffer.concat([
      Buffer.from([3]),
      Buffer.from('eng'),
      Buffer.from([2, 1, 0]),
      ...[Buffer.from('One\0'), time(1_500), Buffer.from('Two\0'), time(3_000)],
    ]),
  )
  await mkdir(join(folder, 'a'))
  await Bun.write(join(folder, 'a', 'plain.mp3'), mp3({ TIT2: 'x' }, text('Line one\nLine two')))
  await Bun.write(join(folder, 'a', 'timed.mp3'), mp3({ TIT2: 'x' }, timed))
  await Bun.write(join(folder, 'a', 'both.mp3'), mp3({ TIT2: 'x' }, text('in the tag')))
  await Bun.write(join(folder, 'a', 'both.lrc'), Buffer.from('[00:01.00]bes\xefde', 'latin1'))
  await Bun.write(join(folder, 'a', 'none.mp3'), mp3({ TIT2: 'x' }))
  const of = (path: string) => lyricsOfFile(folder, path, reader)
  expect(await of('a/plain.mp3')).toBe('Line one\nLine two')
  expect(await of('a/timed.mp3')).toBe('[00:01.50]One\n[00:03.00]Two')
  expect(await of('a/both.mp3')).toBe('[00:01.00]besïde')
  expect(await of('a/none.mp3')).toBeNull()
  // Cut in the middle of a letter, it's still UTF-8.
  for (const before of ['', 'x', 'xx']) {
    await Bun.write(join(folder, 'a', 'none.lrc'), `${before}${'[00:01.00]さくら\n'.repeat(9_000)}`)
    expect((await of('a/none.mp3'))?.replaceAll('[00:01.00]さくら\n', '')).toBe(before)
  }
  const wide = Buffer.from('\ufeff[00:01.00]樱花\n', 'utf16le')
  await Bun.write(join(folder, 'a', 'none.lrc'), wide)
  expect(await of('a/none.mp3')).toBe('[00:01.00]樱花\n')
  expect(await of('../etc/passwd')).toBeNull()
})
