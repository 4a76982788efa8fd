import { inItsCharset } from '../../../base/charset.ts'
import type { Charsets } from './charsets.ts'

/** Of what a station has said, so much is looked at to tell its charset. */
const SAMPLE_BYTES = 1_024
/** Letters beyond ASCII after which a guess is taken for right. */
const ENOUGH = 120
/** UTF-8 that was cut within a letter lacks so many of its bytes at most. */
const CUT_BYTES = 3

/**
 * Decodes what one station says. No protocol tells the charset, and a title is too short to tell it well;
 * but a station keeps to one, so that each title helps to guess it.
 */
export class TitleText {
  readonly #charsets: Charsets
  #sample: Uint8Array = new Uint8Array()
  #letters = 0
  #settled: string | null = null

  constructor(charsets: Charsets) {
    this.#charsets = charsets
  }

  /** The text, or, where the charset has to be guessed, a promise of it, which never rejects. */
  decode(bytes: Uint8Array): string | Promise<string> {
    const utf8 = utf8Of(bytes)
    if (utf8 !== null) return inItsCharset(utf8)
    if (this.#settled !== null) return decoded(bytes, this.#settled)
    return this.#guess(bytes)
  }

  async #guess(bytes: Uint8Array): Promise<string> {
    this.#sample = Buffer.concat([this.#sample, bytes, Buffer.from('\n')]).subarray(-SAMPLE_BYTES)
    this.#letters += bytes.reduce((sum, byte) => sum + (byte > 0x7f ? 1 : 0), 0)
    const isEnough = this.#letters >= ENOUGH
    const charset = await this.#charsets.guess(this.#sample)
    if (isEnough) this.#settled = charset
    return decoded(bytes, charset)
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Null: it's none. Stations cut long titles, also in the middle of a letter. */
function utf8Of(bytes: Uint8Array): string | null {
  for (let cut = 0; cut <= CUT_BYTES && cut < bytes.length; cut++) {
    const rest = bytes.subarray(0, bytes.length - cut)
    // What's left out is the beginning of a letter, and others were whole: "Café" in Latin-1 ends like that, too.
    if (cut > 0 && !rest.some((byte) => byte > 0x7f)) return null
    try {
      return UTF8.decode(rest)
    } catch {}
  }
  return bytes.length === 0 ? '' : null
}

/** The type lists only some of the charsets that there are. */
const decoded = (bytes: Uint8Array, charset: string): string =>
  new TextDecoder(charset as ConstructorParameters<typeof TextDecoder>[0]).decode(bytes)
