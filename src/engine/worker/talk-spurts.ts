import type { VoiceLink } from '../voice/voice-link.ts'

/** An empty Opus frame of silence: CELT, 20 ms, mono (RFC 6716, section 3.1). */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe])
/** This many of them end each stretch of sound (Discord, "Voice Data Interpolation"). */
export const SILENCE_FRAMES = 5

/** Keeps the order on the wire around sound: speaking on, frames, five of silence, speaking off. */
export class TalkSpurts {
  readonly #voice: VoiceLink
  #speaking = false
  #quietTicks = 0

  constructor(voice: VoiceLink) {
    this.#voice = voice
  }

  /** Whether listeners were told that sound is coming. */
  get speaking(): boolean {
    return this.#speaking
  }

  /** Ticks in a row at which there was no sound to send. */
  get quietTicks(): number {
    return this.#quietTicks
  }

  /** Sends a frame of sound; false when the link did not take it. */
  sound(frame: Uint8Array): boolean {
    if (!this.#speaking) {
      this.#speaking = true
      this.#voice.setSpeaking(true)
    }
    if (!this.#voice.send(frame)) return false
    this.#quietTicks = 0
    return true
  }

  /** A tick without sound: silence at first, then nothing. */
  quiet(): void {
    this.#quietTicks += 1
    if (!this.#speaking) return
    if (this.#quietTicks <= SILENCE_FRAMES) this.#voice.send(SILENCE)
    if (this.#quietTicks >= SILENCE_FRAMES) {
      this.#speaking = false
      this.#voice.setSpeaking(false)
    }
  }

  /** Counts quiet ticks from here, since a new wait begins. */
  restart(): void {
    this.#quietTicks = 0
  }

  /** The connection is gone, and on the next one nobody has been told yet that the bot speaks. */
  cut(): void {
    this.#speaking = false
  }
}
