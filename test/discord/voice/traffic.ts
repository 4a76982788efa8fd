import { isDaveFrame } from './dave/dave-frame.ts'
import { isSilence, type RtpHeader, TICKS_PER_FRAME } from './transport.ts'

/** What arrived at the server from one member, over all of its sessions. */
export interface SentTraffic {
  /** RTP packets that authenticated, silence included. */
  readonly packets: number
  /** Those that were not the silence frame. */
  readonly audioPackets: number
  /** Sequence numbers between the first and the last of a session that never arrived. */
  readonly missing: number
  /** Packets whose sequence number had arrived before. */
  readonly duplicates: number
  /** Packets that arrived after one with a higher sequence number. */
  readonly reordered: number
  /** Packets whose transport encryption did not open. */
  readonly forged: number
  /** Audio that was not end-to-end encrypted although the session's DAVE was on. */
  readonly plaintextFrames: number
  /** Payload bytes, DAVE's included. */
  readonly bytes: number
  /** Monotonic ms (`performance.now()`), null before the first. */
  readonly firstArrivalMs: number | null
  readonly lastArrivalMs: number | null
  /** First packet that was not silence. */
  readonly firstAudioAtMs: number | null
  /**
   * How late each audio packet came against the ideal grid of its talk spurt, ms, in order of arrival.
   * The grid has a step of 20 ms per 960 of RTP time and runs through the spurt's earliest packet.
   * Silence is left out: clients may send the frames that end a spurt in one go.
   */
  readonly latenessMs: Float64Array
}

const TICKS_PER_MS = TICKS_PER_FRAME / 20
/** Silence followed by a pause this long is the end of a talk spurt. */
const SPURT_BREAK_MS = 60
/** RTP time may jump this far ahead within a spurt (a loss); beyond, the sender began anew. */
const MAX_JUMP_MS = 5_000

/** A packet is told from a duplicate if it is at most this many behind: 82 s of audio. */
const WINDOW = 4096

/** Counts one member's packets. The hot path appends to typed arrays and makes no objects. */
export class TrafficMeter {
  #packets = 0
  #audio = 0
  #missing = 0
  #duplicates = 0
  #reordered = 0
  #forged = 0
  #plaintext = 0
  #bytes = 0
  #firstAt: number | null = null
  #lastAt: number | null = null
  #firstAudioAt: number | null = null
  /** Arrival minus RTP time, ms, one per audio packet. */
  #offsets = new Float64Array(1024)
  /** Indexes into the offsets. */
  #spurtStarts: number[] = []
  // The stream: one session's ssrc, unwrapped.
  #ssrc = -1
  #highest = 0
  /** Which of the last sequence numbers have arrived. */
  readonly #seen = new Uint8Array(WINDOW)
  #lastTimestamp = 0
  #rtpMs = 0
  #lastWasSilence = false

  /** An authenticated packet; `encrypted` tells whether the session's DAVE is on. */
  record(header: RtpHeader, payload: Uint8Array, arrivedAtMs: number, dave: boolean): void {
    const silence = isSilence(payload)
    this.#count(payload, silence, dave)
    const fresh = header.ssrc !== this.#ssrc
    if (fresh) this.#beginStream(header)
    else this.#sequence(header.sequence)
    this.#time(header, arrivedAtMs, silence, fresh)
    this.#firstAt ??= arrivedAtMs
    this.#lastAt = arrivedAtMs
    if (!silence) this.#firstAudioAt ??= arrivedAtMs
  }

  recordForged(): void {
    this.#forged++
  }

  read(): SentTraffic {
    return {
      packets: this.#packets,
      audioPackets: this.#audio,
      missing: this.#missing,
      duplicates: this.#duplicates,
      reordered: this.#reordered,
      forged: this.#forged,
      plaintextFrames: this.#plaintext,
      bytes: this.#bytes,
      firstArrivalMs: this.#firstAt,
      lastArrivalMs: this.#lastAt,
      firstAudioAtMs: this.#firstAudioAt,
      latenessMs: this.#lateness(),
    }
  }

  #count(payload: Uint8Array, silence: boolean, dave: boolean): void {
    this.#packets++
    this.#bytes += payload.length
    if (silence) return
    this.#audio++
    if (dave && !isDaveFrame(payload)) this.#plaintext++
  }

  #beginStream({ ssrc, sequence }: RtpHeader): void {
    this.#ssrc = ssrc
    this.#highest = sequence
    this.#seen.fill(1) // what came before the first packet was not missing
    this.#seen[sequence % WINDOW] = 1
  }

  #sequence(sequence: number): void {
    const ahead = (sequence - this.#highest) & 0xffff
    if (ahead > 0 && ahead < 0x8000) {
      for (let s = 1; s < ahead; s++) this.#seen[(this.#highest + s) % WINDOW] = 0
      this.#missing += ahead - 1
      this.#highest = sequence
      this.#seen[sequence % WINDOW] = 1
    } else if (0x1_0000 - ahead >= WINDOW || this.#seen[sequence % WINDOW] === 1) {
      this.#duplicates++
    } else {
      this.#seen[sequence % WINDOW] = 1
      this.#missing--
      this.#reordered++
    }
  }

  #time(header: RtpHeader, arrivedAtMs: number, silence: boolean, fresh: boolean): void {
    const stepMs = ((header.timestamp - this.#lastTimestamp) | 0) / TICKS_PER_MS
    const pausedMs = arrivedAtMs - (this.#lastAt ?? arrivedAtMs) - stepMs
    const broke = this.#lastWasSilence && pausedMs > SPURT_BREAK_MS
    if (fresh || broke || Math.abs(stepMs) > MAX_JUMP_MS) {
      this.#spurtStarts.push(this.#audio - (silence ? 0 : 1))
    }
    this.#rtpMs += fresh ? 0 : stepMs
    this.#lastTimestamp = header.timestamp
    this.#lastWasSilence = silence
    if (!silence) this.#keepOffset(arrivedAtMs - this.#rtpMs)
  }

  #keepOffset(offset: number): void {
    if (this.#audio > this.#offsets.length) {
      const grown = new Float64Array(this.#offsets.length * 2)
      grown.set(this.#offsets)
      this.#offsets = grown
    }
    this.#offsets[this.#audio - 1] = offset
  }

  #lateness(): Float64Array {
    const late = this.#offsets.slice(0, this.#audio)
    for (const [index, start] of this.#spurtStarts.entries()) {
      const spurt = late.subarray(start, this.#spurtStarts[index + 1] ?? this.#audio)
      const earliest = spurt.reduce((low, offset) => Math.min(low, offset), Infinity)
      for (let i = 0; i < spurt.length; i++) spurt[i] = (spurt[i] ?? 0) - earliest
    }
    return late
  }
}
