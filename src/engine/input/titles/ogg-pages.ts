/** A page of an Ogg stream. */
export interface OggPage {
  readonly isFirst: boolean
  readonly serial: number
  /** Samples of the stream at its end; null where no packet ends. */
  readonly granule: number | null
  /** Lengths of its segments: a packet goes on behind one of 255 bytes. */
  readonly segments: Uint8Array
  /** Empty where nobody wanted it. */
  readonly body: Uint8Array
}

const HEAD_BYTES = 27
const MARK = [0x4f, 0x67, 0x67, 0x53]
const NO_GRANULE = 0xffff_ffff_ffff_ffffn

/**
 * Finds the pages of an Ogg stream in its bytes, which come in chunks of any size (RFC 3533, section 6). What lies
 * between them is passed over.
 */
export class OggPages {
  readonly #onPage: (page: OggPage) => void
  readonly #wantsBody: () => boolean
  readonly #head = new Uint8Array(HEAD_BYTES + 255)
  #filled = 0
  #needed = HEAD_BYTES
  #body: Uint8Array | null = null
  #bodyLeft = 0

  /** `wantsBody` is asked before each page that doesn't begin a stream. */
  constructor(onPage: (page: OggPage) => void, wantsBody: () => boolean) {
    this.#onPage = onPage
    this.#wantsBody = wantsBody
  }

  pass(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#bodyLeft > 0) {
        const part = chunk.subarray(at, at + this.#bodyLeft)
        this.#body?.set(part, this.#body.length - this.#bodyLeft)
        this.#bodyLeft -= part.length
        at += part.length
        if (this.#bodyLeft === 0) this.#end()
      } else {
        this.#head[this.#filled++] = chunk[at++] ?? 0
        if (this.#filled === this.#needed) this.#look()
      }
    }
  }

  #look(): void {
    const head = this.#head
    if (this.#filled === HEAD_BYTES) {
      if (!MARK.every((byte, at) => head[at] === byte) || head[4] !== 0) {
        head.copyWithin(0, 1)
        this.#filled -= 1
        return
      }
      this.#needed = HEAD_BYTES + (head[26] ?? 0)
      if (this.#filled < this.#needed) return
    }
    const length = head.subarray(HEAD_BYTES, this.#needed).reduce((sum, one) => sum + one, 0)
    const isWanted = isFirst(head) || this.#wantsBody()
    this.#body = isWanted ? new Uint8Array(length) : null
    this.#bodyLeft = length
    if (length === 0) this.#end()
  }

  #end(): void {
    const head = this.#head
    const view = new DataView(head.buffer, head.byteOffset)
    const granule = view.getBigUint64(6, true)
    const page: OggPage = {
      isFirst: isFirst(head),
      serial: view.getUint32(14, true),
      granule: granule === NO_GRANULE ? null : Number(granule),
      segments: head.slice(HEAD_BYTES, this.#needed),
      body: this.#body ?? NOTHING,
    }
    this.#filled = 0
    this.#needed = HEAD_BYTES
    this.#body = null
    this.#onPage(page)
  }
}

const NOTHING = new Uint8Array()
const isFirst = (head: Uint8Array): boolean => ((head[5] ?? 0) & 0x02) !== 0
