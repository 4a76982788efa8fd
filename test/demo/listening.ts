import { type Lateness, latenessesOf } from '../support/lateness.ts'
import { percentile } from '../support/percentiles.ts'

/** What a listener received: one 20 ms frame, decrypted. */
export interface Received {
  readonly timestamp: number
  readonly opus: Uint8Array
  readonly arrivedAtMs: number
  readonly silence: boolean
  readonly plaintext: boolean
}

const SAMPLES_PER_MS = 48
/** Frames quieter than this carry no music, in dB below full scale. */
const AUDIBLE_DBFS = -60
/** Less than a second of sound is no music. */
const LEAST_FRAMES = 50
/** A frame that was heard within so many, 10 s, is stuck; a track that loops takes longer. */
const STUCK_WITHIN_FRAMES = 500

/**
 * Judges what a listener hears, frame by frame. Lateness is measured against the RTP clock: a frame's
 * arrival less the earliest that its talk spurt's other frames let expect. A spurt ends where the bot says so,
 * with silence frames; a gap without them is a stall, and counts once, for the frame that ended it.
 */
export class Listening {
  /** Arrival of the first frame that is not silence, or null. */
  firstFrameAtMs: number | null = null
  lastFrameAtMs: number | null = null
  framesHeard = 0
  plaintextFrames = 0
  /** Of the last frame, in dBFS. */
  levelDbfs = Number.NEGATIVE_INFINITY
  /** The greatest lateness so far in ms, for a live view: against the earliest frame until then. */
  latestMs = 0
  readonly #decode: (opus: Uint8Array) => Int16Array
  readonly #spurts: number[][] = []
  /** The latest payloads, oldest first, with the number of the frame that had each last. */
  readonly #recent = new Map<number | bigint, number>()
  #varied = 0
  #audible = 0
  #inSpurt = false
  #earliest = Number.POSITIVE_INFINITY

  /** `decode` gives 48 kHz stereo samples; it keeps the decoder's state between frames. */
  constructor(decode: (opus: Uint8Array) => Int16Array) {
    this.#decode = decode
  }

  add(frame: Received): void {
    const level = levelDbfs(this.#decode(frame.opus))
    this.levelDbfs = level
    if (frame.silence) {
      this.#inSpurt = false
      return
    }
    if (frame.plaintext) this.plaintextFrames++
    this.firstFrameAtMs ??= frame.arrivedAtMs
    this.lastFrameAtMs = frame.arrivedAtMs
    this.framesHeard++
    if (this.#isNew(Bun.hash(frame.opus))) this.#varied++
    if (level > AUDIBLE_DBFS) this.#audible++
    if (!this.#inSpurt) {
      this.#spurts.push([])
      this.#earliest = Number.POSITIVE_INFINITY
    }
    this.#inSpurt = true
    const offset = frame.arrivedAtMs - frame.timestamp / SAMPLES_PER_MS
    this.#earliest = Math.min(this.#earliest, offset)
    this.latestMs = Math.max(this.latestMs, offset - this.#earliest)
    this.#spurts.at(-1)?.push(offset)
  }

  /** Each frame's lateness in ms, in order of arrival. */
  latenesses(): number[] {
    return this.#spurts.flatMap(latenessesOf)
  }

  /** Whether it was music: a second of it at least, most of it audible, and not one frame over and over. */
  isMusic(): boolean {
    const half = this.framesHeard / 2
    return this.framesHeard >= LEAST_FRAMES && this.#audible >= half && this.#varied >= half
  }

  /** Whether it wasn't heard a moment ago. */
  #isNew(payload: number | bigint): boolean {
    for (const [old, number] of this.#recent) {
      if (this.framesHeard - number <= STUCK_WITHIN_FRAMES) break
      this.#recent.delete(old)
    }
    const isNew = !this.#recent.delete(payload)
    this.#recent.set(payload, this.framesHeard)
    return isNew
  }
}

/** Null when there was no frame to be late. */
export function summarised(latenesses: readonly number[]): Lateness | null {
  if (latenesses.length === 0) return null
  const at = (share: number) => Math.round(percentile(latenesses, share) * 100) / 100
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }
}

function levelDbfs(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return 10 * Math.log10(sum / Math.max(1, samples.length) / 32_768 ** 2)
}
