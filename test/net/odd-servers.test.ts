import { describe, expect, test } from 'bun:test'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { request } from '../../src/net/http.ts'
import { HttpBytes } from '../../src/net/http-bytes.ts'
import { MAX_HEAD_BYTES } from '../../src/net/response-head.ts'
import { collect, noise, type RawServer, rangeStart, rawServer } from './servers.ts'

/** What browsers and FFmpeg take although no standard allows it, each from a server on loopback. */
const BODY = noise(50_000)

function open(server: RawServer, live = false) {
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  const source = { url: `${server.url}/song`, headers: {}, live }
  return HttpBytes.open(source, { policy, backoff: { baseMs: 1, maxMs: 1 } })
}

function ask(server: RawServer, path = '/') {
  return request(server.url + path, {
    policy: addressPolicy({ allowed: [`127.0.0.1:${server.port}`] }),
  })
}

/** A head, written as one byte for each character, and a body. */
function bytes(head: string, body: Uint8Array = BODY): Buffer {
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** Text as a server sends it that never heard of Latin-1. */
function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}

describe('the head of an answer', () => {
  const length = BODY.length
  test.each([
    ['SHOUTcast v1', `ICY 200 OK\r\nicy-name:Old\r\ncontent-type:audio/mpeg\r\n\r\n`],
    ['bare LF', `HTTP/1.1 200 OK\nContent-Length: ${length}\nContent-Type: audio/mpeg\n\n`],
    ['bare LF in places', `HTTP/1.1 200 OK\nContent-Type: audio/mpeg\r\nX: y\n\r\n`],
    ['CR CR LF', `HTTP/1.1 200 OK\r\r\nContent-Type: audio/mpeg\r\r\n\r\n`],
    ['a space before the colon', `HTTP/1.1 200 OK\r\nContent-Type : audio/mpeg\r\n\r\n`],
    ['folded lines', `HTTP/1.1 200 OK\r\nX: a\r\n\tb\r\nContent-Type:\r\n audio/mpeg\r\n\r\n`],
    ['a line without a colon', `HTTP/1.1 200 OK\r\nnonsense\r\nContent-Type: audio/mpeg\r\n\r\n`],
    ['a line without a name', `HTTP/1.1 200 OK\r\n: x\r\nContent-Type: audio/mpeg\r\n\r\n`],
    [
      'a name in raw UTF-8',
      `HTTP/1.1 200 OK\r\n${utf8('Größe')}: 1\r\nContent-Type: audio/mpeg\r\n\r\n`,
    ],
    ['no reason', `HTTP/1.1 200\r\nContent-Type: audio/mpeg\r\n\r\n`],
    ['no minor version', `HTTP/2 200\r\nContent-Type: audio/mpeg\r\n\r\n`],
    ['an empty line first', `\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n`],
    [
      'the same length twice',
      `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\nContent-Length: ${length}\r\nContent-Type: audio/mpeg\r\n\r\n`,
    ],
    [
      'two lengths that contradict each other',
      `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: ${length}\r\nContent-Type: audio/mpeg\r\n\r\n`,
    ],
    [
      'the type twice',
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Type: audio/mpeg\r\n\r\n`,
    ],
  ])('may have %s', async (_what, head) => {
    await using server = await rawServer((socket) => socket.end(bytes(head)))
    const opened = await open(server)
    expect(opened.hint).toBe('audio/mpeg')
    expect(await collect(opened.read(0))).toEqual(BODY)
  })

  test('may come byte by byte', async () => {
    const answer = bytes('HTTP/1.0 200 OK\r\nX: y\r\n\r\n', Buffer.from('hello'))
    await using server = await rawServer((socket) => {
      let at = 0
      const timer = setInterval(() => {
        socket.write(answer.subarray(at, ++at))
        if (at === answer.length) socket.end()
      }, 1)
      socket.on('close', () => clearInterval(timer))
    })
    const answered = await ask(server)
    expect(answered.headers.get('x')).toBe('y')
    expect(Buffer.from(await collect(answered.body)).toString()).toBe('hello')
  })

  test.each([
    ['UTF-8', utf8('Радио Österreich'), 'Радио Österreich'],
    ['Latin-1', 'Radio \xd6sterreich', 'Radio Österreich'],
    ['ASCII with control characters', 'Ra\x07dio\x7f', 'Radio'],
  ])('may have texts in %s', async (_charset, name, text) => {
    const head = `HTTP/1.0 200 OK\r\nicy-name: ${name}\r\nicy-name: other\r\n\r\n`
    await using server = await rawServer((socket) => socket.end(bytes(head)))
    expect((await ask(server)).headers.get('icy-name')).toBe(text)
  })

  test.each([
    ['raw UTF-8', utf8('/файл.mp3'), encodeURI('/файл.mp3')],
    ['raw Latin-1', '/gr\xfcn.mp3', '/gr%FCn.mp3'],
    ['a space', '/a b.mp3', '/a%20b.mp3'],
  ])('may have %s in Location', async (_what, location, path) => {
    await using server = await rawServer((socket, head) =>
      socket.end(
        head.startsWith(`GET ${path} `)
          ? bytes('HTTP/1.1 200 OK\r\n\r\n', Buffer.from('there'))
          : bytes(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\n\r\n`, new Uint8Array()),
      ),
    )
    const answer = await ask(server)
    expect(Buffer.from(await collect(answer.body)).toString()).toBe('there')
  })

  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['no status', 'HTTP/1.1 OK\r\n\r\n'],
    ['nothing', ''],
    ['no end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(MAX_HEAD_BYTES)}`],
    ['nothing but empty lines', '\r\n'.repeat(MAX_HEAD_BYTES)],
  ])('that is %s is a lost source', async (_what, head) => {
    await using server = await rawServer((socket) => socket.end(bytes(head, new Uint8Array())))
    await expect(ask(server)).rejects.toMatchObject({ code: 'source-lost' })
  })
})

