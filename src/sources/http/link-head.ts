import type { Clock } from '../../base/clock.ts'
import { id3Length } from '../../base/file-signatures.ts'
import { within } from '../../base/within.ts'
import { COVER_BYTES } from '../../domain/cover.ts'
import type { HttpBytes } from '../../net/http-bytes.ts'
import type { TagReader } from '../tags/tag-reader.ts'
import type { Tags } from '../tags/tags.ts'
import { essentialBytes, statesDuration, wantedBytes, wavDurationMs } from './file-head.ts'

/**
 * What reading tags may cost before a link plays, beyond the first bytes, which are requested
 * anyway.
 */
const MORE_BYTES_MS = 150
const PARSING_MS = 250
const MAX_HEAD_BYTES = 256 * 1024
/** What reading a picture may cost while a track plays already. */
const COVER_MS = 5_000
/** An ID3 tag tells its length; in other files a picture lies in the first so many bytes, or isn't shown. */
const MAX_COVER_HEAD_BYTES = 1024 * 1024

/** The beginning of a file behind a link: enough to tell what it is, and then to read its tags. */
export class LinkHead implements Disposable {
  readonly #bytes: HttpBytes
  readonly #clock: Clock
  readonly #closing = new AbortController()
  readonly #chunks: AsyncGenerator<Uint8Array>
  readonly #read: Uint8Array[] = []

  constructor(bytes: HttpBytes, signal: AbortSignal, clock: Clock) {
    this.#bytes = bytes
    this.#clock = clock
    this.#chunks = bytes.read(0, AbortSignal.any([signal, this.#closing.signal]))
  }

  /** The first chunk; empty when there's none. Rejects like `HttpBytes.read`. */
  async first(): Promise<Uint8Array> {
    const next = await this.#chunks.next()
    const chunk = next.done === true ? new Uint8Array() : next.value
    this.#read.push(chunk)
    return chunk
  }

  /** The bytes up to `limit`, as many as come in time, and whether these are all. Never rejects. */
  async upTo(limit: number, ms: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
    const whole = await this.#readMore(limit, ms)
    const bytes = Buffer.concat(this.#read)
    return { bytes: bytes.subarray(0, limit), whole: whole && bytes.length <= limit }
  }

  /** The file's tags, if they come in time; null when it has none. Never rejects. */
  async tags(reader: TagReader): Promise<Tags | null> {
    const wanted = wantedBytes(this.#read[0] ?? new Uint8Array())
    await this.#readMore(Math.min(wanted, MAX_HEAD_BYTES), MORE_BYTES_MS)
    const head = Buffer.concat(this.#read).subarray(0, MAX_HEAD_BYTES)
    const { lengthBytes } = this.#bytes
    const essential = essentialBytes(head)
    const reading = reader.readHead(essential, lengthBytes)
    const tags = await within(this.#clock, PARSING_MS, reading, () => null)
    if (tags === null) return null
    const isStated = statesDuration(head) || (lengthBytes !== null && head.length >= lengthBytes)
    return { ...tags, durationMs: wavDurationMs(head) ?? (isStated ? tags.durationMs : null) }
  }

  /** The bytes of the picture in the file's tags, if they come in time; null: none. Never rejects. */
  async cover(reader: TagReader): Promise<Uint8Array | null> {
    const tagBytes = id3Length(this.#read[0] ?? new Uint8Array())
    if (tagBytes > COVER_BYTES + MAX_HEAD_BYTES) return null
    await this.#readMore(tagBytes > 0 ? tagBytes : MAX_COVER_HEAD_BYTES, COVER_MS)
    return await reader.coverIn(essentialBytes(Buffer.concat(this.#read)), this.#bytes.lengthBytes)
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.#closing.abort()
    this.#chunks.return(undefined).catch(() => {})
  }

  /** Reads on until there is enough, the file ends, or it has taken too long. True: it has ended. */
  async #readMore(wanted: number, ms: number): Promise<boolean> {
    let size = this.#read.reduce((sum, chunk) => sum + chunk.length, 0)
    const deadline = this.#clock.now() + ms
    while (size < wanted) {
      const leftMs = Math.max(0, deadline - this.#clock.now())
      const chunk = this.#chunks.next().catch(() => null)
      const next = await within(this.#clock, leftMs, chunk, () => null)
      if (next === null) return false
      if (next.done === true) return true
      this.#read.push(next.value)
      size += next.value.length
    }
    return false
  }
}
