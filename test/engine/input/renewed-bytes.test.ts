import { expect, test } from 'bun:test'
import { newTrackId, userId } from '../../../src/base/ids.ts'
import type { Media } from '../../../src/domain/media.ts'
import type { Track } from '../../../src/domain/track.ts'
import { type Renew, RenewedBytes } from '../../../src/engine/input/renewed-bytes.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { collect, noise, rangeStart, rawServer } from '../../net/servers.ts'

const track: Track = {
  ...{ id: newTrackId(), requestedBy: userId('1'), source: 'yt-dlp', locator: 'http://x.test/' },
  ...{ title: 'x', artist: null, album: null, durationMs: null, live: false, pageUrl: null },
}
const BYTES = noise(400_000)
const never = new AbortController().signal

/**
 * Links `/0`, `/1` …: each hands out bytes up to its end, and is refused with `status` from there on. They lead to the
 * same file, but for `others`.
 */
async function signing(
  ends: readonly number[],
  { status = 403, file: usual = BYTES, others = {} as Readonly<Record<number, Uint8Array>> } = {},
) {
  const server = await rawServer((socket, head) => {
    const link = Number(/^GET \/(\d+)/.exec(head)?.[1])
    const file = others[link] ?? usual
    const [from, end] = [rangeStart(head) ?? file.length, ends[link] ?? 0]
    const total = file.length
    if (from >= end) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
      return
    }
    socket.write(
      `HTTP/1.1 206 Partial Content\r\ncontent-type: audio/webm\r\ncontent-length: ${total - from}\r\n` +
        `content-range: bytes ${from}-${total - 1}/${total}\r\nconnection: close\r\n\r\n`,
    )
    socket.end(file.subarray(from, end))
  })
  const source = (number: number) => ({
    ...{ url: `${server.url}/${number}`, headers: {}, live: false },
  })
  const link = (number: number): Media => ({ kind: 'http', ...source(number) })
  // Others' links, too: what they lead to has to be told by its bytes.
  const policy = addressPolicy({ allowed: ['127.0.0.1/32'] })
  const backoff = { baseMs: 0, maxMs: 0 }
  const open = (renew: Renew) =>
    RenewedBytes.open(source(0), { policy, renew, track, backoff }, never)
  return { link, open, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test.each([403, 410])(
  'reading goes on at the same byte by another link after %i',
  async (status) => {
    await using site = await signing([100_000, 250_000, 400_000], { status })
    const asked: Track[] = []
    using bytes = await site.open(async (of) => site.link(asked.push(of)))
    expect(await collect(bytes.read(0, never))).toEqual(BYTES)
    expect(asked).toEqual([track, track])
    expect(await collect(bytes.read(300_000, never))).toEqual(BYTES.subarray(300_000))
    expect(asked).toHaveLength(2)
  },
)

test('who read at once get one new link', async () => {
  await using site = await signing([100_000, 400_000])
  let asked = 0
  using bytes = await site.open(async () => site.link(++asked))
  const all = await Promise.all([0, 50_000].map((from) => collect(bytes.read(from, never))))
  expect(all).toEqual([BYTES, BYTES.subarray(50_000)])
  expect(asked).toBe(1)
})

test('a link that has ended before it is opened is renewed, too', async () => {
  await using site = await signing([0, 400_000])
  using bytes = await site.open(async () => site.link(1))
  expect(await collect(bytes.read(0, never))).toEqual(BYTES)
})

test('without another link, or where that leads to other bytes, the refusal stands', async () => {
  const others = { 1: noise(400_001) }
  await using site = await signing([100_000, 400_001], { others })
  // The last one is refused from its beginning on.
  for (const media of [null, site.link(1), site.link(7)]) {
    using bytes = await site.open(async () => media)
    await expect(collect(bytes.read(0, never))).rejects.toMatchObject({
      expired: true,
      status: 403,
    })
  }
})

test('a link that ends as soon as it begins is followed by no other', async () => {
  await using site = await signing([100_000, 100_001, 400_000])
  let asked = 0
  using bytes = await site.open(async () => site.link(++asked))
  await expect(collect(bytes.read(0, never))).rejects.toMatchObject({ expired: true })
  expect(asked).toBe(1)
})

test('however far each leads, fifty links are enough for one reading', async () => {
  const file = noise(64 * 1024 * 60)
  const ends = Array.from({ length: 60 }, (_, n) => (n + 1) * 64 * 1024)
  await using site = await signing(ends, { file })
  let asked = 0
  using bytes = await site.open(async () => site.link(++asked))
  await expect(collect(bytes.read(0, never))).rejects.toMatchObject({ expired: true })
  expect(asked).toBe(49)
})

test('who stops reading waits for no link', async () => {
  await using site = await signing([100_000])
  const stop = new AbortController()
  const cancelled = Promise.withResolvers<null>()
  const renew: Renew = (_, signal) => {
    signal.addEventListener('abort', () => cancelled.resolve(null))
    stop.abort(new Error('stopped'))
    return cancelled.promise
  }
  using bytes = await site.open(renew)
  await expect(collect(bytes.read(0, stop.signal))).rejects.toBeDefined()
  expect(await cancelled.promise).toBeNull()
})
