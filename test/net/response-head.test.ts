import { expect, test } from 'bun:test'
import { framed, framingOf } from '../../src/net/response-body.ts'
import { HeadReader, MAX_HEAD_BYTES, type ResponseHead } from '../../src/net/response-head.ts'
import { randomFrom } from '../support/random.ts'

/** Bytes that parsers stumble over, put together at random. */
const PARTS = [
  'HTTP/1.1 200 OK',
  'ICY 200 OK',
  'HTTP/1.1',
  ' ',
  '\t',
  ':',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\0',
  'Content-Length',
  'Content-Length: 9',
  'Transfer-Encoding: chunked',
  'icy-name: ',
  '\xd0\xa0',
  '\xff',
  '5',
  '0',
  ';',
  'x'.repeat(1000),
]

function anyBytes(random: () => number): Buffer {
  const parts = Array.from(
    { length: 1 + Math.floor(random() * 60) },
    () => PARTS[Math.floor(random() * PARTS.length)] ?? '',
  )
  return Buffer.from((random() < 0.8 ? 'HTTP/1.1 200 OK\r\n' : '') + parts.join(''), 'latin1')
}

/** What a reader makes of portions: the head and what lies behind it, null for none, or the error's name. */
function read(portions: readonly Buffer[]): unknown {
  const reader = new HeadReader()
  try {
    for (const [index, portion] of portions.entries()) {
      const behind = reader.push(portion)
      if (behind === null) continue
      const rest = Buffer.concat([behind, ...portions.slice(index + 1)])
      return { head: told(reader.head), rest: rest.toString('latin1') }
    }
    return null
  } catch (error) {
    return error instanceof RangeError ? 'too long' : error
  }
}

function told(head: ResponseHead | null) {
  if (head === null) return null
  const { status, fields } = head
  const names = ['content-length', 'transfer-encoding', 'icy-name', 'x']
  return { status, framing: framingOf(head), fields: names.map((name) => fields.all(name)) }
}

test('whatever a server writes, a head is the same in any portions, or none', () => {
  const random = randomFrom(1)
  let heads = 0
  for (let round = 0; round < 3_000; round++) {
    const bytes = anyBytes(random)
    const whole = read([bytes])
    const portions: Buffer[] = []
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + Math.floor(random() ** 3 * 400)
      portions.push(bytes.subarray(at, at + size))
      at += size
    }
    expect(read(portions)).toEqual(whole)
    expect(whole instanceof Error).toBe(false)
    if (typeof whole === 'object' && whole !== null) heads++
  }
  expect(heads).toBeGreaterThan(1_000)
})

test('a head that never ends is given up after its limit, however it drips', () => {
  for (const filler of ['x', '\r', ' ', ':', 'a:b\n', 'a\r\n']) {
    const reader = new HeadReader()
    const portion = Buffer.from(filler)
    reader.push(Buffer.from('HTTP/1.1 200 OK\r\n'))
    let pushed = 0
    expect(() => {
      for (; pushed < MAX_HEAD_BYTES; pushed++) {
        if (reader.push(portion) !== null) throw new Error('an end')
      }
    }).toThrow(RangeError)
    expect(pushed).toBeLessThanOrEqual(MAX_HEAD_BYTES)
  }
})

test('whatever a server writes as chunks, a body ends or breaks, and is no longer than what came', async () => {
  const random = randomFrom(2)
  let whole = 0
  for (let round = 0; round < 2_000; round++) {
    const start = random() < 0.7 ? '5\r\nhello\r\n' : ''
    const bytes = Buffer.concat([Buffer.from(start), anyBytes(random).subarray(17), ZERO])
    const portions: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += 7) portions.push(bytes.subarray(at, at + 7))
    let length = 0
    try {
      for await (const chunk of framed(iterate(portions), 'chunked')) length += chunk.length
      whole++
    } catch (error) {
      expect(error).toMatchObject({ name: 'BrokenBody' })
    }
    expect(length).toBeLessThanOrEqual(bytes.length)
  }
  expect(whole).toBeGreaterThan(10)
})

const ZERO = Buffer.from('\r\n0\r\n\r\n')

async function* iterate(portions: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* portions
}
