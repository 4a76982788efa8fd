import { expect, test } from 'bun:test'
import { createCipheriv } from 'node:crypto'
import { newTrackId, userId } from '../../../../src/base/ids.ts'
import type { Media } from '../../../../src/domain/media.ts'
import type { Track } from '../../../../src/domain/track.ts'
import { HlsBytes } from '../../../../src/engine/input/hls/hls-bytes.ts'
import type { Renew } from '../../../../src/engine/input/renewed-bytes.ts'
import { addressPolicy } from '../../../../src/net/address-policy.ts'
import { ManualClock } from '../../../discord/manual-clock.ts'
import { until } from '../../../discord/until.ts'
import { type Pages, site } from '../../../sources/site.ts'

const track: Track = {
  ...{ id: newTrackId(), requestedBy: userId('1'), source: 'yt-dlp', locator: 'http://x.test/' },
  ...{ title: 'x', artist: null, album: null, durationMs: null, live: true, pageUrl: null },
}
const never = new AbortController().signal

/** A stream of pages; `list` is its playlist now. Segment `/s7` holds "7,". */
function stream(pages: Pages = {}) {
  let list = ''
  const clock = new ManualClock()
  const numbered = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`/s${n}`, () => new Response(`${n},`)]),
  )
  const web = site({ '/list': () => new Response(list), ...numbered, ...pages })
  const media: Extract<Media, { kind: 'hls' }> = {
    ...{ kind: 'hls', url: `${web.url}/list`, headers: {}, track },
  }
  let heard = ''
  return {
    ...{ web, clock, media },
    lists: (first: number, last: number, ...tags: string[]) => {
      const segments = Array.from({ length: last - first + 1 }, (_, n) => `/s${first + n}`)
      const head = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${first}`
      list = [head, ...tags, ...segments].join('\n')
    },
    open: (renew: Renew = async () => null) => {
      const policy = addressPolicy({ allowed: [`127.0.0.1:${web.port}`] })
      return HlsBytes.open(media, { policy, renew, clock }, never)
    },
    /** Reads on and on; resolves, or rejects, when that's over. */
    read: async (bytes: HlsBytes, signal = never) => {
      for await (const chunk of bytes.read(0, signal)) heard += Buffer.from(chunk).toString()
    },
    get heard() {
      return heard
    },
    /** Lets the clock run until the function says so, as the stream waits. */
    passes: (isThere: () => boolean) =>
      until(() => {
        clock.advance(200)
        return isThere()
      }),
    [Symbol.dispose]: () => web[Symbol.dispose](),
  }
}

test('reading begins three segments before the newest, and goes on as more come, to the end', async () => {
  using live = stream()
  live.lists(1, 6)
  using bytes = await live.open()
  const over = live.read(bytes)
  await live.passes(() => live.heard === '4,5,6,')
  live.lists(3, 8)
  await live.passes(() => live.heard === '4,5,6,7,8,')
  // It was away for longer than the window: the oldest that's there is next.
  live.lists(20, 22, '#EXT-X-ENDLIST')
  await live.passes(() => live.heard.endsWith('22,'))
  await over
  expect(live.heard).toBe('4,5,6,7,8,20,21,22,')
})

test('a stream that counts anew goes on at its end', async () => {
  using live = stream()
  live.lists(30, 33)
  using bytes = await live.open()
  void live.read(bytes).catch(() => {})
  await live.passes(() => live.heard === '31,32,33,')
  live.lists(1, 5)
  await live.passes(() => live.heard === '31,32,33,3,4,5,')
})

test('a segment that’s missing is left out; when many are, the stream is lost', async () => {
  using live = stream({ '/s5': () => new Response('', { status: 404 }) })
  live.lists(4, 6)
  using bytes = await live.open()
  let status: unknown = null
  const over = live.read(bytes).catch((error) => {
    status = error.status
  })
  await live.passes(() => live.heard === '4,6,')
  live.lists(40, 50)
  await live.passes(() => status !== null)
  await over
  expect([live.heard, status]).toEqual(['4,6,', 404])
  expect(live.web.requests.filter((line) => /s4\d|s50/.test(line))).toHaveLength(6)
})

test('a stream of empty segments is lost after a few of them', async () => {
  const empty = Array.from({ length: 40 }, (_, n) => [`/s${n}`, () => new Response('')])
  using live = stream(Object.fromEntries(empty))
  live.lists(1, 39, '#EXT-X-ENDLIST')
  using bytes = await live.open()
  await expect(live.read(bytes)).rejects.toMatchObject({ code: 'source-lost' })
  expect(live.web.requests.filter((asked) => asked.startsWith('GET /s')).length).toBeLessThan(12)
})

test('a stream that brings nothing new is lost after ten segments’ time', async () => {
  using live = stream()
  live.lists(1, 3)
  using bytes = await live.open()
  let code: unknown = null
  const over = live.read(bytes).catch((error) => {
    code = error.code
  })
  const sinceMs = live.clock.now()
  await live.passes(() => code !== null)
  await over
  expect(code).toBe('source-lost')
  expect(live.clock.now() - sinceMs).toBeGreaterThan(20_000)
  expect(live.clock.now() - sinceMs).toBeLessThan(60_000)
})

test('a playlist’s link that ends is renewed, and the stream goes on', async () => {
  let isOver = false
  using live = stream({
    '/old': () => (isOver ? new Response('', { status: 410 }) : list()),
    '/new': () => list(),
  })
  const list = () => new Response(`#EXTM3U\n#EXT-X-TARGETDURATION:2\n/s1\n${isOver ? '/s2\n' : ''}`)
  const old = { ...live.media, url: `${live.web.url}/old` }
  const policy = addressPolicy({ allowed: [`127.0.0.1:${live.web.port}`] })
  const asked: Track[] = []
  const renew: Renew = async (of) => {
    asked.push(of)
    return { ...live.media, url: `${live.web.url}/new` }
  }
  using bytes = await HlsBytes.open(old, { policy, renew, clock: live.clock }, never)
  void live.read(bytes).catch(() => {})
  await live.passes(() => live.heard !== '')
  isOver = true
  await live.passes(() => live.heard === '1,2,')
  expect(asked).toEqual([track])
})

