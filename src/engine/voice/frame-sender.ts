import { type DAVESession, type Networking, NetworkingStatusCode } from '@discordjs/voice'
import type { Clock } from '../../base/clock.ts'
import type { NativeOutlet } from './native-outlet.ts'

const SAMPLES_PER_FRAME = 960
const SAMPLES_PER_MS = 48
const RTP_TIMESTAMPS = 2 ** 32

type ReadyState = Extract<Networking['state'], { code: NetworkingStatusCode.Ready }>

/**
 * An Opus packet that decodes to 20 ms of silence. It tells nothing, so DAVE lets it pass in clear
 * (DAVE protocol whitepaper, "Silence Packets").
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
  /** Latched, for a frame may come before anybody has judged the session. */
  #daveOn = false

  /** Without `outlet`, and where it can't, the library seals and sends. */
  constructor(networking: Networking, clock: Clock, outlet: NativeOutlet | null = null) {
    this.#networking = networking
    this.#clock = clock
    this.#outlet = outlet
  }

  /**
   * Sends one frame and returns true. False: the session is not established, or the frame is audio
   * that would leave in clear although DAVE is or was on. This check and the encryption run in one
   * turn of the thread, so no message of the server gets between them: the library itself passes
   * audio in clear while its keys are not there.
   */
  send(frame: Uint8Array): boolean {
    const state = this.#networking.state
    if (state.code !== NetworkingStatusCode.Ready) return false
    if (!this.#mayLeave(state.dave) && !isSilence(frame)) return false
    const { connectionData } = state
    const now = this.#clock.now()
    const timestamp = connectionData.timestamp + this.#skippedSamples(now)
    connectionData.timestamp = timestamp % RTP_TIMESTAMPS
    const sent = this.#dispatchNatively(state, frame) || this.#dispatch(frame)
    // The library restarts at zero where RTP wraps around, which would shift the timeline.
    connectionData.timestamp = (timestamp + SAMPLES_PER_FRAME) % RTP_TIMESTAMPS
    this.#lastSentMs = now
    this.#pausing = false
    return sent
  }

  #dispatchNatively({ connectionData, dave }: ReadyState, frame: Uint8Array): boolean {
    if (this.#outlet === null) return false
    if (!this.#outlet.send(connectionData, this.#encrypted(dave, frame))) return false
    this.#networking.setSpeaking(true)
    return true
  }

  /** As the library does it; that the keys are there was asked in this turn, and costs a call each time. */
  #encrypted(dave: DAVESession | undefined, frame: Uint8Array): Uint8Array {
    if (!this.#daveOn || isSilence(frame)) return frame
    const encrypted = dave?.session?.encryptOpus(asBuffer(frame))
    if (encrypted === undefined) throw new Error('no encryption session')
    return encrypted
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

  #mayLeave(dave: DAVESession | undefined): boolean {
    if (dave && dave.protocolVersion > 0) this.#daveOn = true
    if (!this.#daveOn) return true
    return dave !== undefined && dave.protocolVersion > 0 && dave.session?.ready === true
  }

  /** RTP time runs on while nobody speaks (RFC 3550, section 5.1); a late frame is no pause. */
  #skippedSamples(now: number): number {
    if (!this.#pausing) return 0
    const elapsed = Math.round((now - this.#lastSentMs) * SAMPLES_PER_MS)
    return Math.max(0, elapsed - SAMPLES_PER_FRAME)
  }
}

/** The library and its encryption ask for Buffers; this one shares the frame's bytes. */
function asBuffer(frame: Uint8Array): Buffer {
  if (Buffer.isBuffer(frame)) return frame
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
}
