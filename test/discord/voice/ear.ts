import { DaveSession } from './dave/dave-session.ts'
import { countMissing, decodeFrames, encodeWav, type HeardFrame } from './hearing.ts'
import { Op } from './ops.ts'
import { thrownAway } from './thrown-away.ts'
import {
  isSilence,
  type RtpHeader,
  readRtpHeader,
  SILENCE_FRAME,
  TICKS_PER_FRAME,
} from './transport.ts'
import { type Negotiated, type Ticket, VoiceClient } from './voice-client.ts'

export interface EarOptions {
  /**
   * `frames` keeps every frame; `counts` opens nothing and only counts packets, for the many listeners
   * of a benchmark.
   */
  readonly keep?: 'frames' | 'counts'
}

/** A packet whose sender or key is not known yet. */
interface Unopened {
  readonly header: RtpHeader
  readonly payload: Buffer
  readonly arrivedAtMs: number
}

const FRAME_MS = 20
const SILENCE_FRAMES = 5
/** A frame that no key opened after this time is lost. */
const UNOPENED_MS = 10_000

/**
 * A member's own voice client, independent of the libraries under test: real sockets to the voice
 * server, ts-mls for the group, node:crypto for both layers of encryption. It hears and it speaks.
 */
export class Ear implements AsyncDisposable {
  readonly userId: string
  readonly frames: HeardFrame[] = []
  /** Packets that arrived, whatever became of them. */
  packets = 0
  /** Frames that failed to decrypt, for want of a key or by forgery. */
  undecryptable = 0
  /** Set when the server closed the gateway socket. */
  closeCode: number | null = null
  /** Op 13 and op 11 as they came, so that a test sees who was announced. */
  readonly present = new Set<string>()
  readonly #client: VoiceClient
  readonly #dave: DaveSession
  readonly #keep: 'frames' | 'counts'
  readonly #speakers = new Map<number, string>()
  readonly #waiting = new Set<{ wants(frame: HeardFrame): boolean; got(frame: HeardFrame): void }>()
  #unopened: Unopened[] = []
  #negotiated: Negotiated | undefined
  #daveOn = false
  #sequence = Math.floor(Math.random() * 0x1_0000)
  #timestamp = Math.floor(Math.random() * 0x1_0000_0000)

  /** Resolves when the transport is ready; end-to-end encryption may take longer. */
  static async connect(ticket: Ticket, options: EarOptions = {}): Promise<Ear> {
    const ear = new Ear(ticket, options)
    try {
      ear.#negotiated = await ear.#client.negotiated()
    } catch (error) {
      await ear[Symbol.asyncDispose]()
      throw error
    }
    // Names our ssrc well before the first frame, which may overtake an op 5 sent with it.
    ear.#client.sendJson(Op.speaking, { speaking: 0, delay: 0, ssrc: ear.#negotiated.ssrc })
    return ear
  }

