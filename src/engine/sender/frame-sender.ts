import type {
  ConnectionData,
  DAVESession,
  Networking,
  NetworkingReadyState,
} from '@discordjs/voice'
import type { Clock } from '../../base/clock.ts'
import { SAMPLE_RATE_HZ, SAMPLES_PER_FRAME } from '../../base/opus-frame.ts'
import type { Addon } from '../native/addon.ts'
import { LibraryOutlet } from './library-outlet.ts'
import { NativeOutlet } from './native-outlet.ts'
import type { MlsSession, Outlet } from './outlet.ts'

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000
const RTP_TIMESTAMPS = 2 ** 32

/**
 * An Opus packet that decodes to 20 ms of silence. It reveals nothing, so DAVE lets it pass
 * unencrypted (DAVE protocol whitepaper, "Silence Packets").
 */
export function isSilence(frame: Uint8Array): boolean {
  return frame.length === 3 && frame[0] === 0xf8 && frame[1] === 0xff && frame[2] === 0xfe
}

/** What may leave: nothing without an established session, silence within one, music once DAVE allows. */
export type SenderGate = 'shut' | 'silence' | 'music'

/** The 20 ms path of one voice session: encrypts a frame and sends it, or refuses. */
export class FrameSender implements Disposable {
  /** The session's owner sets this whenever it changes, in the turn in which it changes. */
  gate: SenderGate = 'shut'
  readonly #networking: Networking
  readonly #clock: Clock
  readonly #addon: Addon | null
  readonly #library: LibraryOutlet
  #outlet: Outlet
  #session: NetworkingReadyState | null = null
  #fd: number | null = null
  #lastSentMs = 0
  #pausing = false
  /** Latched: what began encrypted never goes on in clear. */
  #daveOn = false

  /** Without `addon` the library seals and sends. */
  constructor(networking: Networking, clock: Clock, addon: Addon | null = null) {
    this.#networking = networking
    this.#clock = clock
    this.#addon = addon
    this.#library = new LibraryOutlet(networking)
    this.#outlet = this.#library
  }

  /** The session is established, or its state has changed; null: it isn't established now. */
  use(session: NetworkingReadyState | null): void {
    const key = this.#session?.connectionData.secretKey
    this.#session = session
    if (session === null) this.gate = 'shut'
    else if (session.connectionData.secretKey !== key) this.#choose()
  }

  /** Sets the session's socket, connected to its peer; null: not yet, or not any more. */
  useSocket(fd: number | null): void {
    this.#fd = fd
    this.#choose()
  }

  /**
   * Sends one frame and returns true. False: the gate is shut for it, or it's audio that would
   * leave unencrypted although DAVE is or was on. This check and the encryption run in one turn of
   * the thread, so no message from the server gets between them.
   */
  send(frame: Uint8Array): boolean {
    const isSilent = isSilence(frame)
    if (this.gate !== 'music' && !(this.gate === 'silence' && isSilent)) return false
    if (this.#session === null) return false
    const { connectionData, dave } = this.#session
    if (dave !== undefined && dave.protocolVersion > 0) this.#daveOn = true
    const mls = mlsOf(dave)
    if (this.#daveOn && mls === null && !isSilent) return false
    return this.#sendAt(this.#clock.now(), asBuffer(frame), connectionData, isSilent ? null : mls)
  }

  #sendAt(now: number, frame: Buffer, connection: ConnectionData, mls: MlsSession | null): boolean {
    const before = connection.timestamp
    const timestamp = before + this.#skippedSamples(now)
    connection.timestamp = timestamp % RTP_TIMESTAMPS
    if (!this.#leaves(frame, connection, mls)) {
      connection.timestamp = before
      return false
    }
    // The library restarts at zero where RTP wraps around, which would shift the timeline.
    connection.timestamp = (timestamp + SAMPLES_PER_FRAME) % RTP_TIMESTAMPS
    this.#lastSentMs = now
    this.#pausing = false
    this.#networking.setSpeaking(true)
    return true
  }

  /** By the outlet that was chosen; one that has broken makes way for the library. */
  #leaves(frame: Buffer, connection: ConnectionData, mls: MlsSession | null): boolean {
    const sent = this.#outlet.send(frame, connection, mls)
    if (sent !== 'broken') return sent === 'sent'
    this.useSocket(null)
    return this.#outlet.send(frame, connection, mls) === 'sent'
  }

  setSpeaking(speaking: boolean): void {
    if (!speaking) this.#pausing = this.#lastSentMs > 0
    this.#networking.setSpeaking(speaking)
  }

  [Symbol.dispose](): void {
    this.use(null)
    this.useSocket(null)
  }

  #choose(): void {
    this.#outlet[Symbol.dispose]()
    const native =
      this.#addon === null || this.#fd === null || this.#session === null
        ? null
        : NativeOutlet.open(this.#addon, this.#fd, this.#session.connectionData)
    this.#outlet = native ?? this.#library
  }

  /** RTP time runs on while nobody speaks (RFC 3550, section 5.1); a late frame is no pause. */
  #skippedSamples(now: number): number {
    if (!this.#pausing) return 0
    const elapsed = Math.round((now - this.#lastSentMs) * SAMPLES_PER_MS)
    return Math.max(0, elapsed - SAMPLES_PER_FRAME)
  }
}

/** The session that encrypts end to end; null while DAVE is off. */
function mlsOf(dave: DAVESession | undefined): MlsSession | null {
  return dave !== undefined && dave.protocolVersion > 0 ? (dave.session ?? null) : null
}

/** The library and its encryption take Buffers; this one shares the frame's bytes. */
function asBuffer(frame: Uint8Array): Buffer {
  if (Buffer.isBuffer(frame)) return frame
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
}
