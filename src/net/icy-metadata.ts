/** More than any station puts between two titles; a larger number isn't an interval. */
const MAX_INTERVAL_BYTES = 1024 * 1024
/** Blocks that are kept until somebody reads them; of more, the oldest are forgotten. */
const KEPT_BLOCKS = 64

/**
 * Reads an `icy-metaint`: bytes of sound between two blocks of metadata; null for a missing or
 * impossible one.
 */
export function metadataInterval(text: string | null): number | null {
  const bytes = text !== null && /^\d{1,8}$/.test(text) ? Number(text) : 0
  return bytes > 0 && bytes <= MAX_INTERVAL_BYTES ? bytes : null
}

/** A block of metadata, and how many bytes of sound came before it. It holds for what follows. */
export interface MetadataBlock {
  readonly place: number
  /** At most 4,080, filled up with zeros. */
  readonly bytes: Uint8Array
}

/**
 * A station's sound, and apart from it the metadata that it mixes in after every `interval` bytes: a
 * byte that counts blocks of sixteen, then these (SHOUTcast protocol). An empty block says that
 * nothing has changed. Some stations send it unasked.
 */
export class IcyBody {
  readonly #body: AsyncIterable<Uint8Array>
  readonly #interval: number
  #blocks: MetadataBlock[] = []

  constructor(body: AsyncIterable<Uint8Array>, interval: number) {
    this.#body = body
    this.#interval = interval
  }

  /** The blocks that have come since they were last taken, in order. */
  takeBlocks(): readonly MetadataBlock[] {
    if (this.#blocks.length === 0) return NONE
    const blocks = this.#blocks
    this.#blocks = []
    return blocks
  }

  /** The sound, read once; one piece of each that comes, however many blocks are in it. */
  async *sound(): AsyncGenerator<Uint8Array> {
    let place = 0
    let left = this.#interval
    let block = new Uint8Array()
    let missing = 0
    for await (const chunk of this.#body) {
      const sound = new Uint8Array(chunk.length)
      let length = 0
      for (let at = 0; at < chunk.length; ) {
        if (missing > 0) {
          const part = chunk.subarray(at, at + missing)
          block.set(part, block.length - missing)
          missing -= part.length
          at += part.length
          if (missing === 0) this.#keep({ place, bytes: block })
        } else if (left === 0) {
          missing = 16 * (chunk[at] ?? 0)
          block = new Uint8Array(missing)
          left = this.#interval
          at++
        } else {
          const bytes = chunk.subarray(at, at + left)
          sound.set(bytes, length)
          length += bytes.length
          left -= bytes.length
          at += bytes.length
          place += bytes.length
        }
      }
      if (length > 0) yield sound.subarray(0, length)
    }
  }

  #keep(block: MetadataBlock): void {
    this.#blocks.push(block)
    if (this.#blocks.length > KEPT_BLOCKS) this.#blocks.shift()
  }
}

const NONE: readonly MetadataBlock[] = []
