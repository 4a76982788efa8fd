import { oneLine, shorten } from '../../../base/one-line.ts'
import { STREAM_TITLE_LENGTH, type StreamTitle } from '../../../base/stream-title.ts'
import type { MetadataBlock } from '../../../net/icy-metadata.ts'
import type { ByteSource } from '../byte-source.ts'
import { FrameClock } from './frame-clock.ts'
import { icyFieldsOf } from './icy-title.ts'

/** Titles that have come and aren't heard yet; of more, the oldest are left out. */
const MOST_AHEAD = 64

/** A title, and where it begins in the sound, in ms from where the reading began. */
interface Mark {
  readonly atMs: number
  readonly said: StreamTitle
}

/**
 * A station's bytes, and what it says it plays: a title belongs to a place in the bytes, and so to
 * the sound that's decoded from there, which is heard seconds after it came.
 */
export class TitledBytes implements ByteSource {
  readonly lengthBytes: number | null
  readonly seekable: boolean
  readonly hint: string | null
  readonly #bytes: ByteSource
  /** Of the latest reading: only that is played. */
  #marks: Mark[] = []

  constructor(bytes: ByteSource) {
    this.#bytes = bytes
    this.lengthBytes = bytes.lengthBytes
    this.seekable = bytes.seekable
    this.hint = bytes.hint
  }

  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const clock = new FrameClock()
    const marks: Mark[] = []
    this.#marks = marks
    let position = 0
    let ahead: MetadataBlock[] = []
    const onMetadata = (block: MetadataBlock) => void ahead.push(block)
    for await (const chunk of this.#bytes.read(offset, signal, onMetadata)) {
      let passed = 0
      for (const { place, bytes } of ahead) {
        const upTo = Math.min(chunk.length, Math.max(passed, place - position))
        clock.pass(chunk.subarray(passed, upTo))
        passed = upTo
        const said = saidBy(bytes)
        if (said !== null) add(marks, { atMs: clock.ms, said })
      }
      ahead = []
      clock.pass(chunk.subarray(passed))
      position += chunk.length
      yield chunk
    }
  }

  /** Whether a title has come that isn't heard yet. */
  get expects(): boolean {
    return this.#marks.length > 0
  }

  /** The title that is heard at that place, in ms from where the reading began; null: nothing new. */
  takeTitle(ms: number): StreamTitle | null {
    const marks = this.#marks
    let heard: Mark | null = null
    while (marks[0] !== undefined && marks[0].atMs <= ms) heard = marks.shift() ?? null
    return heard?.said ?? null
  }

  [Symbol.dispose](): void {
    this.#bytes[Symbol.dispose]()
  }
}

function add(marks: Mark[], mark: Mark): void {
  marks.push(mark)
  if (marks.length > MOST_AHEAD) marks.shift()
}

function saidBy(block: Uint8Array): StreamTitle | null {
  const fields = icyFieldsOf(block)
  if (fields === null) return null
  const link = fields.url && shorten(textOf(fields.url), 1_024)
  return { title: shorten(oneLine(textOf(fields.title), ''), STREAM_TITLE_LENGTH), link }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })
const WINDOWS_1252 = new TextDecoder('windows-1252')

function textOf(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return WINDOWS_1252.decode(bytes)
  }
}
