import { SegueError } from '../../base/error.ts'
import type { ChannelId, GuildId } from '../../base/ids.ts'
import { FRAME_MS } from '../../base/opus-frame.ts'
import type {
  PlaybackEvent,
  PlaybackStats,
  PlayOrder,
  PreparedTrack,
  WaitReason,
} from '../../domain/playback.ts'
import type { Sound } from '../../domain/sound.ts'
import type { FrameSourceEvents, TitledSource } from '../contract/frame-source.ts'
import type { VoiceGate, VoiceLink, VoiceLinkEvents } from '../voice/voice-link.ts'
import type { FrameBuffer } from './frame-buffer.ts'
import type { Paced, Pacer } from './pacer.ts'
import { FRAMES_PER_SECOND, Playing } from './playing.ts'
import { Prepared } from './prepared.ts'
import { SILENCE_FRAMES, TalkSpurts } from './talk-spurts.ts'

/** An event of this session's server; the session adds the server's id. */
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
  readonly openTrack: (
    order: Pick<PlayOrder, 'media' | 'startMs' | 'sound'>,
    bitrate: number,
    events: FrameSourceEvents,
  ) => TitledSource
  readonly emit: (event: PlaybackEvent) => void
  /** Voice is lost for good, and the session can be dropped. */
  readonly onLost: () => void
}

/** Half a second, for the main thread to answer; then what's sent ahead of its order waits. */
const EARLY_FRAMES = 25

/**
 * One server: its voice link and its current order. Each tick sends one frame or, without one,
 * silence for five frames and then nothing. While the gate is shut nothing is taken from the track,
 * so that it waits at its position.
 */
export class Session implements Paced, Disposable {
  readonly #options: SessionOptions
  readonly #voice: VoiceLink
  readonly #spurts: TalkSpurts
  #bitrate = 64_000
  #current: Playing | null = null
  #prepared: Prepared | null = null
  /** Frames of `#prepared` that were sent ahead of its order; null: none are. */
  #early: number | null = null
  #framesSent = 0
  #framesMissing = 0
  #framesLate = 0

