import type { ResponseHead } from './response-head.ts'

/**
 * Where a body ends (RFC 9112, 6.3): after a number of bytes, with its last chunk, or with the
 * connection.
 */
export type Framing = { readonly bytes: number } | 'chunked' | 'until-close'

/** Thrown when a connection ends, or sends nonsense, before its body is complete. */
export class BrokenBody extends Error {
  override readonly name = 'BrokenBody'
}

/**
 * How an answer to a GET is framed. Contradicting lengths are ignored: then the body ends with the
 * connection.
 */
export function framingOf({ status, fields }: ResponseHead): Framing {
  if (status === 204 || status === 304) return { bytes: 0 }
  const codings = fields
    .all('transfer-encoding')
    .join(',')
    .toLowerCase()
    .split(/[\s,]+/)
  if (codings.includes('chunked')) return 'chunked'
  const length = lengthOf(fields.all('content-length'))
  return length === null ? 'until-close' : { bytes: length }
}

/** The body's bytes. Throws a `BrokenBody` when they end early. */
export function framed(
  chunks: AsyncIterator<Uint8Array>,
  framing: Framing,
): AsyncGenerator<Uint8Array> {
  if (framing === 'chunked') return unchunked(new Portions(chunks))
  return upTo(chunks, framing === 'until-close' ? null : framing.bytes)
}

function lengthOf(values: readonly string[]): number | null {
  const lengths = new Set(values.flatMap((value) => value.split(',')).map((text) => text.trim()))
  const [only] = lengths
  return lengths.size === 1 && only !== undefined && /^\d{1,15}$/.test(only) ? Number(only) : null
}

async function* upTo(
  chunks: AsyncIterator<Uint8Array>,
  bytes: number | null,
): AsyncGenerator<Uint8Array> {
  let left = bytes ?? Number.POSITIVE_INFINITY
  while (left > 0) {
    const next = await chunks.next()
    if (next.done === true) {
      if (bytes === null) return
      throw new BrokenBody('the connection ended before the body')
    }
    const chunk = next.value.subarray(0, left)
    left -= chunk.length
    yield chunk
  }
}

/** A line before a chunk: its size, and extensions that nobody uses. */
const MAX_LINE_BYTES = 4096

/** Undoes the chunked coding (RFC 9112, 7.1); ignores what follows the last chunk. */
async function* unchunked(input: Portions): AsyncGenerator<Uint8Array> {
  for (;;) {
    const size = /^[ \t]*([0-9a-f]{1,13})[ \t]*(?:;|\r?$)/i.exec(await input.line(MAX_LINE_BYTES))
    if (size?.[1] === undefined) throw new BrokenBody('a chunk without a size')
    let left = Number.parseInt(size[1], 16)
    if (left === 0) return
    while (left > 0) {
      const bytes = await input.some(left)
      left -= bytes.length
      yield bytes
    }
    if (/[^\r]/.test(await input.line(2))) throw new BrokenBody('a chunk longer than its size')
  }
}

/** Bytes that come in chunks of any size, read by line or by count. */
class Portions {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks
  }

  /** Up to `most` bytes, as many as are there. */
  async some(most: number): Promise<Uint8Array> {
    await this.#fill()
    const bytes = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(bytes.length)
    return bytes
  }

  /** What stands before the next LF, of at most `most` bytes. */
  async line(most: number): Promise<string> {
    const parts: Uint8Array[] = []
    for (let length = 0; ; ) {
      await this.#fill()
      const end = this.#rest.indexOf(0x0a)
      const part = this.#rest.subarray(0, end < 0 ? this.#rest.length : end)
      length += part.length
      if (length > most) throw new BrokenBody('a line without end')
      parts.push(part)
      this.#rest = this.#rest.subarray(end < 0 ? part.length : part.length + 1)
      if (end >= 0) return Buffer.concat(parts).toString('latin1')
    }
  }

  async #fill(): Promise<void> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next()
      if (next.done === true) throw new BrokenBody('the connection ended before the last chunk')
      this.#rest = next.value
    }
  }
}
