import { expect, test } from 'bun:test'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { HttpBytes, type HttpBytesOptions } from '../../src/net/http-bytes.ts'
import type { MetadataBlock } from '../../src/net/icy-metadata.ts'
import { broadcast, tuneIn } from '../support/icy-station.ts'
import { collect, noise, type RawServer, rangeStart, rawServer } from './servers.ts'

const BODY = noise(300_000)

function open(server: RawServer, options: Partial<HttpBytesOptions> = {}, live = false) {
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  return HttpBytes.open(
    { url: `${server.url}/song`, headers: {}, live },
    { policy, backoff: { baseMs: 1, maxMs: 1 }, ...options },
  )
}

function partial(head: string, extra = '', body: Uint8Array = BODY): Buffer {
  const start = rangeStart(head) ?? 0
  return Buffer.concat([
    Buffer.from(
      `HTTP/1.1 206 Partial Content\r\nContent-Type: audio/flac; x=y\r\nContent-Range: bytes ${start}-${body.length - 1}/${body.length}\r\nContent-Length: ${body.length - start}\r\n${extra}\r\n`,
    ),
    body.subarray(start),
  ])
}

function headOf(lines: string, body: Uint8Array | string = ''): Buffer {
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${lines}\r\n\r\n`), Buffer.from(body)])
}

/** Sends `bytes` but closes the connection after `count` of them, which all arrive. */
function cut(socket: Socket, bytes: Buffer, count: number): void {
  socket.end(bytes.subarray(0, count))
}

/** Sends `count` of `bytes`, and the rest one by one. */
function drip(socket: Socket, bytes: Buffer, count: number): void {
  socket.write(bytes.subarray(0, count))
  let at = count
  const timer = setInterval(() => socket.write(bytes.subarray(at, ++at)), 20)
  socket.on('close', () => clearInterval(timer))
}

/** Sends `count` of `bytes` and then a TCP reset, which throws away what the client hasn't read. */
function reset(socket: Socket, bytes: Buffer, count: number): void {
  socket.write(bytes.subarray(0, count), () => setTimeout(() => socket.resetAndDestroy(), 30))
}

test('a server with ranges tells length and type and is read from any offset', async () => {
  await using server = await rawServer((socket, head) => socket.end(partial(head)))
  const bytes = await open(server)
  expect(bytes.lengthBytes).toBe(BODY.length)
  expect(bytes.seekable).toBe(true)
  expect(bytes.hint).toBe('audio/flac')
  expect(await collect(bytes.read(0))).toEqual(BODY)
  expect(await collect(bytes.read(123_456))).toEqual(BODY.subarray(123_456))
  expect(await collect(bytes.read(BODY.length))).toHaveLength(0)
  expect(server.requests).toHaveLength(2)
})

test('a reset in mid-body goes on at the same byte', async () => {
  await using server = await rawServer((socket, head, index) => {
    const answer = partial(head, 'ETag: "one"\r\n')
    if (index === 1) cut(socket, answer, 70_000)
    else if (index < 3) reset(socket, answer, 70_000)
    else socket.end(answer)
  })
  const bytes = await open(server)
  expect(await collect(bytes.read(0))).toEqual(BODY)
  expect(server.requests).toHaveLength(4)
  expect(server.requests[1]).toMatch(/^if-range: "one"\r$/im)
  expect(rangeStart(server.requests[3] ?? '')).toBeGreaterThan(60_000)
})

test('a stalled connection is dropped and goes on at the same byte', async () => {
  await using server = await rawServer((socket, head, index) => {
    if (index === 0) socket.write(partial(head).subarray(0, 90_000))
    else socket.end(partial(head))
  })
  const bytes = await open(server, { stallTimeoutMs: 400 })
  expect(await collect(bytes.read(0))).toEqual(BODY)
  expect(server.requests).toHaveLength(2)
})

test('a connection that drips in mid-body is dropped and goes on at the same byte', async () => {
  await using server = await rawServer((socket, head, index) => {
    if (index === 0) drip(socket, partial(head), 90_000)
    else socket.end(partial(head))
  })
  const bytes = await open(server, { stallTimeoutMs: 400 })
  expect(await collect(bytes.read(0))).toEqual(BODY)
  expect(server.requests).toHaveLength(2)
  expect(rangeStart(server.requests[1] ?? '')).toBeGreaterThan(0)
})

test('a server that drips on every connection is given up after a few attempts', async () => {
  await using server = await rawServer((socket, head) => drip(socket, partial(head), 1_000))
  const bytes = await open(server, { stallTimeoutMs: 400 })
  await expect(collect(bytes.read(0))).rejects.toMatchObject({ code: 'source-lost' })
  expect(server.requests).toHaveLength(6)
})

test('a server that stays down is given up after a few attempts', async () => {
  await using server = await rawServer((socket, head, index) => {
    if (index === 0) cut(socket, partial(head), 70_000)
    else socket.destroy()
  })
  const bytes = await open(server)
  await expect(collect(bytes.read(0))).rejects.toMatchObject({ code: 'source-lost' })
  expect(server.requests).toHaveLength(6)
})

test('a server that ignores ranges is not seekable, and a reset there re-reads up to the same byte', async () => {
  await using server = await rawServer((socket, _head, index) => {
    const answer = headOf(`200 OK\r\nContent-Length: ${BODY.length}`, BODY)
    if (index === 0) cut(socket, answer, 100_000)
    else socket.end(answer)
  })
  const bytes = await open(server)
  expect(bytes.seekable).toBe(false)
  expect(bytes.lengthBytes).toBe(BODY.length)
  expect(await collect(bytes.read(0))).toEqual(BODY)
  expect(await collect(bytes.read(200_000))).toEqual(BODY.subarray(200_000))
})

test('a resource that changed between two connections is lost, not spliced', async () => {
  await using server = await rawServer((socket, head, index) => {
    if (index === 0) cut(socket, partial(head, 'ETag: "one"\r\n'), 70_000)
    else socket.end(headOf(`200 OK\r\nETag: "two"\r\nContent-Length: ${BODY.length}`, BODY))
  })
  const bytes = await open(server)
  await expect(collect(bytes.read(0))).rejects.toMatchObject({ code: 'source-lost' })
  expect(server.requests).toHaveLength(2)
})

test('a range behind the one asked for is not taken for it', async () => {
  await using server = await rawServer((socket, head, index) => {
    socket.end(index === 0 ? partial(head) : partial('Range: bytes=2000-\r\n'))
  })
  const bytes = await open(server)
  await expect(collect(bytes.read(1000))).rejects.toMatchObject({ code: 'source-lost' })
})

test('overload in mid-track is waited out, a link that ran out is said at once', async () => {
  const statuses = ['503 Busy', '429 Slow down', '410 Gone']
  await using server = await rawServer((socket, head, index) => {
    if (index === 0) cut(socket, partial(head), 70_000)
    else socket.end(headOf(`${statuses[index - 1]}\r\nContent-Length: 0`))
  })
  const bytes = await open(server)
  await expect(collect(bytes.read(0))).rejects.toMatchObject({
    code: 'http-status',
    status: 410,
    expired: true,
  })
  expect(server.requests).toHaveLength(4)
})

test.each([
  ['404 Not Found\r\nContent-Length: 0', '', 'http-status'],
  ['416 Range Not Satisfiable\r\nContent-Range: bytes */0\r\nContent-Length: 0', '', 'empty-file'],
  ['416 Range Not Satisfiable\r\nContent-Length: 0', '', 'http-status'],
  ['200 OK\r\nContent-Length: 0\r\nContent-Type: audio/mpeg', '', 'empty-file'],
  ['200 OK\r\nContent-Type: text/html', '<!DOCTYPE html><p>Hi', 'not-audio'],
  ['200 OK\r\nContent-Type: audio/mpeg', ' \r\n\t<html>', 'not-audio'],
  ['200 OK\r\nContent-Type: audio/mpeg', '#EXTM3U\nfile:///etc/passwd\n', 'not-audio'],
  ['200 OK\r\nContent-Encoding: zstd, gzip', 'abc', 'not-audio'],
])('opening is refused for %j %j with %s', async (lines, body, code) => {
  await using server = await rawServer((socket) => socket.end(headOf(lines, body)))
  await expect(open(server)).rejects.toMatchObject({ code })
})

test('a server that refuses every range of a file is asked again without one', async () => {
  await using server = await rawServer((socket, head) => {
    if (rangeStart(head) !== null) socket.end(headOf('416 No\r\nContent-Length: 0'))
    else socket.end(headOf(`200 OK\r\nContent-Length: ${BODY.length}`, BODY))
  })
  const bytes = await open(server)
  expect(bytes.seekable).toBe(false)
  expect(await collect(bytes.read(0))).toEqual(BODY)
})

test('a compressed body arrives as what it was before, across a reset as well', async () => {
  const packed = gzipSync(BODY)
  await using server = await rawServer((socket, _head, index) => {
    const answer = headOf(
      `200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}`,
      packed,
    )
    if (index === 0) cut(socket, answer, 150_000)
    else socket.end(answer)
  })
  const bytes = await open(server)
  expect(bytes.lengthBytes).toBeNull()
  expect(bytes.seekable).toBe(false)
  expect(await collect(bytes.read(0))).toEqual(BODY)
})

test('silence instead of a first byte is a timeout, of headers and of bodies', async () => {
  await using mute = await rawServer(() => {})
  await expect(open(mute, { firstByteTimeoutMs: 40 })).rejects.toMatchObject({
    code: 'source-timeout',
  })
  await using bodiless = await rawServer((socket) => socket.write(headOf('200 OK')))
  await expect(open(bodiless, { stallTimeoutMs: 40 })).rejects.toMatchObject({
    code: 'source-timeout',
  })
})

test('a server that drips its first bytes is a timeout, however often one comes', async () => {
  await using server = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
    const timer = setInterval(() => socket.write('a'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  await expect(open(server, { stallTimeoutMs: 200 })).rejects.toMatchObject({
    code: 'source-timeout',
  })
})

test('a stream that never ends is read as slowly as its reader, and closes with it', async () => {
  const chunk = noise(65_536)
  let sent = 0
  const closed = Promise.withResolvers<void>()
  await using server = await rawServer((socket) => {
    socket.on('close', () => closed.resolve())
    socket.write(headOf('200 OK\r\nContent-Type: audio/mpeg'))
    const pour = () => {
      do sent += chunk.length
      while (socket.writable && socket.write(chunk))
    }
    socket.on('drain', pour)
    pour()
  })
  const bytes = await open(server, {}, true)
  expect(bytes.lengthBytes).toBeNull()
  let received = 0
  for await (const part of bytes.read(0)) {
    received += part.length
    if (received > 1_000_000) break
  }
  await closed.promise
  expect(server.requests[0]).not.toMatch(/^range:/im)
  // Kernel buffers of loopback hold some megabytes; without back-pressure it would run on and on.
  expect(sent).toBeLessThan(32_000_000)
})

test('a live stream that drops goes on with what is sent then', async () => {
  await using server = await rawServer((socket, _head, index) => {
    const answer = headOf('200 OK', new Uint8Array(100_000).fill(index + 1))
    if (index === 0) cut(socket, answer, 50_000)
    else socket.write(answer)
  })
  const bytes = await open(server, {}, true)
  const seen = new Set<number>()
  for await (const part of bytes.read(0)) {
    seen.add(part[0] ?? 0)
    if (seen.has(2)) break
  }
  expect([...seen]).toEqual([1, 2])
})

test('what a station mixes in has its place in the sound, over all connections', async () => {
  const INTERVAL = 1_000
  // Ends cleanly after the second one: what follows is held until it's known to be something new.
  const bodies = [0, 1, 2].map((index) =>
    broadcast(
      [
        { sound: new Uint8Array(5_500).fill(3 * index + 1), says: `a${index}` },
        { sound: new Uint8Array(5_500).fill(3 * index + 2), says: `b${index}` },
      ],
      INTERVAL,
    ),
  )
  await using server = await rawServer((socket, head, index) => {
    tuneIn(socket, head, 'shoutcast1', { interval: INTERVAL })
    const { bytes } = bodies[index] ?? { bytes: Buffer.alloc(0) }
    if (index === 0) socket.end(bytes)
    else socket.write(bytes, () => (index < 2 ? socket.end() : undefined))
  })
  const station = await open(server, {}, true)
  const told: string[] = []
  let passed = 0
  const onMetadata = ({ place, bytes }: MetadataBlock) => {
    expect(place).toBeGreaterThanOrEqual(passed)
    told.push(`${Buffer.from(bytes).toString().replaceAll('\0', '')} ${place}`)
  }
  for await (const part of station.read(0, undefined, onMetadata)) {
    passed += part.length
    if (passed >= 33_000) break
  }
  const places = [1_000, 6_000]
  expect(told).toEqual(
    [0, 1, 2].flatMap((index) => [
      `a${index} ${11_000 * index + (places[0] ?? 0)}`,
      `b${index} ${11_000 * index + (places[1] ?? 0)}`,
    ]),
  )
})

test('a page in place of a station is no sound, and the station may still come back', async () => {
  await using server = await rawServer((socket, _head, index) => {
    if (index === 1) socket.end(headOf('200 OK', '<!DOCTYPE html><title>Back soon</title>'))
    else if (index === 0) cut(socket, headOf('200 OK', new Uint8Array(9_000).fill(7)), 5_000)
    else socket.write(headOf('200 OK', new Uint8Array(9_000).fill(8)))
  })
  const bytes = await open(server, {}, true)
  const seen = new Set<number>()
  for await (const part of bytes.read(0)) {
    for (const byte of part) seen.add(byte)
    if (seen.has(8)) break
  }
  expect([...seen]).toEqual([7, 8])
})

test('aborting a reading closes its connection and rejects with the reason', async () => {
  const closed = Promise.withResolvers<void>()
  await using server = await rawServer((socket, head) => {
    socket.on('close', () => closed.resolve())
    socket.write(partial(head).subarray(0, 50_000))
  })
  const bytes = await open(server)
  const abort = new AbortController()
  const reading = collect(bytes.read(0, abort.signal))
  abort.abort(new Error('skipped'))
  await expect(reading).rejects.toThrow('skipped')
  await closed.promise
})

test('a body without length or validator that breaks off is lost: it’s unknown where to continue', async () => {
  await using server = await rawServer((socket) => {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    cut(socket, headOf('200 OK\r\nTransfer-Encoding: chunked', chunk + chunk), 100_000)
  })
  const bytes = await open(server)
  await expect(collect(bytes.read(0))).rejects.toMatchObject({ code: 'source-lost' })
  expect(server.requests).toHaveLength(1)
})

test('an answer that breaks off before its first byte is asked for again, a few times', async () => {
  await using flaky = await rawServer((socket, head, index) => {
    const answer = partial(head)
    if (index < 2) cut(socket, answer, answer.length - BODY.length)
    else socket.end(answer)
  })
  expect(await collect((await open(flaky)).read(0))).toEqual(BODY)
  expect(flaky.requests).toHaveLength(3)
  await using broken = await rawServer((socket, head) => {
    cut(socket, partial(head), partial(head).length - BODY.length)
  })
  await expect(open(broken)).rejects.toMatchObject({ code: 'source-lost' })
  expect(broken.requests.length).toBeLessThanOrEqual(3)
})
