import type { OpusEncoder } from '@discordjs/opus'
import { FRAME_MS } from '../../base/opus-frame.ts'
import type { Sound } from '../../domain/sound.ts'
import { PCM_FRAME_BYTES } from '../contract/frame-source.ts'
import type { PcmEncoder } from '../contract/pcm-encoder.ts'
import { opusEncoder } from './opus-encoder.ts'

/** More PCM is wanted below 400 ms, which is how far the native ring runs ahead. */
const LOW_WATER_BYTES = 20 * PCM_FRAME_BYTES

/** libopus holds back 6.5 ms (OPUS_GET_LOOKAHEAD at 48 kHz); silence brings them out at the end. */
const LOOKAHEAD_BYTES = 312 * 4

/**
 * PCM → Opus without the native addon. Encodes a frame when it's taken, so that volume acts at the
 * next frame. That costs each tick an encoding, so this is only the fallback.
 */
export class PortableEncoder implements PcmEncoder {
  readonly #opus: OpusEncoder
  readonly #chunks: Uint8Array[] = []
  readonly #frame = Buffer.alloc(PCM_FRAME_BYTES)
  readonly #samples = new Int16Array(
    this.#frame.buffer,
    this.#frame.byteOffset,
    PCM_FRAME_BYTES / 2,
  )
  #queuedBytes = 0
  #ended = false
  #closed = false
  #taken = 0
  #gain: number
  #targetGain: number
  #wake: (() => void) | null = null

  constructor(options: { sound: Sound; bitrate: number; complexity: number }) {
    this.#opus = opusEncoder(options.bitrate, options.complexity)
    this.#gain = options.sound.volume / 100
    this.#targetGain = this.#gain
  }

  push(pcm: Uint8Array): Promise<void> {
    if (this.#closed || pcm.length === 0) return Promise.resolve()
    this.#chunks.push(pcm)
    this.#queuedBytes += pcm.length
    if (this.#queuedBytes < LOW_WATER_BYTES) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  end(): void {
    void this.push(new Uint8Array(LOOKAHEAD_BYTES))
    this.#ended = true
  }

  take(out: Uint8Array): number {
    if (this.#queuedBytes < PCM_FRAME_BYTES && !this.#ended) return 0
    if (this.#queuedBytes === 0 || this.#closed) return -1
    this.#fillFrame()
    this.#amplify()
    const packet = this.#opus.encode(this.#frame)
    out.set(packet)
    this.#taken += 1
    if (this.#queuedBytes < LOW_WATER_BYTES) this.#askForMore()
    return packet.length
  }

  elapsedMs(): number {
    return this.#taken * FRAME_MS
  }

  buffered(): number {
    return Math.ceil(this.#queuedBytes / PCM_FRAME_BYTES)
  }

  complete(): boolean {
    return this.#ended
  }

  setSound({ volume }: Sound): void {
    this.#targetGain = volume / 100
  }

  setBitrate(bitrate: number): void {
    this.#opus.setBitrate(bitrate)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#ended = true
    this.#chunks.length = 0
    this.#queuedBytes = 0
    this.#askForMore()
  }

  #askForMore(): void {
    this.#wake?.()
    this.#wake = null
  }

  /** Moves the next 20 ms into `#frame`, filled up with silence at the very end. */
  #fillFrame(): void {
    let filled = 0
    while (filled < PCM_FRAME_BYTES) {
      const chunk = this.#chunks[0]
      if (chunk === undefined) break
      const part = chunk.subarray(0, PCM_FRAME_BYTES - filled)
      this.#frame.set(part, filled)
      filled += part.length
      if (part.length === chunk.length) this.#chunks.shift()
      else this.#chunks[0] = chunk.subarray(part.length)
    }
    this.#frame.fill(0, filled)
    this.#queuedBytes -= filled
  }

  /** Applies the volume; a change is spread over one frame, since a step would click. */
  #amplify(): void {
    const from = this.#gain
    const to = this.#targetGain
    this.#gain = to
    if (from === 1 && to === 1) return
    const samples = this.#samples
    const step = (to - from) / samples.length
    for (let i = 0; i < samples.length; i++) {
      const louder = (samples[i] ?? 0) * (from + step * i)
      samples[i] = Math.max(-32768, Math.min(32767, Math.round(louder)))
    }
  }
}