test('links that end again at once are renewed only so often', async () => {
  let renewed = 0
  let looks = 0
  using live = stream({
    // Each link is good for one look, in which there's something new.
    '/once': () => {
      if (looks > renewed) return new Response('', { status: 403 })
      looks++
      return new Response(`#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${looks}\n/s1`)
    },
  })
  const media = { ...live.media, url: `${live.web.url}/once` }
  const policy = addressPolicy({ allowed: [`127.0.0.1:${live.web.port}`] })
  const renew: Renew = async () => {
    renewed++
    return renewed > 20 ? null : media
  }
  using bytes = await HlsBytes.open(media, { policy, renew, clock: live.clock }, never)
  let failure: unknown
  void live.read(bytes).catch((error: unknown) => {
    failure = error
  })
  await live.passes(() => failure !== undefined)
  expect(failure).toMatchObject({ code: 'http-status', expired: true })
  expect(renewed).toBe(12)
})

test('segments of AES-128 are deciphered, by their number where the list says no more', async () => {
  const key = Buffer.from('0123456789abcdef')
  const iv = Buffer.alloc(16)
  iv[15] = 7
  const cipher = createCipheriv('aes-128-cbc', key, iv)
  const secret = Buffer.concat([cipher.update('secret'), cipher.final()])
  using live = stream({
    '/key': () => new Response(key),
    '/s7': () => new Response(secret),
    '/short': () => new Response('short'),
  })
  live.lists(7, 7, '#EXT-X-KEY:METHOD=AES-128,URI="/key"', '#EXT-X-ENDLIST')
  using bytes = await live.open()
  await live.read(bytes)
  expect(live.heard).toBe('secret')
  live.lists(7, 7, '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="/key"', '#EXT-X-ENDLIST')
  await expect(live.read(await live.open())).rejects.toMatchObject({ code: 'drm' })
})

test('what comes before segments of MP4 is sent once, and ranges are kept to', async () => {
  const digits = '0123456789'
  const asked: (string | null)[] = []
  const list =
    '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI="/init"\n' +
    '#EXT-X-BYTERANGE:2@3\n/s1\n#EXT-X-BYTERANGE:4@1\n/s2\n/s3\n#EXT-X-ENDLIST'
  using live = stream({
    '/list': () => new Response(list),
    '/init': () => new Response('init '),
    // A server that knows ranges.
    '/s1': ({ headers }) => {
      asked.push(headers.get('range'))
      return new Response(digits.slice(3, 5), { status: 206 })
    },
    // One that doesn't.
    '/s2': () => new Response(digits),
    '/s3': () => new Response(digits),
  })
  await live.read(await live.open())
  expect(live.heard).toBe(`init 341234${digits}`)
  expect(asked).toEqual(['bytes=3-4'])
  const paths = ['/list', '/init', '/s1', '/s2', '/s3']
  expect(live.web.requests).toEqual(paths.map((path) => `GET ${path}`))
})

test('a list leads to no address inside, and to no other scheme', async () => {
  using inside = site({ '/s1': 'secret' })
  for (const link of [`${inside.url}/s1`, 'file:///etc/passwd', 'data:text/plain,x']) {
    const list = `#EXTM3U\n${link}\n#EXT-X-ENDLIST`
    using other = stream({ '/list': () => new Response(list) })
    await other.read(await other.open())
    expect(other.heard).toBe('')
  }
  expect(inside.requests).toEqual([])
})

test('no playlist, one of playlists alone, or one without end is refused', async () => {
  for (const body of [
    '<html>',
    '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/list',
    'x'.repeat(2 ** 21),
  ]) {
    using live = stream({ '/list': () => new Response(body) })
    await expect(live.open()).rejects.toMatchObject({ name: 'NetError' })
  }
})

test('who stops reading waits for nothing', async () => {
  using live = stream()
  live.lists(1, 3)
  using bytes = await live.open()
  const stop = new AbortController()
  const over = live.read(bytes, stop.signal)
  await live.passes(() => live.heard === '1,2,3,')
  stop.abort(new Error('enough'))
  await expect(over).rejects.toThrow('enough')
})
