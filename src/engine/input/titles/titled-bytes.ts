import type { StreamTitle } from '../../../base/stream-title.ts'
import type { ByteSource } from '../byte-source.ts'
import type { Charsets } from './charsets.ts'
import { TitledReading } from './titled-reading.ts'

/**
 * A station's bytes, and what it says it plays: a title belongs to a place in the bytes, and so to
 * the sound that's decoded from there, which is heard seconds after it came.
 */
export class TitledBytes implements ByteSource {
  readonly lengthBytes: number | null
  readonly seekable: boolean
  readonly hint: string | null
  readonly #bytes: ByteSource
  readonly #charsets: Charsets
  /** The latest: only that is played. */
  #reading: TitledReading | null = null

  constructor(bytes: ByteSource, charsets: Charsets) {
    this.#bytes = bytes
    this.#charsets = charsets
    this.lengthBytes = bytes.lengthBytes
    this.seekable = bytes.seekable
    this.hint = bytes.hint
  }

  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const reading = new TitledReading(this.#charsets)
    this.#reading = reading
    const bytes = this.#bytes.read(offset, signal, (block) => reading.told(block))
    for await (const chunk of bytes) {
      reading.pass(chunk)
      yield chunk
    }
  }

  /** Whether a title has come that isn't heard yet. */
  get expects(): boolean {
    return this.#reading?.expects === true
  }

  /** The title that is heard at that place, in ms from where the reading began; null: nothing new. */
  takeTitle(ms: number): StreamTitle | null {
    return this.#reading?.takeTitle(ms) ?? null
  }

  [Symbol.dispose](): void {
    this.#bytes[Symbol.dispose]()
  }
}