describe('a chunked body', () => {
  const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  test.each([
    ['as the standard says', '5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'],
    ['with bare LF', '5\nhello\n6\n world\n0\n\n'],
    [
      'with extensions and spaces',
      '5;a=b\r\nhello\r\n 006 ;c\r\n world\r\n0\r\nTrailer: x\r\n\r\n',
    ],
    ['with nothing behind its last size', '5\r\nhello\r\n6\r\n world\r\n0\r\n'],
  ])('%s is read', async (_what, body) => {
    await using server = await rawServer((socket) => socket.end(CHUNKED + body))
    expect(Buffer.from(await collect((await ask(server)).body)).toString()).toBe('hello world')
  })

  test.each([
    ['ends without its last chunk', '5\r\nhello\r\n'],
    ['ends within a chunk', '9\r\nhello'],
    ['has a size that isn’t a number', 'five\r\nhello\r\n0\r\n\r\n'],
    ['has a chunk longer than its size', '2\r\nhello\r\n0\r\n\r\n'],
    ['has a size of more digits than any', `${'f'.repeat(14)}\r\nhello`],
    ['has a line without end', `5;${'x'.repeat(5000)}`],
  ])('that %s is a lost source', async (_what, body) => {
    await using server = await rawServer((socket) => socket.end(CHUNKED + body))
    await expect(collect((await ask(server)).body)).rejects.toMatchObject({ code: 'source-lost' })
  })
})

