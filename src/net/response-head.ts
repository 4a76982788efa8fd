/**
 * The head of an HTTP answer, read as browsers and FFmpeg read it rather than as RFC 9112 demands:
 * SHOUTcast's "ICY 200 OK", bare LF, a space before the colon, folded lines, fields twice, and
 * texts in raw UTF-8 all occur. Nothing here throws because of what a server sent.
 */
export interface ResponseHead {
  readonly status: number
  readonly fields: Fields
}

/** The most bytes of one head; browsers and servers have about the same limit. */
export const MAX_HEAD_BYTES = 16 * 1024

/** Collects the bytes of a head as they come, at most `MAX_HEAD_BYTES`, whatever their portions. */
export class HeadReader {
  readonly #bytes = Buffer.allocUnsafe(MAX_HEAD_BYTES)
  #length = 0

  /**
   * Takes a chunk and returns what lies behind the head once that is whole, else null. Throws a
   * `RangeError` when the head is longer than any that an honest server sends.
   */
  push(chunk: Uint8Array): Uint8Array | null {
    const room = chunk.subarray(0, MAX_HEAD_BYTES - this.#length)
    this.#bytes.set(room, this.#length)
    // The end may have begun in the chunk before.
    const from = Math.max(0, this.#length - 3)
    this.#length += room.length
    const end = endOfHead(this.#bytes.subarray(0, this.#length), from)
    if (end === null) {
      if (this.#length >= MAX_HEAD_BYTES) throw new RangeError('headers without end')
      return null
    }
    const rest = chunk.subarray(room.length - (this.#length - end))
    this.#length = end
    return rest
  }

  /** The collected head; null when it isn't HTTP. */
  get head(): ResponseHead | null {
    return parseHead(this.#bytes.toString('latin1', 0, this.#length))
  }
}

/** Chrome also ignores four bytes of junk before the status line. */
const STATUS_LINE = /^[^\n]{0,4}?(?:HTTP\/\d(?:\.\d)?|ICY)[ \t]+(\d{3})(?!\d)/i

/** Reads a head of which each character is a byte (Latin-1); null when its first line has no status. */
export function parseHead(text: string): ResponseHead | null {
  const lines = text.replace(/^[\r\n]+/, '').split(/\r*\n/)
  const status = STATUS_LINE.exec(lines.shift() ?? '')?.[1]
  if (status === undefined) return null
  const raw = new Map<string, string[]>()
  let last: string[] | null = null
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (last !== null) last.push(`${last.pop() ?? ''} ${line.trim()}`.trim())
      continue
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
    // A line without a name is skipped; later lines may be fine.
    if (name === '') {
      last = null
      continue
    }
    last = raw.get(name) ?? []
    last.push(line.slice(colon + 1).trim())
    raw.set(name, last)
  }
  return { status: Number(status), fields: new Fields(raw) }
}

/** The fields of a head by name, whatever its case. */
export class Fields {
  readonly #raw: ReadonlyMap<string, readonly string[]>

  /** `raw` holds names in lower case, and values of which each character is a byte. */
  constructor(raw: ReadonlyMap<string, readonly string[]>) {
    this.#raw = raw
  }

  has(name: string): boolean {
    return this.#raw.has(name.toLowerCase())
  }

  /** Every field with its values as they were sent, each character a byte. */
  get raw(): ReadonlyMap<string, readonly string[]> {
    return this.#raw
  }

  /** The first value that isn't empty, as text; null when there's none. */
  get(name: string): string | null {
    return this.all(name)[0] ?? null
  }

  /** Every value that isn't empty, in order: servers repeat fields that may occur only once. */
  all(name: string): readonly string[] {
    const values = this.#raw.get(name.toLowerCase()) ?? []
    return values.map(textOf).filter((value) => value !== '')
  }

  /**
   * The first value as a part of a URL: bytes that aren't ASCII are escaped, as browsers send them.
   */
  address(name: string): string | null {
    const value = this.#raw.get(name.toLowerCase())?.find((text) => text !== '')
    return value?.replace(/[\x80-\xff]/g, escaped) ?? null
  }
}

function escaped(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase()}`
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })
const LATIN1 = new TextDecoder('windows-1252')

/** UTF-8 if the bytes are valid, else Latin-1; without control characters. */
function textOf(raw: string): string {
  const plain = raw.replace(/[^\P{Cc}\t\x80-\x9f]/gu, '')
  if (!/[\x80-\xff]/.test(plain)) return plain
  const bytes = Buffer.from(plain, 'latin1')
  try {
    return UTF8.decode(bytes)
  } catch {
    return LATIN1.decode(bytes)
  }
}

/** Where an empty line ends the head, from `from` on: the offset behind it. Empty lines before the first aren't it. */
function endOfHead(bytes: Buffer, from: number): number | null {
  let blank = 0
  while (blank < bytes.length && (bytes[blank] === LF || bytes[blank] === CR)) blank++
  for (let at = bytes.indexOf(LF, Math.max(from, blank)); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return null
}

const LF = 0x0a
const CR = 0x0d
