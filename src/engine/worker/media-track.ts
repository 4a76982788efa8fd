import type { BackoffLimits } from '../../base/backoff.ts'
import { SegueError } from '../../base/error.ts'
import type { StreamTitle } from '../../base/stream-title.ts'
import type { Media } from '../../domain/media.ts'
import type { Sound } from '../../domain/sound.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import type { Log } from '../../observability/log.ts'
import type {
  FrameSource,
  FrameSourceEvents,
  TitledSource,
  TrackFailure,
} from '../contract/frame-source.ts'
import type { PcmEncoder } from '../contract/pcm-encoder.ts'
import { type ByteSource, failureOf } from '../input/byte-source.ts'
import { isRestartable, openBytes } from '../input/open-bytes.ts'
import type { Renew } from '../input/renewed-bytes.ts'
import type { Charsets } from '../input/titles/charsets.ts'
import { TitledBytes } from '../input/titles/titled-bytes.ts'
import type { Addon } from '../native/addon.ts'
import { NativeEncoder } from '../native/native-encoder.ts'
import { NativeTrack } from '../native/native-track.ts'
import { FfmpegTrack } from '../portable/ffmpeg-track.ts'
import { PortableEncoder } from '../portable/portable-encoder.ts'

/** The decoders of a worker, shared by all its tracks. */
export interface Decoders {
  /**
   * Null when the addon isn't built or isn't wanted: FFmpeg and @discordjs/opus then do everything.
   */
  readonly addon: Addon | null
  readonly ffmpegPath: string
  readonly complexity: number
  readonly policy: AddressPolicy
  /** Between two tries to reconnect; the usual one unless given. */
  readonly backoff?: BackoffLimits
  /** Of what stations say. */
  readonly charsets: Charsets
  readonly log: Log
}

export interface MediaTrackOptions {
  readonly media: Media
  readonly startMs: number
  readonly sound: Sound
  /** bit/s */
  readonly bitrate: number
  readonly decoders: Decoders
  readonly renew: Renew
  readonly events: FrameSourceEvents
}

/**
 * A track from its `Media` to its frames: opens the bytes, lets the addon decode them, and hands them
 * to FFmpeg at the same position when the addon says that it can't.
 */
export class MediaTrack implements TitledSource {
  readonly #options: MediaTrackOptions
  readonly #opening = new AbortController()
  #bytes: ByteSource | null = null
  /** Of a station: what it says. */
  #titles: TitledBytes | null = null
  #inner: FrameSource | null = null
  #startMs: number
  #sound: Sound
  #bitrate: number
  #closed = false

  constructor(options: MediaTrackOptions) {
    this.#options = options
    this.#startMs = options.startMs
    this.#sound = options.sound
    this.#bitrate = options.bitrate
    this.#open().catch((error) => this.#fail(failureOf(error)))
  }

  take(out: Uint8Array): number {
    return this.#inner === null ? 0 : this.#inner.take(out)
  }

  positionMs(): number {
    return this.#inner?.positionMs() ?? this.#startMs
  }

  takeTitle(): StreamTitle | null {
    const titles = this.#titles
    // Where the position isn't needed, it isn't asked for: this is called for each frame.
    return titles?.expects ? titles.takeTitle(this.positionMs() - this.#startMs) : null
  }

  buffered(): number {
    return this.#inner?.buffered() ?? 0
  }

  complete(): boolean {
    return this.#inner?.complete() ?? false
  }

  seek(positionMs: number): number {
    if (this.#inner) return this.#inner.seek(positionMs)
    const { media } = this.#options
    if (media.kind === 'hls' || (media.kind === 'http' && media.live))
      throw new SegueError('not-seekable')
    this.#startMs = positionMs
    return positionMs
  }

  setSound(sound: Sound): void {
    this.#sound = sound
    this.#inner?.setSound(sound)
  }

  setBitrate(bitrate: number): void {
    this.#bitrate = bitrate
    this.#inner?.setBitrate(bitrate)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#opening.abort()
    this.#inner?.[Symbol.dispose]()
    this.#bytes?.[Symbol.dispose]()
  }

  async #open(): Promise<void> {
    const { media, decoders, renew } = this.#options
    const { policy, backoff } = decoders
    const { signal } = this.#opening
    const opened = await openBytes(media, { policy, renew, signal, ...(backoff && { backoff }) })
    if (this.#closed) {
      opened[Symbol.dispose]()
      return
    }
    this.#titles =
      media.kind === 'http' && media.live ? new TitledBytes(opened, decoders.charsets) : null
    const bytes = this.#titles ?? opened
    this.#bytes = bytes
    if (decoders.addon) this.#decodeNatively(bytes, decoders.addon)
    else this.#decodeWithFfmpeg(bytes)
  }

  #decodeNatively(bytes: ByteSource, addon: Addon): void {
    const { media, decoders, events } = this.#options
    this.#inner = new NativeTrack({
      addon,
      bytes,
      restartable: isRestartable(media, bytes),
      exactSeek: media.kind === 'file',
      startMs: this.#startMs,
      sound: this.#sound,
      bitrate: this.#bitrate,
      complexity: decoders.complexity,
      events: {
        onReady: (facts) => events.onReady(facts),
        onFailed: (failure) => {
          const sounded = this.buffered() > 0 || this.positionMs() > this.#startMs
          if (!isBeyondAddon(failure, sounded)) return this.#fail(failure)
          decoders.log.info('the native decoder failed, so FFmpeg decodes this track', {
            reason: failure.detail,
          })
          this.#startMs = this.positionMs()
          this.#inner?.[Symbol.dispose]()
          this.#decodeWithFfmpeg(bytes, failure)
        },
      },
    })
  }

  /** `before`: why the addon gave up. */
  #decodeWithFfmpeg(bytes: ByteSource, before: TrackFailure | null = null): void {
    const { media, decoders, events } = this.#options
    try {
      this.#inner = new FfmpegTrack({
        bytes,
        restartable: isRestartable(media, bytes),
        ffmpegPath: decoders.ffmpegPath,
        startMs: this.#startMs,
        sound: this.#sound,
        bitrate: this.#bitrate,
        encoder: (settings) => pcmEncoder(decoders, settings),
        events: {
          onReady: (facts) => events.onReady(facts),
          onFailed: (failure) => {
            // When FFmpeg finds nothing either, the file is damaged, as the addon said.
            const damaged = before?.code === 'decode-failed' && failure.code === 'not-audio'
            this.#fail(damaged ? before : failure)
          },
        },
        log: decoders.log,
      })
    } catch (error) {
      this.#fail(failureOf(error))
    }
  }

  #fail(failure: TrackFailure): void {
    if (!this.#closed) this.#options.events.onFailed(failure)
  }
}

/**
 * Whether FFmpeg may decode what the addon gave up on: before the first sound the addon may just
 * not know the format; later the bytes are at fault.
 */
function isBeyondAddon({ code }: TrackFailure, sounded: boolean): boolean {
  return code === 'unsupported' || (!sounded && (code === 'not-audio' || code === 'decode-failed'))
}

function pcmEncoder(
  { addon, complexity }: Decoders,
  settings: {
    readonly sound: Sound
    readonly bitrate: number
    readonly onFailed: (failure: TrackFailure) => void
  },
): PcmEncoder {
  if (addon) return new NativeEncoder({ addon, complexity, ...settings })
  return new PortableEncoder({ complexity, ...settings })
}
