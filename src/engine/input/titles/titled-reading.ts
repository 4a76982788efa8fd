import { beginsLike } from '../../../base/file-signatures.ts'
import { oneLine, shorten } from '../../../base/one-line.ts'
import {
  STREAM_LINK_LENGTH,
  STREAM_TITLE_LENGTH,
  type StreamTitle,
} from '../../../base/stream-title.ts'
import type { MetadataBlock } from '../../../net/icy-metadata.ts'
import type { Charsets } from './charsets.ts'
import { FrameClock } from './frame-clock.ts'
import { icyFieldsOf } from './icy-title.ts'
import { OggTitles } from './ogg-titles.ts'
import type { SoundClock } from './sound-clock.ts'
import { TitleText } from './title-text.ts'

/** Of titles that follow each other faster only the last one counts. */
const LEAST_APART_MS = 500
/** Titles that have come and aren't heard yet: half a minute of them. Of more, the oldest are left out. */
const MOST_AHEAD = 64

/** A title, and where it begins in the sound, in ms from where the reading began. */
interface Mark {
  readonly atMs: number
  /** Null: its charset is still being guessed. */
  said: StreamTitle | null
}

/** One reading of a station: its titles by their place in the sound. */
export class TitledReading {
  readonly #text: TitleText
  readonly #marks: Mark[] = []
  #clock: SoundClock | null = null
  #passed = 0
  #told: MetadataBlock[] = []

  constructor(charsets: Charsets) {
    this.#text = new TitleText(charsets)
  }

  get expects(): boolean {
    return this.#marks.length > 0
  }

  /** What the station mixes in, before the bytes at its place pass. */
  told(block: MetadataBlock): void {
    this.#told.push(block)
  }

  pass(chunk: Uint8Array): void {
    this.#clock ??= beginsLike(chunk, 'ogg')
      ? new OggTitles((title) => this.#mark(title, null))
      : new FrameClock()
    let done = 0
    for (const { place, bytes } of this.#told) {
      const upTo = Math.min(chunk.length, Math.max(done, place - this.#passed))
      this.#clock.pass(chunk.subarray(done, upTo))
      done = upTo
      const fields = icyFieldsOf(bytes)
      if (fields !== null) this.#mark(fields.title, fields.url)
    }
    this.#told = []
    this.#clock.pass(chunk.subarray(done))
    this.#passed += chunk.length
  }

  /** The last title that's heard at that place; null: nothing new. */
  takeTitle(ms: number): StreamTitle | null {
    const marks = this.#marks
    let heard: StreamTitle | null = null
    while (marks[0] !== undefined && marks[0].atMs <= ms && marks[0].said !== null)
      heard = marks.shift()?.said ?? null
    return heard
  }

  #add(mark: Mark): void {
    const marks = this.#marks
    const before = marks.at(-2)
    if (before !== undefined && mark.atMs - before.atMs < LEAST_APART_MS) marks.pop()
    marks.push(mark)
    if (marks.length > MOST_AHEAD) marks.shift()
  }

  #mark(title: Uint8Array, url: Uint8Array | null): void {
    const mark: Mark = { atMs: this.#clock?.ms ?? 0, said: null }
    this.#add(mark)
    const link = url && shorten(Buffer.from(url).toString('utf8'), STREAM_LINK_LENGTH)
    const say = (text: string) => {
      mark.said = { title: shorten(oneLine(text, ''), STREAM_TITLE_LENGTH), link }
    }
    const text = this.#text.decode(title)
    if (typeof text === 'string') say(text)
    else void text.then(say)
  }
}
