import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Socket } from 'node:net'
import { until } from '../../discord/until.ts'
import { type RawServer, rangeStart, rawServer } from '../../net/servers.ts'
import { markedWav } from '../../support/marked-tones.ts'
import { House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'
import { expectWhole, Witness } from './witness.ts'

setDefaultTimeout(120_000)

const SECONDS = 6
const FRAMES = SECONDS * 50
const song = Buffer.from(markedWav(TRACKS.Delta.toneHz, SECONDS))
/** Where bad servers stop: not between two samples, and in the middle of the song. */
const BREAK_AT = 400_001
/** A stall is waited out for 8 s, a source that died is called five times within as many. */
const PATIENCE_MS = 60_000

let web: RawServer
let house: House
let witness: Witness
/** Bytes of the endless song that were taken, and its open connections. */
const endless = { taken: 0, open: 0 }

beforeAll(async () => {
  web = await rawServer(answer)
  house = await House.start({ ALLOW_PRIVATE_ADDRESSES: '127.0.0.1/32' })
  witness = await Witness.start(house)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await web[Symbol.asyncDispose]()
})

describe.concurrent('a server that', () => {
  test('resets the connection in mid-song: it goes on at the same byte, and every frame is heard', async () => {
    const room = await house.room({ announcements: 'lines' })
    await hearsWhole(room, 'resets.wav')
    expect(asked('resets.wav').at(-1)).toBe(BREAK_AT)
  })

  test('stalls in mid-song: a new connection goes on at the same byte, and every frame is heard', async () => {
    const room = await house.room({ announcements: 'lines' })
    await hearsWhole(room, 'stalls.wav')
    expect(asked('stalls.wav').at(-1)).toBe(BREAK_AT)
  })

  test('drips in mid-song: a new connection goes on at the same byte, and every frame is heard', async () => {
    const room = await house.room({ announcements: 'lines' })
    await hearsWhole(room, 'drips.wav')
    expect(asked('drips.wav').at(-1)).toBeGreaterThanOrEqual(BREAK_AT)
  })

  test('stalls for good: /skip does not wait for it', async () => {
    const room = await house.room({ announcements: 'lines' })
    await room.types('/play', link('hangs.wav'))
    await room.types('/play', 'bravo')
    await room.hears('Delta')
    const again = () => asked('hangs.wav').includes(BREAK_AT)
    await until(again, 'a second try', PATIENCE_MS)
    expect(await room.types('/skip')).toBe('Skipped **hangs**. Next: **Bravo**.')
    await room.hears('Bravo')
    expectWhole(room)
  })

  test('dies in mid-song: that is told once, it is tried again, and then the next track plays first', async () => {
    const room = await house.room({ announcements: 'lines' })
    await room.types('/play', link('dies.wav'))
    await room.types('/play', 'bravo')
    await room.hears('Delta')
    await room.hears('Bravo', PATIENCE_MS)
    expect(room.read.filter((text) => text.includes('**dies** can’t be played'))).toHaveLength(1)
    expect(room.read.filter((text) => text.includes('**dies** still can’t'))).toHaveLength(1)
    expect(await room.types('/queue')).toContain('`1` **dies**')
    expectWhole(room)
  })

  test('never ends is played for as long as one likes, and read no faster than it is played', async () => {
    const room = await house.room({ announcements: 'lines' })
    expect(await room.types('/play', link('endless.wav'))).toBe('Playing **endless**')
    await room.hears('Delta')
    // Once the feed and the sockets are full, a second takes 192 kB; the server writes the song in one piece.
    let taken: number
    do {
      taken = endless.taken
      const heard = room.framesHeard
      await until(() => room.framesHeard > heard + 50, 'a second more of it')
    } while (endless.taken - taken > 4 * song.length)
    await room.hears('Delta')
    expect(await room.types('/skip')).toBe('Skipped **endless**. The queue is empty.')
    await until(() => endless.open === 0, 'the connection to be closed')
    expectWhole(room)
  })

  const REFUSALS = [
    ['says 404', '404', 'http-status'],
    ['says 416', '416', 'http-status'],
    ['says 403', '403', 'http-status'],
    ['says 503', '503', 'source-busy'],
    ['sends a web page', 'page', 'ytdlp-missing'],
    ['sends a web page as MP3', 'page.mp3', 'ytdlp-missing'],
    ['sends nothing', 'empty', 'empty-file'],
    ['hangs up', 'hangs-up', 'source-lost'],
    ['sends what is no HTTP', 'garbage', 'source-lost'],
    ['never answers', 'mute', 'source-timeout'],
    ['redirects for ever', 'round', 'http-status'],
    ['sends headers without end', 'headers', 'source-lost'],
  ] as const
  for (const [what, path, code] of REFUSALS) {
    test(`${what}: the caller is told alone, and the music goes on`, async () => {
      const room = await house.room({ announcements: 'lines' })
      await room.plays('Alpha')
      await expectRefusal(await room.outcome('/play', link(path)), code)
      await room.hears('Alpha')
      expect(room.read).toEqual(['Playing **Alpha**'])
      expectWhole(room)
    })
  }
})

test('meanwhile nothing was missing on another server', () => witness.heardAll())

function link(path: string): string {
  return `${web.url}/${path}`
}

/** Offsets of the requests for a path, in order; null: without a range. */
function asked(path: string): (number | null)[] {
  return web.requests.filter((head) => head.startsWith(`GET /${path} `)).map(rangeStart)
}

async function hearsWhole(room: Room, path: string): Promise<void> {
  await room.types('/play', link(path))
  await until(() => room.framesHeard >= FRAMES - 2, 'the whole song', PATIENCE_MS)
  await room.reads('That was the last track in the queue.')
  expect(room.framesHeard).toBeLessThan(FRAMES + 8)
  expectWhole(room)
}

const STATUSES: Readonly<Record<string, string>> = {
  page: '200 OK\r\ncontent-type: text/html',
  'page.mp3': '200 OK\r\ncontent-type: audio/mpeg',
  empty: '200 OK\r\ncontent-length: 0\r\ncontent-type: audio/wav',
  round: '302 Found\r\nlocation: /round\r\ncontent-length: 0',
  headers: `200 OK\r\n${'x-more: and more\r\n'.repeat(50_000)}`,
}

function answer(socket: Socket, head: string): void {
  const [, path = ''] = /^GET \/(\S*)/.exec(head) ?? []
  const start = rangeStart(head)
  const further = (start ?? 0) >= BREAK_AT
  // The end is looked at for tags before the first sound.
  const end = (start ?? 0) >= song.length - 100_000
  if (path === 'resets.wav') serve(socket, start, further ? null : () => socket.resetAndDestroy())
  else if (path === 'stalls.wav') serve(socket, start, further ? null : () => undefined)
  else if (path === 'drips.wav') serve(socket, start, further ? null : () => drip(socket))
  else if (path === 'dies.wav' && further && !end) socket.destroy()
  else if (path === 'dies.wav') serve(socket, start, end ? null : () => socket.resetAndDestroy())
  else if (path === 'hangs.wav' && (end || !further))
    serve(socket, start, end ? null : () => undefined)
  else if (path === 'endless.wav') pour(socket)
  else if (path === 'hangs-up') socket.destroy()
  else if (path === 'garbage') socket.end('ICY-ISH \0\x01\x02 what?\r\n\r\n')
  else if (path !== 'hangs.wav' && path !== 'mute') {
    const status = STATUSES[path] ?? `${path} No`
    const body = path.startsWith('page') ? '<!doctype html><title>A page</title>' : ''
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n${body}`)
  }
}

/** The song from `start`; with `fault` only up to `BREAK_AT`, where that happens. */
function serve(socket: Socket, start: number | null, fault: (() => void) | null): void {
  const from = start ?? 0
  const status =
    start === null
      ? '200 OK'
      : `206 Partial Content\r\ncontent-range: bytes ${from}-${song.length - 1}/${song.length}`
  socket.write(
    `HTTP/1.1 ${status}\r\ncontent-type: audio/wav\r\naccept-ranges: bytes\r\netag: "song"\r\ncontent-length: ${song.length - from}\r\n\r\n`,
  )
  if (fault === null) socket.end(song.subarray(from))
  else socket.write(song.subarray(from, BREAK_AT), () => fault())
}

/** The song from there on, a byte now and then. */
function drip(socket: Socket): void {
  let at = BREAK_AT
  const timer = setInterval(() => socket.write(song.subarray(at, ++at)), 200)
  socket.on('close', () => clearInterval(timer))
}

/** A WAV file that claims to go on for ever, and does, as fast as it is read. */
function pour(socket: Socket): void {
  const header = Buffer.from(song.subarray(0, 44))
  header.writeUInt32LE(0xffff_ffff, 4)
  header.writeUInt32LE(0xffff_ffff, 40)
  const samples = song.subarray(44)
  endless.open += 1
  socket.on('close', () => {
    endless.open -= 1
  })
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: audio/wav\r\n\r\n')
  socket.write(header)
  const more = () => {
    while (!socket.destroyed) {
      const taken = socket.write(samples)
      endless.taken += samples.length
      if (!taken) return
    }
  }
  socket.on('drain', more)
  more()
}
