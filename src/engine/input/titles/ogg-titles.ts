import { titleInComments } from './ogg-comments.ts'
import { type OggSound, opusSamples, soundOf } from './ogg-heads.ts'
import { type OggPage, OggPages } from './ogg-pages.ts'
import type { SoundClock } from './sound-clock.ts'

/** More of the comments isn't read: pictures lie in them, too. */
const MOST_COMMENT_BYTES = 64 * 1024

/** A stream of sound, until the next one begins. */
interface Link {
  readonly serial: number
  readonly sound: OggSound
  /** The most samples that a packet has; null: its first packet tells. */
  most: number | null
  /** How much of its second packet was read; null: all. */
  comments: Uint8Array[] | null
  size: number
  granule: number
}

/**
 * What an Ogg station says: it sends a chain of streams (RFC 3533, section 4), one for each song, whose
 * comments name it. Of several streams beside each other the first one with sound counts.
 */
export class OggTitles implements SoundClock {
  readonly #pages: OggPages
  readonly #onTitle: (title: Uint8Array) => void
  #link: Link | null = null
  #ms = 0

  /** `onTitle` is called before the first sound of a stream passes; an empty title: it tells none. */
  constructor(onTitle: (title: Uint8Array) => void) {
    this.#onTitle = onTitle
    this.#pages = new OggPages(
      (page) => this.#take(page),
      () => this.#link !== null && (this.#link.comments !== null || this.#link.most === null),
    )
  }

  get ms(): number {
    return this.#ms
  }

  pass(chunk: Uint8Array): void {
    this.#pages.pass(chunk)
  }

  #take(page: OggPage): void {
    if (page.isFirst) this.#begin(page)
    else if (this.#link?.serial === page.serial) this.#goOn(this.#link, page)
  }

  #begin({ serial, body }: OggPage): void {
    const sound = soundOf(body)
    const isBeside = this.#link?.comments != null
    if (sound === null || isBeside) return
    this.#link = { serial, sound, most: sound.mostInPacket, comments: [], size: 0, granule: 0 }
  }

  #goOn(link: Link, page: OggPage): void {
    if (link.comments !== null) {
      this.#collect(link, link.comments, page)
      return
    }
    link.most ??= opusSamples(page.body)
    if (page.granule === null) return
    const samples = page.granule - link.granule
    link.granule = page.granule
    // Whoever tunes in hears a song from its middle, and its first granule counts what they missed.
    const packets = page.segments.reduce((sum, length) => sum + (length < 255 ? 1 : 0), 0)
    const most = packets * link.most
    const played = samples >= 0 ? Math.min(samples, most) : most
    this.#ms += (played * 1000) / link.sound.rate
  }

  #collect(link: Link, comments: Uint8Array[], { segments, body }: OggPage): void {
    const last = segments.findIndex((length) => length < 255)
    const ends = last >= 0
    const packet = segments.subarray(0, ends ? last + 1 : segments.length)
    const bytes = body.subarray(
      0,
      packet.reduce((sum, length) => sum + length, 0),
    )
    comments.push(bytes)
    link.size += bytes.length
    if (!ends && link.size < MOST_COMMENT_BYTES) return
    link.comments = null
    this.#onTitle(titleInComments(Buffer.concat(comments)))
  }
}
