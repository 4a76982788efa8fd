import { expect, test } from 'bun:test'
import { guildId } from '../../../src/base/ids.ts'
import { MemoryCache } from '../../../src/cache/memory-cache.ts'
import { SEGMENT_CATEGORIES } from '../../../src/domain/schema/settings.ts'
import { MOST_SEGMENTS } from '../../../src/domain/segments.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { SponsorBlock } from '../../../src/sources/sponsorblock/sponsorblock.ts'
import { videoIdOf } from '../../../src/sources/sponsorblock/video-id.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { foundTrack } from '../../domain/player/sample.ts'
import { hashOf, SponsorBlockServer } from '../../support/sponsorblock-server.ts'

const never = new AbortController().signal
const ONE = 'dQw4w9WgXcQ'
const video = (id: string, seconds: number | null = 60) => {
  const locator = `https://www.youtube.com/watch?v=${id}`
  const durationMs = seconds === null ? null : seconds * 1_000
  return foundTrack('v', { source: 'yt-dlp', locator, pageUrl: locator, durationMs })
}

/** A video that isn't that one, whose hash begins alike. */
function neighbourOf(id: string): string {
  const prefix = hashOf(id).slice(0, 4)
  for (let n = 0; ; n++) {
    const other = `neighbour${n}`.slice(-11).padStart(11, '_')
    if (hashOf(other).startsWith(prefix)) return other
  }
}

function asking() {
  const server = new SponsorBlockServer()
  const clock = new ManualClock()
  const cache = new MemoryCache(clock)
  const logged: unknown[] = []
  const log = { ...silentLog, info: (...line: unknown[]) => void logged.push(line) }
  const client = new SponsorBlock({ url: server.url, addresses: {}, clock, cache, log })
  const segments = (track = video(ONE), signal = never) =>
    client.segmentsOf(track, { server: guildId('1'), signal })
  return {
    server,
    clock,
    logged,
    client,
    segments,
    [Symbol.dispose]: () => server[Symbol.dispose](),
  }
}

test('of all videos whose hash begins alike, only this one’s segments are taken', async () => {
  using here = asking()
  here.server.marked.set(neighbourOf(ONE), [{ category: 'sponsor', segment: [1, 2] }])
  here.server.marked.set(ONE, [
    { category: 'music_offtopic', segment: [0, 12.3456] },
    { category: 'sponsor', segment: [20, 30], actionType: 'mute' },
    { category: 'poi_highlight', segment: [5, 5] },
  ])
  expect(await here.segments()).toEqual([{ category: 'music_offtopic', startMs: 0, endMs: 12_346 }])
  const { pathname, searchParams } = new URL(here.server.asked[0] ?? '', 'http://x')
  expect(pathname).toBe(`/api/skipSegments/${hashOf(ONE).slice(0, 4)}`)
  expect(JSON.parse(searchParams.get('categories') ?? '')).toEqual([...SEGMENT_CATEGORIES])
  expect(searchParams.get('actionTypes')).toBe('["skip"]')
  expect(here.server.asked.join()).not.toContain(ONE)
})

test('404 means that there are none, and either answer is remembered for an hour', async () => {
  using here = asking()
  expect(await here.segments()).toEqual([])
  expect(await here.segments()).toEqual([])
  expect([here.server.asked.length, here.logged, here.client.health().state]).toEqual([1, [], 'ok'])
  here.clock.advance(60 * 60_000)
  here.server.marked.set(ONE, [{ category: 'intro', segment: [0, 5] }])
  expect(await here.segments()).toHaveLength(1)
  expect(await here.segments()).toHaveLength(1)
  expect(here.server.asked).toHaveLength(2)
})

test('what was marked in a video of another length is left alone', async () => {
  using here = asking()
  here.server.marked.set(ONE, [
    { category: 'sponsor', segment: [1, 5], videoDuration: 61.5 },
    { category: 'sponsor', segment: [6, 9], videoDuration: 75 },
  ])
  expect((await here.segments()).map(({ startMs }) => startMs)).toEqual([1_000])
  expect(await here.segments(video(ONE, null))).toHaveLength(2)
})

const HOSTILE: readonly unknown[] = [
  ...[null, 7, 'x', {}, [null], [[]], [{ videoID: ONE }], [{ videoID: ONE, segments: 'all' }]],
  [{ videoID: ONE, segments: [null, 1, { category: 'sponsor' }, { segment: [1, 2] }] }],
  [
    {
      videoID: ONE,
      segments: [
        ...[[5, 1], [-1, 4], ['0', '9'], [0, 1e308], [1, 1], [], 'all', null, {}].map(
          (segment) => ({
            ...{ category: 'sponsor', actionType: 'skip', segment },
          }),
        ),
        { category: '__proto__', segment: [1, 9] },
      ],
    },
  ],
]
test.each(HOSTILE.map((answer) => [answer]))('%j has no segment', async (answer) => {
  using here = asking()
  here.server.instead = () => Response.json(answer)
  expect(await here.segments()).toEqual([])
})

test('of a list without end, so many are taken as a video can have', async () => {
  using here = asking()
  const segments = Array.from({ length: 5_000 }, (_, at) => ({
    ...{ category: 'sponsor', segment: [at * 3, at * 3 + 2] },
  }))
  here.server.instead = () => Response.json([{ videoID: ONE, segments }])
  expect(await here.segments()).toHaveLength(MOST_SEGMENTS)
})

test('a service that fails, sends no JSON, too much or nothing at all has no segments; nobody’s video is logged', async () => {
  for (const instead of [
    () => new Response('no', { status: 500 }),
    () => new Response('<html>'),
    () => new Response('x'.repeat(5 * 1024 * 1024)),
    () => new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } }),
  ]) {
    using here = asking()
    here.server.instead = instead
    expect(await here.segments()).toEqual([])
    expect(here.logged).toHaveLength(1)
    expect(JSON.stringify(here.logged)).not.toContain(ONE)
  }
  using here = asking()
  const stop = new AbortController()
  const asked = Promise.withResolvers<void>()
  here.server.instead = () => {
    asked.resolve()
    return new Promise<Response>(() => {})
  }
  const waiting = here.segments(video(ONE), stop.signal)
  await asked.promise
  stop.abort()
  expect(await waiting).toEqual([])
  expect(here.logged).toEqual([])
})

test('nothing is asked for what is no video of YouTube’s', async () => {
  using here = asking()
  const links = ['https://vimeo.com/1', 'https://evil.example/watch?v=dQw4w9WgXcQ', 'Ann/Song.flac']
  for (const locator of links) {
    expect(await here.segments(foundTrack('x', { locator, pageUrl: locator }))).toEqual([])
  }
  expect(here.server.asked).toEqual([])
})

test.each([
  [`https://www.youtube.com/watch?v=${ONE}&t=5`, ONE],
  [`https://music.youtube.com/watch?v=${ONE}`, ONE],
  [`https://m.youtube.com/watch?list=x&v=${ONE}`, ONE],
  [`https://youtu.be/${ONE}?si=x`, ONE],
  [`https://youtube.com/shorts/${ONE}`, ONE],
  [`https://www.youtube.com/live/${ONE}`, ONE],
  [`https://www.youtube.com/watch?v=${ONE}1`, null],
  [`https://www.youtube.com.evil.example/watch?v=${ONE}`, null],
  ['https://www.youtube.com/playlist?list=PL1', null],
  ['not a link', null],
])('the video in %s is %s', (link, id) => {
  expect(videoIdOf({ locator: link, pageUrl: null })).toBe(id)
  expect(videoIdOf({ locator: 'words', pageUrl: link })).toBe(id)
})
