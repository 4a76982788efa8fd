import type { ChannelId, GuildId } from '../../base/ids.ts'
import { SegueError } from '../../domain/errors.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder, WaitReason } from '../../domain/playback.ts'
import type { VoiceGate, VoiceLink, VoiceLinkEvents } from '../voice/voice-link.ts'
import type { FrameBuffer } from './frame-buffer.ts'
import {
  FRAME_MS,
  type FrameSource,
  type FrameSourceEvents,
  type TrackFacts,
  type TrackFailure,
} from './frame-source.ts'
import type { Paced, Pacer } from './pacer.ts'

/** An Opus frame of silence; five of them end each stretch of sound (Discord, "Voice Data Interpolation"). */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe])
const SILENCE_FRAMES = 5
/** Frames that must be ready before a track starts, and before one goes on that had run dry. */
const START_FRAMES = 3
const REFILL_FRAMES = 8
const FRAMES_PER_SECOND = 1000 / FRAME_MS

/** An event of this session's server; the session adds whose it is. */
type OwnEvent = PlaybackEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'guildId'>
    : never
  : never

export interface SessionOptions {
  readonly guildId: GuildId
  readonly pacer: Pacer
  readonly frame: FrameBuffer
  readonly openVoice: (events: VoiceLinkEvents) => VoiceLink
  readonly openTrack: (order: PlayOrder, bitrate: number, events: FrameSourceEvents) => FrameSource
  readonly emit: (event: PlaybackEvent) => void
  /** Voice is gone for good; the session is of no more use. */
  readonly onLost: () => void
}

/** The order that plays, and how far it has come. */
interface Current {
  readonly order: PlayOrder
  readonly track: FrameSource
  paused: boolean
  /** Null until the container was read. */
  facts: TrackFacts | null
  failure: TrackFailure | null
  /** A frame went out since the order or the last seek. */
  started: boolean
  /** What it was last said to wait for. */
  waiting: WaitReason | null
  /** Frames that must be ready before the next one is taken: after a start or when it ran dry. */
  needs: number
  framesSinceReport: number
}

/**
 * One server: its voice link and the order that plays there. Each tick sends one frame, or, where
 * there is none, silence for five frames and then nothing. While the gate is shut nothing is taken
 * from the track, so that it waits at its position.
 */
export class Session implements Paced, Disposable {
  readonly #options: SessionOptions
  readonly #voice: VoiceLink
  #bitrate = 64_000
  #current: Current | null = null
  #speaking = false
  /** Ticks in a row without a frame of sound. */
  #quietTicks = 0
  #framesSent = 0
  #framesMissing = 0
  #framesLate = 0