describe('a request for a range', () => {
  test.each(['400 Bad', '403 Forbidden', '405 No', '416 No', '501 Not Implemented'])(
    'that is answered with %s is asked without one, in mid-file as well',
    async (status) => {
      await using server = await rawServer((socket, head) =>
        socket.end(
          rangeStart(head) === null
            ? bytes(`HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n`)
            : bytes(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`, new Uint8Array()),
        ),
      )
      const opened = await open(server)
      expect(opened.seekable).toBe(false)
      expect(await collect(opened.read(0))).toEqual(BODY)
      expect(await collect(opened.read(20_000))).toEqual(BODY.subarray(20_000))
    },
  )

  test('that a server forbids as it forbids the file is refused with its status', async () => {
    await using server = await rawServer((socket) =>
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    )
    await expect(open(server)).rejects.toMatchObject({ code: 'http-status', status: 403 })
    expect(server.requests).toHaveLength(2)
  })

  const last = BODY.length - 1
  test.each([
    ['=', (start: number) => `bytes=${start}-${last}/${BODY.length}`],
    [':', (start: number) => `bytes: ${start}-${last}/${BODY.length}`],
    ['a - before it', (start: number) => `bytes -${start}-${last}/${BODY.length}`],
    ['-- within', (start: number) => `bytes ${start}--${last}/${BODY.length}`],
    ['= within', (start: number) => `bytes ${start}=${last}/${BODY.length}`],
    ['- for /', (start: number) => `bytes ${start}-${last}-${BODY.length}`],
    ['no last byte', (start: number) => `bytes ${start}-/${BODY.length}`],
    ['no unit', (start: number) => `${start}-${last}/${BODY.length}`],
    ['spaces', (start: number) => `bytes  ${start} - ${last} / ${BODY.length}`],
    ['a unit in capitals', (start: number) => `Bytes ${start}-${last}/${BODY.length}`],
  ])('may be answered with a Content-Range that has %s', async (_what, rangeOf) => {
    await using server = await rawServer((socket, head) => {
      const start = rangeStart(head) ?? 0
      const fields = `Content-Range: ${rangeOf(start)}\r\nContent-Length: ${BODY.length - start}`
      socket.end(bytes(`HTTP/1.1 206 Partial\r\n${fields}\r\n\r\n`, BODY.subarray(start)))
    })
    const opened = await open(server)
    expect([opened.lengthBytes, opened.seekable]).toEqual([BODY.length, true])
    expect(await collect(opened.read(12_345))).toEqual(BODY.subarray(12_345))
  })

  test.each([['none'], ['Content-Range: bytes */50000'], ['Content-Range: nonsense']])(
    'whose 206 tells its place by %s is asked without one',
    async (field) => {
      await using server = await rawServer((socket, head) => {
        const start = rangeStart(head)
        if (start === null) socket.end(bytes(`HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n`))
        else socket.end(bytes(`HTTP/1.1 206 Partial\r\n${field}\r\n\r\n`, BODY.subarray(start)))
      })
      expect(await collect((await open(server)).read(30_000))).toEqual(BODY.subarray(30_000))
    },
  )

  test('may be answered from an earlier byte: the surplus is skipped', async () => {
    await using server = await rawServer((socket, head) => {
      const start = rangeStart(head) ?? 0
      const from = start - (start % 4096)
      const fields = `Content-Range: bytes ${from}-${last}/${BODY.length}`
      socket.end(bytes(`HTTP/1.1 206 Partial\r\n${fields}\r\n\r\n`, BODY.subarray(from)))
    })
    const opened = await open(server)
    expect(opened.seekable).toBe(true)
    for (const at of [4095, 4096, 33_333]) {
      expect(await collect(opened.read(at))).toEqual(BODY.subarray(at))
    }
  })
})

describe('metadata that a station sends without being asked', () => {
  /** Sound with a block of metadata after every `interval` bytes. */
  function mixed(interval: number): Buffer {
    const parts: Uint8Array[] = []
    for (let at = 0; at < BODY.length; at += interval) {
      parts.push(BODY.subarray(at, at + interval))
      if (at + interval > BODY.length) break
      const text = at % (2 * interval) === 0 ? `StreamTitle='${'x'.repeat(at % 100)}';` : ''
      const block = Buffer.alloc(16 * Math.ceil(text.length / 16) + 1)
      block[0] = (block.length - 1) / 16
      block.write(text, 1)
      parts.push(block)
    }
    return Buffer.concat(parts)
  }

  test.each([1, 100, 4096, 50_000])(
    'is left out of the sound, every %d bytes',
    async (interval) => {
      const head = `HTTP/1.0 200 OK\r\nicy-metaint: ${interval}\r\n\r\n`
      await using server = await rawServer((socket) => socket.end(bytes(head, mixed(interval))))
      const opened = await open(server)
      expect(opened.lengthBytes).toBeNull()
      expect(await collect(opened.read(0))).toEqual(BODY)
    },
  )

  test.each(['0', '-5', '99999999', 'x', ''])(
    'does not follow from an interval of %j',
    async (n) => {
      const head = `HTTP/1.0 200 OK\r\nicy-metaint: ${n}\r\n\r\n`
      await using server = await rawServer((socket) => socket.end(bytes(head)))
      expect(await collect((await open(server)).read(0))).toEqual(BODY)
    },
  )
})

describe('a stream that ends', () => {
  test.each([
    ['short', BODY],
    ['long', noise(200_000)],
  ])('and begins anew with the same bytes was a %s file: it is heard once', async (_what, body) => {
    await using server = await rawServer((socket) => socket.end(bytes('ICY 200 OK\r\n\r\n', body)))
    expect(await collect((await open(server, true)).read(0))).toEqual(body)
    expect(server.requests).toHaveLength(2)
  })

  test.each([
    ['other bytes', Buffer.concat([BODY.subarray(0, 40_000), noise(40_000)])],
    ['more bytes', Buffer.concat([BODY, noise(40_000)])],
  ])('and comes back with the same beginning and %s goes on with these', async (_what, later) => {
    await using server = await rawServer((socket, _head, index) => {
      if (index === 0) socket.end(bytes('ICY 200 OK\r\n\r\n'))
      else socket.write(bytes('ICY 200 OK\r\n\r\n', later))
    })
    const heard: Uint8Array[] = []
    let size = 0
    for await (const chunk of (await open(server, true)).read(0)) {
      heard.push(chunk)
      size += chunk.length
      if (size >= BODY.length + later.length) break
    }
    expect(Buffer.concat(heard)).toEqual(Buffer.concat([BODY, later]))
  })
})