  private constructor(ticket: Ticket, { keep = 'frames' }: EarOptions) {
    this.userId = ticket.userId
    this.#keep = keep
    this.#client = new VoiceClient(ticket, {
      onJson: (op, data) => this.#onJson(op, data),
      onBinary: (op, payload) => this.#dave.onBinary(op, payload),
      onPacket: (packet, arrivedAtMs) => this.#onPacket(packet, arrivedAtMs),
      onClose: (code) => {
        this.closeCode = code
      },
    })
    this.#dave = new DaveSession(ticket.userId, ticket.channelId, this.#client, () =>
      this.#open(this.#unopened.splice(0)),
    )
  }

  /** User ids of the DAVE group, empty without one. */
  get group(): string[] {
    return this.#dave.members
  }

  get epoch(): bigint {
    return this.#dave.epoch
  }

  /** How often the gateway had the group founded anew. */
  get resets(): number {
    return this.#dave.resets
  }

  /** The last DAVE message of the gateway that could not be followed, if any. */
  get daveFailure(): unknown {
    return this.#dave.failure
  }

  /** Resolves when this member may speak: end-to-end encrypted, or at once when DAVE is off. */
  async whenEncrypted(): Promise<void> {
    if (this.#daveOn) await this.#dave.whenReady()
  }

  /** Behaves as after an unusable commit: op 31 and a new key package. */
  loseGroup(): void {
    this.#dave.loseGroup()
  }

  /**
   * See `countMissing`; without those that the system threw away on their way through this process,
   * which stood still for seconds.
   */
  missing(userId: string): number {
    const missing = countMissing(this.#from(userId))
    return missing === 0 ? 0 : Math.max(0, missing - thrownAway(this.#client.ports))
  }

  /** Audio that came in clear although DAVE is on. */
  plaintextFrames(userId: string): number {
    return this.#from(userId).filter(({ plaintext, silence }) => plaintext && !silence).length
  }

  /** 48 kHz stereo interleaved, -1 to 1, gaps as zeros; decoded when asked for. */
  pcm(userId: string): Float32Array {
    return decodeFrames(this.#from(userId))
  }

  async writeWav(path: string, userId: string): Promise<void> {
    await Bun.write(path, encodeWav(this.pcm(userId)))
  }

  /** The next frame of a member that is not silence (and fits), from now on. */
  whenHears(
    userId: string,
    predicate: (frame: HeardFrame) => boolean = () => true,
  ): Promise<HeardFrame> {
    const { promise, resolve } = Promise.withResolvers<HeardFrame>()
    const waiter = {
      wants: (frame: HeardFrame) => frame.userId === userId && !frame.silence && predicate(frame),
      got: (frame: HeardFrame) => {
        this.#waiting.delete(waiter)
        resolve(frame)
      },
    }
    this.#waiting.add(waiter)
    return promise
  }

  /**
   * Speaks Opus frames of 20 ms in real time, then five frames of silence. Encrypted end to end
   * whenever DAVE is on: rejects while there is no key.
   */
  async speak(frames: readonly Uint8Array[]): Promise<void> {
    const { ssrc } = this.#transport()
    this.#client.sendJson(Op.speaking, { speaking: 1, delay: 0, ssrc })
    const silence = Array.from({ length: SILENCE_FRAMES }, () => SILENCE_FRAME)
    const start = performance.now()
    for (const [index, frame] of [...frames, ...silence].entries()) {
      const waitMs = start + index * FRAME_MS - performance.now()
      if (waitMs > 0) await Bun.sleep(waitMs)
      this.#send(frame)
    }
    this.#client.sendJson(Op.speaking, { speaking: 0, delay: 0, ssrc })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]()
  }

  #send(frame: Uint8Array): void {
    const { ssrc, transport } = this.#transport()
    const payload = this.#daveOn && !isSilence(frame) ? this.#dave.encrypt(frame) : frame
    this.#sequence = (this.#sequence + 1) & 0xffff
    this.#timestamp = (this.#timestamp + TICKS_PER_FRAME) >>> 0
    const header = { sequence: this.#sequence, timestamp: this.#timestamp, ssrc }
    this.#client.sendPacket(transport.seal(header, payload))
  }

  #transport(): Negotiated {
    if (!this.#negotiated) throw new Error('the voice connection is not ready')
    return this.#negotiated
  }

  #onJson(op: number, d: Record<string, unknown>): void {
    if (op === Op.sessionDescription) {
      this.#daveOn = Number(d.dave_protocol_version) > 0
      if (this.#daveOn) this.#dave.begin()
    } else if (op === Op.speaking) {
      this.#speakers.set(Number(d.ssrc), String(d.user_id))
      this.#open(this.#unopened.splice(0))
    } else if (op === Op.clientsConnect && Array.isArray(d.user_ids)) {
      for (const id of d.user_ids) this.present.add(String(id))
    } else if (op === Op.clientDisconnect) {
      this.present.delete(String(d.user_id))
    } else {
      this.#dave.onJson(op, d)
    }
  }

  #onPacket(packet: Buffer, arrivedAtMs: number): void {
    this.packets++
    if (this.#keep === 'counts' || !this.#negotiated) return
    const payload = this.#negotiated.transport.open(packet)
    if (!payload) this.undecryptable++
    else this.#open([{ header: readRtpHeader(packet), payload, arrivedAtMs }])
  }

  /** Records what can be opened and keeps the rest for later. */
  #open(candidates: Unopened[]): void {
    const now = performance.now()
    for (const candidate of candidates) {
      const frame = this.#decrypt(candidate)
      if (frame) this.#record(frame)
      else if (now - candidate.arrivedAtMs < UNOPENED_MS) this.#unopened.push(candidate)
      else this.undecryptable++
    }
  }

  #decrypt({ header, payload, arrivedAtMs }: Unopened): HeardFrame | null {
    const userId = this.#speakers.get(header.ssrc)
    if (userId === undefined) return null
    const silence = isSilence(payload)
    const opened =
      this.#daveOn && !silence
        ? this.#dave.decrypt(userId, payload)
        : { opus: payload, plaintext: this.#daveOn }
    return opened && { ...header, ...opened, userId, arrivedAtMs, silence }
  }

  #record(frame: HeardFrame): void {
    this.frames.push(frame)
    for (const waiter of [...this.#waiting]) if (waiter.wants(frame)) waiter.got(frame)
  }

  #from(userId: string): HeardFrame[] {
    return this.frames.filter((frame) => frame.userId === userId)
  }
}
