import type { SoundClock } from './sound-clock.ts'

/**
 * How long the sound is whose bytes have passed, of a stream of frames that each have a header: ADTS
 * and MPEG audio. It stands still in other bytes, and goes on behind them.
 */
export class FrameClock implements SoundClock {
  readonly #head = new Uint8Array(HEAD_BYTES)
  #filled = 0
  /** Bytes of the current frame that are still to come. */
  #skip = 0
  #ms = 0

  /** Milliseconds of the frames that have begun. */
  get ms(): number {
    return this.#ms
  }

  pass(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at)
        this.#skip -= step
        at += step
        continue
      }
      this.#head[this.#filled++] = chunk[at++] ?? 0
      if (this.#filled === HEAD_BYTES) this.#look()
    }
  }

  #look(): void {
    const frame = frameOf(this.#head)
    if (frame === null) {
      this.#head.copyWithin(0, 1)
      this.#filled = HEAD_BYTES - 1
      return
    }
    this.#ms += frame.ms
    this.#skip = frame.bytes - HEAD_BYTES
    this.#filled = 0
  }
}

const HEAD_BYTES = 7

interface Frame {
  /** With its header. */
  readonly bytes: number
  readonly ms: number
}

/** The frame that begins there; null: none does. */
function frameOf(head: Uint8Array): Frame | null {
  const [a = 0, b = 0] = head
  if (a !== 0xff || (b & 0xe0) !== 0xe0) return null
  const frame = (b & 0xf6) === 0xf0 ? adtsFrame(head) : mpegFrame(head)
  return frame !== null && frame.bytes >= HEAD_BYTES ? frame : null
}

/** In Hz, by index (ISO/IEC 14496-3, table 1.18). */
const ADTS_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
]

/** ISO/IEC 13818-7, section 6.2; each of its blocks has 1024 samples at that rate, also where SBR doubles both. */
function adtsFrame([, , c = 0, d = 0, e = 0, f = 0, g = 0]: Uint8Array): Frame | null {
  const rate = ADTS_RATES[(c >> 2) & 0xf]
  if (rate === undefined) return null
  const blocks = (g & 0x3) + 1
  return { bytes: ((d & 0x3) << 11) | (e << 3) | (f >> 5), ms: (blocks * 1_024_000) / rate }
}

/** kbit/s by layer and index, of MPEG-1 and then of MPEG-2 (ISO/IEC 11172-3, section 2.4.2.3; 13818-3, the same). */
const BITRATES: Readonly<Record<1 | 2, readonly (readonly number[])[]>> = {
  1: [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  2: [
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
}
const MPEG_RATES = [44_100, 48_000, 32_000]
/** Samples of a frame by layer; MPEG-2's layer III has half as many. */
const SAMPLES = [384, 1152, 1152]

/** ISO/IEC 11172-3, section 2.4.3.1. */
function mpegFrame([, b = 0, c = 0]: Uint8Array): Frame | null {
  const version = (b >> 3) & 0x3
  const layer = 3 - ((b >> 1) & 0x3)
  const rateOfOne = MPEG_RATES[(c >> 2) & 0x3]
  const kbits = BITRATES[version === 3 ? 1 : 2][layer]?.[(c >> 4) - 1]
  if (version === 1 || rateOfOne === undefined || kbits === undefined) return null
  // MPEG-2 has half the rates, and 2.5 a quarter.
  const rate = rateOfOne / (version === 3 ? 1 : version === 2 ? 2 : 4)
  const samples = (SAMPLES[layer] ?? 0) / (layer === 2 && version !== 3 ? 2 : 1)
  const padding = (c >> 1) & 0x1
  const slotBytes = layer === 0 ? 4 : 1
  const slots = Math.floor((samples * kbits * 125) / rate / slotBytes) + padding
  return { bytes: slots * slotBytes, ms: (samples * 1000) / rate }
}