  constructor(options: SessionOptions) {
    this.#options = options
    this.#voice = options.openVoice({
      onGate: (gate) => this.#onGate(gate),
      onMoved: (channelId) => this.#emit({ kind: 'moved', channelId }),
      onLost: (code) => {
        this[Symbol.dispose]()
        this.#emit({ kind: 'voice-lost', code })
        options.onLost()
      },
    })
  }

  async connect(channelId: ChannelId, bitrate: number): Promise<void> {
    this.#bitrate = bitrate
    this.#current?.track.setBitrate(bitrate)
    await this.#voice.connect(channelId)
  }

  async disconnect(): Promise<void> {
    this.#drop()
    this.#options.pacer.remove(this)
    await this.#voice.disconnect()
  }

  play(order: PlayOrder): void {
    this.#drop()
    const current: Current = {
      order,
      track: this.#options.openTrack(order, this.#bitrate, {
        onReady: (facts) => {
          current.facts = facts
        },
        onFailed: (failure) => {
          if (this.#current !== current) return
          current.failure = failure
          // What is ready plays out first. With nothing ready there may be no tick to find that out.
          if (current.track.buffered() === 0) this.#end(current)
        },
      }),
      paused: order.paused,
      facts: null,
      failure: null,
      started: false,
      waiting: null,
      needs: START_FRAMES,
      framesSinceReport: 0,
    }
    this.#current = current
    this.#quietTicks = 0
    if (this.#voice.gate !== 'open') this.#wait(current, this.#voice.gate)
    this.#options.pacer.add(this)
  }

  stop(): void {
    this.#drop()
  }

  setPaused(paused: boolean): void {
    const current = this.#playing()
    if (current.paused === paused) return
    current.paused = paused
    this.#quietTicks = 0
    this.#report(current)
    this.#options.pacer.add(this)
  }

  seek(positionMs: number): number {
    const current = this.#playing()
    const durationMs = current.facts?.durationMs ?? null
    const target = Math.max(0, durationMs === null ? positionMs : Math.min(positionMs, durationMs))
    const position = current.track.seek(target)
    current.started = false
    current.failure = null
    current.needs = START_FRAMES
    this.#quietTicks = 0
    this.#emit({ kind: 'position', playId: current.order.playId, positionMs: position })
    this.#options.pacer.add(this)
    return position
  }

  /** Of what plays; the next order brings its own. */
  setVolume(percent: number): void {
    this.#current?.track.setVolume(percent)
  }

  stats(): PlaybackStats {
    return {
      framesSent: this.#framesSent,
      framesMissing: this.#framesMissing,
      framesLate: this.#framesLate,
    }
  }

  [Symbol.dispose](): void {
    this.#drop()
    this.#options.pacer.remove(this)
    this.#voice[Symbol.dispose]()
  }

  tick(lateMs: number): void {
    const current = this.#current
    if (this.#voice.gate !== 'open' || current === null || current.paused) {
      this.#quiet()
      return
    }
    const length = this.#takeFrom(current)
    if (length > 0) this.#send(current, length, lateMs)
    else if (length < 0) this.#end(current)
    else this.#starve(current)
  }

  /** Length of the next frame, 0 when there is none yet, -1 when the track is over. */
  #takeFrom(current: Current): number {
    const { track, needs } = current
    // Frames may be ready before the event that tells what they are frames of.
    if (current.facts === null && current.failure === null) return 0
    if (needs > 0 && track.buffered() < needs && !track.complete() && current.failure === null) {
      return 0
    }
    const length = track.take(this.#options.frame.bytes)
    if (length === 0 && current.failure !== null) return -1
    return length
  }

  #send(current: Current, length: number, lateMs: number): void {
    if (!this.#speaking) {
      this.#speaking = true
      this.#voice.setSpeaking(true)
    }
    if (!this.#voice.send(this.#options.frame.view(length))) {
      this.#framesMissing += 1
      return
    }
    this.#framesSent += 1
    if (lateMs > FRAME_MS) this.#framesLate += 1
    this.#quietTicks = 0
    current.needs = 0
    current.framesSinceReport += 1
    if (!current.started) this.#start(current)
    else if (current.waiting !== null || current.framesSinceReport >= FRAMES_PER_SECOND) {
      this.#report(current)
    }
  }

  #start(current: Current): void {
    const { playId, requestId } = current.order
    current.started = true
    current.waiting = null
    current.framesSinceReport = 0
    const { durationMs = null, seekable = false } = current.facts ?? {}
    this.#emit({ kind: 'started', playId, requestId, durationMs, seekable })
  }

  /** A tick at which the order should sound and has no frame. */
  #starve(current: Current): void {
    if (current.started) this.#framesMissing += 1
    this.#quiet()
    // A hiccup is played over at once; after a real gap some frames are gathered first.
    if (this.#quietTicks === SILENCE_FRAMES) current.needs = REFILL_FRAMES
    if (this.#quietTicks === FRAMES_PER_SECOND) this.#wait(current, 'source')
  }

  /** A tick without sound: silence at first, then nothing, then, with nothing to wait for, no more ticks. */
  #quiet(): void {
    this.#quietTicks += 1
    if (this.#speaking) {
      if (this.#quietTicks <= SILENCE_FRAMES) this.#voice.send(SILENCE)
      if (this.#quietTicks >= SILENCE_FRAMES) {
        this.#speaking = false
        this.#voice.setSpeaking(false)
      }
    }
    const idle = this.#current === null || this.#current.paused || this.#voice.gate !== 'open'
    if (idle && !this.#speaking) this.#options.pacer.remove(this)
  }

  #end(current: Current): void {
    const { playId } = current.order
    const { failure } = current
    const positionMs = current.track.positionMs()
    this.#drop()
    this.#quiet()
    if (failure === null) this.#emit({ kind: 'ended', playId })
    else {
      const { code, expired } = failure
      this.#emit({ kind: 'failed', playId, code, positionMs, expired })
    }
  }

  #onGate(gate: VoiceGate): void {
    if (gate === 'open') {
      this.#quietTicks = 0
      if (this.#current) this.#options.pacer.add(this)
      return
    }
    // What comes next goes over a new connection, where nobody knows yet that we speak.
    this.#speaking = false
    if (this.#current) this.#wait(this.#current, gate)
  }

  #wait(current: Current, reason: WaitReason): void {
    if (current.waiting === reason || current.paused) return
    current.waiting = reason
    this.#emit({ kind: 'waiting', playId: current.order.playId, reason })
  }

  #report(current: Current): void {
    current.waiting = null
    current.framesSinceReport = 0
    const { playId } = current.order
    // The last frame brings out what the encoder held back, a little behind the end.
    const endMs = current.facts?.durationMs ?? Number.POSITIVE_INFINITY
    const positionMs = Math.min(current.track.positionMs(), endMs)
    this.#emit({ kind: 'position', playId, positionMs })
  }

  #playing(): Current {
    if (this.#current === null) throw new SegueError('nothing-playing')
    return this.#current
  }

  #drop(): void {
    this.#current?.track[Symbol.dispose]()
    this.#current = null
    this.#quietTicks = 0
  }

  #emit(event: OwnEvent): void {
    this.#options.emit({ guildId: this.#options.guildId, ...event })
  }
}