  constructor(options: SessionOptions) {
    this.#options = options
    this.#voice = options.openVoice({
      onGate: (gate) => this.#onGate(gate),
      onMoved: (channelId, bitrate) => this.#moved(channelId, bitrate),
      onUnheard: () => this.#emit({ kind: 'unheard' }),
      onLost: (code) => {
        this[Symbol.dispose]()
        this.#emit({ kind: 'voice-lost', code })
        options.onLost()
      },
    })
    this.#spurts = new TalkSpurts(this.#voice)
  }

  async connect(channelId: ChannelId, bitrate: number): Promise<void> {
    this.#setBitrate(bitrate)
    await this.#voice.connect(channelId)
  }

  async disconnect(): Promise<void> {
    this.#drop()
    this.prepare(null)
    this.#options.pacer.remove(this)
    await this.#voice.disconnect()
  }

  play(order: PlayOrder): void {
    const wasEarly = this.#early !== null && this.#prepared?.number === order.prepared
    if (wasEarly) this.#early = null
    this.#drop()
    const prepared = this.#takePrepared(order)
    const current = new Playing(
      order,
      (events) =>
        prepared?.handOver(events) ?? this.#options.openTrack(order, this.#bitrate, events),
      () => {
        if (this.#current === current) this.#end(current)
      },
      prepared?.facts,
    )
    this.#current = current
    if (wasEarly && prepared !== null) this.#start(current)
    this.#go(current)
  }

  /** Opens the next order's track ahead, in place of what was prepared before; null: none. */
  prepare(next: PreparedTrack | null): void {
    this.#early = null
    this.#prepared?.[Symbol.dispose]()
    this.#prepared =
      next &&
      new Prepared(next.number, (events) => this.#options.openTrack(next, this.#bitrate, events))
  }

  stop(): void {
    this.#drop()
  }

  /** Pauses the current order; the next one brings its own setting. */
  setPaused(paused: boolean): void {
    const current = this.#current
    if (current === null || current.paused === paused) return
    current.paused = paused
    this.#report(current)
    this.#go(current)
  }

  seek(positionMs: number): number {
    const current = this.#playing()
    const position = current.seek(positionMs)
    this.#emit({ kind: 'position', playId: current.order.playId, positionMs: position })
    this.#go(current)
    return position
  }

  /** Sets how the current order and what's prepared sound; the next order brings its own. */
  setSound(sound: Sound): void {
    this.#current?.track.setSound(sound)
    this.#prepared?.track.setSound(sound)
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
    this.prepare(null)
    this.#options.pacer.remove(this)
    this.#voice[Symbol.dispose]()
  }

  tick(lateMs: number): void {
    const current = this.#current
    if (this.#voice.gate !== 'open' || current === null || current.paused) {
      this.#sendEarly()
      return
    }
    const length = current.take(this.#options.frame.bytes)
    if (length > 0) this.#send(current, length, lateMs)
    else if (length < 0) this.#end(current)
    else this.#starve(current)
  }

  /**
   * What's prepared goes on in the very tick in which the track before it ends: its order is on its
   * way. Where that doesn't come soon, or asks for something else, the track falls silent.
   */
  #sendEarly(): void {
    const prepared = this.#prepared
    const isOn = this.#early !== null && this.#early < EARLY_FRAMES && this.#voice.gate === 'open'
    const { bytes } = this.#options.frame
    const length = isOn && prepared !== null ? prepared.track.take(bytes) : 0
    if (length <= 0 || !this.#spurts.sound(this.#options.frame.view(length))) {
      this.#quiet()
      return
    }
    this.#early = (this.#early ?? 0) + 1
    this.#framesSent += 1
  }

  #send(current: Playing, length: number, lateMs: number): void {
    if (!this.#spurts.sound(this.#options.frame.view(length))) {
      this.#framesMissing += 1
      return
    }
    this.#framesSent += 1
    if (lateMs > FRAME_MS) this.#framesLate += 1
    if (!current.started) this.#start(current)
    else if (current.waiting !== null || current.reportDue) this.#report(current)
    const said = current.takeTitle()
    if (said !== null) this.#emit({ kind: 'title', playId: current.order.playId, said })
  }

  #start(current: Playing): void {
    const { playId, requestId } = current.order
    current.started = true
    current.reported()
    this.#emit({ kind: 'started', playId, requestId, ...current.facts })
  }

  /** Handles a tick at which the order should sound and has no frame. */
  #starve(current: Playing): void {
    if (current.started) this.#framesMissing += 1
    this.#quiet()
    if (this.#spurts.quietTicks === SILENCE_FRAMES) current.ranDry()
    if (this.#spurts.quietTicks === FRAMES_PER_SECOND) this.#wait(current, 'source')
  }

  /** Handles a tick without sound; with nothing to wait for, only some silence follows. */
  #quiet(): void {
    this.#spurts.quiet()
    const isOver = this.#current === null && this.#early === null
    const idle = isOver || this.#current?.paused === true || this.#voice.gate !== 'open'
    if (idle && !this.#spurts.speaking) this.#options.pacer.remove(this)
  }

  #end(current: Playing): void {
    const { playId } = current.order
    const { failure } = current
    const positionMs = current.track.positionMs()
    this.#drop()
    if (failure === null && this.#prepared?.ready) this.#early = 0
    this.#sendEarly()
    if (failure === null) this.#emit({ kind: 'ended', playId })
    else {
      const { code, expired } = failure
      this.#emit({ kind: 'failed', playId, code, positionMs, expired })
    }
  }

  #moved(channelId: ChannelId, bitrate: number | null): void {
    if (bitrate !== null) this.#setBitrate(bitrate)
    this.#emit({ kind: 'moved', channelId, bitrate })
  }

  #setBitrate(bitrate: number): void {
    this.#bitrate = bitrate
    this.#current?.track.setBitrate(bitrate)
    this.#prepared?.track.setBitrate(bitrate)
  }

  #onGate(gate: VoiceGate): void {
    if (gate === 'voice') this.#spurts.cut()
    if (this.#current) this.#go(this.#current)
  }

  /** Starts ticking the order, or reports what it waits for. */
  #go(current: Playing): void {
    this.#spurts.restart()
    const { gate } = this.#voice
    if (gate !== 'open') this.#wait(current, gate)
    this.#options.pacer.add(this)
  }

  #wait(current: Playing, reason: WaitReason): void {
    if (current.waiting === reason || current.paused) return
    current.waiting = reason
    this.#emit({ kind: 'waiting', playId: current.order.playId, reason })
  }

  #report(current: Playing): void {
    current.reported()
    const { positionMs, order } = current
    this.#emit({ kind: 'position', playId: order.playId, positionMs })
  }

  #playing(): Playing {
    if (this.#current === null) throw new SegueError('nothing-playing')
    return this.#current
  }

  /** What was prepared for that order, if it's usable; it belongs to the caller then. */
  #takePrepared({ prepared: number, sound }: PlayOrder): Prepared | null {
    const prepared = this.#prepared
    if (prepared === null || prepared.number !== number) return null
    if (prepared.failed) {
      this.prepare(null)
      return null
    }
    this.#prepared = null
    prepared.track.setSound(sound)
    return prepared
  }

  #drop(): void {
    // Part of what was prepared has sounded, so it can't begin any more.
    if (this.#early !== null) this.prepare(null)
    this.#current?.[Symbol.dispose]()
    this.#current = null
    this.#spurts.restart()
  }

  #emit(event: OwnEvent): void {
    this.#options.emit({ guildId: this.#options.guildId, ...event })
  }
}
