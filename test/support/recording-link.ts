import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { VoiceGate, VoiceLink, VoiceLinkEvents } from '../../src/engine/voice/voice-link.ts'
import { openOpus } from '../discord/sound/opus.ts'

/** What went over the wire, in order. */
export type Sent =
  | { readonly kind: 'frame'; readonly opus: Buffer; readonly silence: boolean }
  | { readonly kind: 'speaking'; readonly on: boolean }

/** The voice wire in a test: takes frames as a voice server would, and records them. */
export class RecordingLink implements VoiceLink {
  readonly sent: Sent[] = []
  readonly events: VoiceLinkEvents
  closed = false
  #gate: VoiceGate = 'open'

  constructor(events: VoiceLinkEvents) {
    this.events = events
  }

  get gate(): VoiceGate {
    return this.#gate
  }

  set gate(gate: VoiceGate) {
    this.#gate = gate
    this.events.onGate(gate)
  }

  /** Frames of sound. */
  get frames(): Buffer[] {
    return this.sent.flatMap((s) => (s.kind === 'frame' && !s.silence ? [s.opus] : []))
  }

  /** Short names of all frames of sound, to be compared. */
  get digests(): string[] {
    return this.frames.map((opus) => createHash('sha1').update(opus).digest('hex').slice(0, 12))
  }

  /** What was sent as a word each: 'on', 'off', 'silence' or 'sound', repetitions counted. */
  get story(): string {
    const words = this.sent.map((s) =>
      s.kind === 'speaking' ? (s.on ? 'on' : 'off') : s.silence ? 'silence' : 'sound',
    )
    const runs: [string, number][] = []
    for (const word of words) {
      const last = runs.at(-1)
      if (last?.[0] === word) last[1] += 1
      else runs.push([word, 1])
    }
    return runs.map(([word, times]) => (times === 1 ? word : `${times} ${word}`)).join(', ')
  }

  /** The decoded sound of frames `from` to `to`: 48 kHz stereo, interleaved, -1 to 1. */
  pcm(from = 0, to = Number.POSITIVE_INFINITY): Float32Array {
    const codec = openOpus()
    const pieces = this.frames.slice(0, to).map((opus) => codec.decode(opus))
    const bytes = Buffer.concat(pieces.slice(from))
    return Float32Array.from(
      { length: bytes.length / 2 },
      (_, i) => bytes.readInt16LE(i * 2) / 32768,
    )
  }

  /** Root mean square of the decoded sound of frames `from` to `to`, 0–1. */
  level(from: number, to: number): number {
    const pcm = this.pcm(from, to)
    return Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length)
  }

  connect(): Promise<void> {
    return Promise.resolve()
  }

  disconnect(): Promise<void> {
    return Promise.resolve()
  }

  send(frame: Uint8Array): boolean {
    if (this.#gate !== 'open') return false
    const silence = frame.length === 3 && frame[0] === 0xf8
    this.sent.push({ kind: 'frame', opus: Buffer.from(frame), silence })
    return true
  }

  setSpeaking(on: boolean): void {
    this.sent.push({ kind: 'speaking', on })
  }

  [Symbol.dispose](): void {
    this.closed = true
  }
}
