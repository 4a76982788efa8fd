import { channelId, guildId, type RequestId } from '../../src/base/ids.ts'
import type { Media } from '../../src/domain/media.ts'
import type { PlaybackEvent, PlayOrder, PreparedTrack } from '../../src/domain/playback.ts'
import { unfiltered } from '../../src/domain/sound.ts'
import type { FrameSource, TitledSource } from '../../src/engine/contract/frame-source.ts'
import type { Renew } from '../../src/engine/input/renewed-bytes.ts'
import { Charsets } from '../../src/engine/input/titles/charsets.ts'
import { FrameBuffer } from '../../src/engine/worker/frame-buffer.ts'
import { type Decoders, MediaTrack } from '../../src/engine/worker/media-track.ts'
import { Pacer } from '../../src/engine/worker/pacer.ts'
import { Session } from '../../src/engine/worker/session.ts'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { silentLog } from '../../src/observability/log.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { RecordingLink } from './recording-link.ts'

const FRAME_MS = 20
/** No fewer than a session asks for before it starts. */
const READY_FRAMES = 4
const PATIENCE_MS = 10_000

/**
 * A session with real tracks, whose clock the test moves and whose voice wire it sees. Decoding takes
 * the time that it takes: `run` waits for it where the product would have had it ready long before.
 */
export class PlayingSession implements Disposable {
  readonly clock = new ManualClock()
  readonly pacer: Pacer
  readonly session: Session
  readonly events: PlaybackEvent[] = []
  track: FrameSource | null = null
  /** Of the channel, in bit/s. */
  bitrate = 96_000
  lost = false
  /** How many tracks were opened. */
  opened = 0
  readonly #link: RecordingLink
  readonly #renew: Renew
  #prepared: FrameSource | null = null
  /** No frames follow those that are ready. */
  readonly #failed = new WeakSet<FrameSource>()

  /** `renew`: makes other links for those that end; none unless given. */
  constructor(decoders: Partial<Decoders> = {}, renew: Renew = () => Promise.resolve(null)) {
    this.#renew = renew
    this.pacer = new Pacer(this.clock, (error) => {
      throw error
    })
    let link: RecordingLink | null = null
    this.session = new Session({
      guildId: guildId('1'),
      pacer: this.pacer,
      frame: new FrameBuffer(),
      openVoice: (events) => {
        link = new RecordingLink(events)
        return link
      },
      openTrack: ({ media, startMs, sound }, bitrate, events) => {
        this.opened++
        const track: TitledSource = new MediaTrack({
          renew: this.#renew,
          media,
          startMs,
          sound,
          bitrate,
          events: {
            onReady: (facts) => events.onReady(facts),
            onFailed: (failure) => {
              this.#failed.add(track)
              events.onFailed(failure)
            },
          },
          decoders: { ...portableDecoders(), ...decoders },
        })
        this.track = track
        return track
      },
      emit: (event) => {
        this.events.push(event)
        if (event.kind === 'ended' || event.kind === 'failed') this.track = null
      },
      onLost: () => {
        this.lost = true
      },
    })
    if (!link) throw new Error('no voice was opened')
    this.#link = link
  }

  get link(): RecordingLink {
    return this.#link
  }

  /** Kinds of the events, in order; a wait with its reason. */
  get story(): string[] {
    return this.events.map((event) =>
      event.kind === 'waiting' ? `waiting: ${event.reason}` : event.kind,
    )
  }

  async play(media: Media | string, more: Partial<PlayOrder> = {}): Promise<void> {
    await this.session.connect(channelId('2'), this.bitrate)
    const { opened } = this
    this.session.play({
      playId: 1,
      media: typeof media === 'string' ? { kind: 'file', path: media } : media,
      startMs: 0,
      sound: unfiltered(100),
      paused: false,
      requestId: 'request' as RequestId,
      ...more,
    })
    if (this.opened === opened) this.track = this.#prepared
    this.#prepared = null
  }

  /** Opens a track ahead of its order, and waits until its first frames are ready, or it has failed. */
  async prepare(next: PreparedTrack): Promise<void> {
    const playing = this.track
    this.session.prepare(next)
    this.#prepared = this.track
    this.track = null
    await this.ready()
    this.track = playing
  }

  /** Lets `ms` of the clock pass, 20 ms at a time, with frames ready for each. */
  async run(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += FRAME_MS) {
      await this.ready()
      this.clock.advance(FRAME_MS)
    }
  }

  /** Runs until an event of this kind came. */
  async runUntil(kind: PlaybackEvent['kind'], limitMs = 60_000): Promise<void> {
    for (let passed = 0; passed < limitMs; passed += FRAME_MS) {
      if (this.events.some((event) => event.kind === kind)) return
      if (this.events.at(-1)?.kind === 'failed') break
      await this.run(FRAME_MS)
    }
    throw new Error(`no '${kind}', but ${JSON.stringify(this.events)}`)
  }

  /** Waits, in real time, for frames, the end of the track, or its failure. */
  async ready(): Promise<void> {
    const track = this.track ?? this.#prepared
    const events = this.events.length
    const deadline = performance.now() + PATIENCE_MS
    // Events of the addon arrive with a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    while (
      track &&
      track.buffered() < READY_FRAMES &&
      !track.complete() &&
      !this.#failed.has(track) &&
      this.events.length === events
    ) {
      if (performance.now() > deadline) throw new Error('the track yields no frames')
      await Bun.sleep(1)
    }
  }

  [Symbol.dispose](): void {
    this.session[Symbol.dispose]()
    this.pacer[Symbol.dispose]()
  }
}

/** FFmpeg and @discordjs/opus, as where the addon isn't built. */
export function portableDecoders(): Decoders {
  return {
    addon: null,
    ffmpegPath: 'ffmpeg',
    complexity: 5,
    policy: addressPolicy({}),
    charsets: new Charsets(),
    log: silentLog,
  }
}
