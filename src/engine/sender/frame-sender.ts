import { type DAVESession, type Networking, NetworkingStatusCode } from '@discordjs/voice'
import type { Clock } from '../../base/clock.ts'
import type { NativeOutlet } from './native-outlet.ts'

const SAMPLES_PER_FRAME = 960
const SAMPLES_PER_MS = 48
const RTP_TIMESTAMPS = 2 ** 32

/**
 * An Opus packet that decodes to 20 ms of silence. It reveals nothing, so DAVE lets it pass
 * unencrypted (DAVE protocol whitepaper, "Silence Packets").
 */
export function isSilence(frame: Uint8Array): boolean {
  return frame.length === 3 && frame[0] === 0xf8 && frame[1] === 0xff && frame[2] === 0xfe
}

/** The 20 ms path of one voice session: encrypts a frame and sends it, or refuses. */
export class FrameSender {
  readonly #networking: Networking
  readonly #clock: Clock
  readonly #outlet: NativeOutlet | null
  #lastSentMs = 0
  #pausing = false
  /** Latched, since a frame may come before the gate has judged the session. */
  #daveOn = false

  /** Without `outlet`, and when that can't, the library seals and sends. */
  constructor(networking: Networking, clock: Clock, outlet: NativeOutlet | null = null) {
    this.#networking = networking
    this.#clock = clock
    this.#outlet = outlet
  }

  /**
   * Sends one frame and returns true. False: the session is not established, or the frame is audio
   * that would leave unencrypted although DAVE is or was on. This check and the encryption run in
   * one turn of the thread, so no message from the server gets between them: the library itself
   * sends audio unencrypted while it has no keys.
   */
  send(frame: Uint8Array): boolean {
    const state = this.#networking.state
    if (state.code !== NetworkingStatusCode.Ready) return false
    const { connectionData, dave } = state
    if (dave && dave.protocolVersion > 0) this.#daveOn = true
    const outlet = this.#outlet?.opensFor(connectionData) ? this.#outlet : null
    const packet = this.#leaving(dave, frame, outlet !== null)
    if (packet === null) return false
    const now = this.#clock.now()
    const timestamp = connectionData.timestamp + this.#skippedSamples(now)
    connectionData.timestamp = timestamp % RTP_TIMESTAMPS
    const sent = outlet?.send(connectionData, packet) ? this.#speaks() : this.#dispatch(frame)
    // The library restarts at zero where RTP wraps around, which would shift the timeline.
    connectionData.timestamp = (timestamp + SAMPLES_PER_FRAME) % RTP_TIMESTAMPS
    this.#lastSentMs = now
    this.#pausing = false
    return sent
  }

  /**
   * The frame to pass on: encrypted `here`, or unchanged for the library to encrypt; null when it
   * must not leave. The encryption itself refuses while it has no keys; asking it beforehand would
   * cost a call with each frame.
   */
  #leaving(dave: DAVESession | undefined, frame: Uint8Array, here: boolean) {
    if (!this.#daveOn || isSilence(frame)) return frame
    const session = dave !== undefined && dave.protocolVersion > 0 ? dave.session : undefined
    if (session === undefined) return null
    if (!here) return session.ready ? frame : null
    try {
      return session.encryptOpus(asBuffer(frame))
    } catch (error) {
      if (session.ready) throw error
      return null
    }
  }

  #speaks(): true {
    this.#networking.setSpeaking(true)
    return true
  }

  #dispatch(frame: Uint8Array): boolean {
    return (
      this.#networking.prepareAudioPacket(asBuffer(frame)) !== undefined &&
      this.#networking.dispatchAudio()
    )
  }

  setSpeaking(speaking: boolean): void {
    if (!speaking) this.#pausing = this.#lastSentMs > 0
    this.#networking.setSpeaking(speaking)
  }

  /** RTP time runs on while nobody speaks (RFC 3550, section 5.1); a late frame is no pause. */
  #skippedSamples(now: number): number {
    if (!this.#pausing) return 0
    const elapsed = Math.round((now - this.#lastSentMs) * SAMPLES_PER_MS)
    return Math.max(0, elapsed - SAMPLES_PER_FRAME)
  }
}

/** The library and its encryption take Buffers; this one shares the frame's bytes. */
function asBuffer(frame: Uint8Array): Buffer {
  if (Buffer.isBuffer(frame)) return frame
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
}
