import type { Writable } from 'node:stream'

/** A longer line is nonsense: a request names a hundred paths at most. */
const MOST_LINE_BYTES = 1024 * 1024
/** More than any catalog has. */
const MOST_BYTES = 1024 ** 3
/** Written at once, so that what waits in the pipe stays small. */
const SLICE_BYTES = 256 * 1024

/** A message and the bytes that follow it; null: none do. */
type Take = (message: unknown, bytes: SharedArrayBuffer | null) => void

/**
 * Reads what `writeFramed` wrote: each message is a line of JSON, [the number of bytes that follow it, the
 * message]. Bytes go to where they stay as they come.
 */
export class FramedReader {
  readonly #take: Take
  #line: Buffer = Buffer.alloc(0)
  #message: unknown = null
  #bytes: Uint8Array<SharedArrayBuffer> | null = null
  #filled = 0

  constructor(take: Take) {
    this.#take = take
  }

  /** Throws an error for what nobody wrote so. */
  push(chunk: Buffer): void {
    let rest = chunk
    while (rest.length > 0) rest = this.#bytes === null ? this.#readLine(rest) : this.#fill(rest)
  }

  #readLine(chunk: Buffer): Buffer {
    const end = chunk.indexOf(0x0a)
    this.#line = Buffer.concat([this.#line, end < 0 ? chunk : chunk.subarray(0, end)])
    if (this.#line.length > MOST_LINE_BYTES) throw new Error('a long line')
    if (end < 0) return Buffer.alloc(0)
    const [length, message]: unknown[] = JSON.parse(this.#line.toString('utf8'))
    this.#line = Buffer.alloc(0)
    if (!Number.isSafeInteger(length) || Number(length) < 0 || Number(length) > MOST_BYTES)
      throw new Error('no length')
    if (length === 0) this.#take(message, null)
    else {
      this.#message = message
      this.#bytes = new Uint8Array(new SharedArrayBuffer(Number(length)))
      this.#filled = 0
    }
    return chunk.subarray(end + 1)
  }

  #fill(chunk: Buffer): Buffer {
    const bytes = this.#bytes
    if (bytes === null) return chunk
    const some = chunk.subarray(0, bytes.length - this.#filled)
    bytes.set(some, this.#filled)
    this.#filled += some.length
    if (this.#filled === bytes.length) {
      this.#bytes = null
      this.#take(this.#message, bytes.buffer)
    }
    return chunk.subarray(some.length)
  }
}

/** Writes a message and bytes behind it. Resolves when they're on their way; never rejects. */
export async function writeFramed(
  to: Writable,
  message: object,
  bytes: SharedArrayBuffer | null,
): Promise<void> {
  const all = Buffer.from(bytes ?? new ArrayBuffer(0))
  const write = (part: Uint8Array | string) =>
    new Promise<void>((resolve) => to.write(part, () => resolve()))
  await write(`${JSON.stringify([all.length, message])}\n`)
  for (let at = 0; at < all.length && !to.destroyed; at += SLICE_BYTES)
    await write(Uint8Array.from(all.subarray(at, at + SLICE_BYTES)))
}
