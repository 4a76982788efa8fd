import { SegueError } from '../../base/error.ts'
import { FRAME_MS } from '../../base/opus-frame.ts'
import type { Sound } from '../../domain/sound.ts'
import type { FrameSource, FrameSourceEvents } from '../contract/frame-source.ts'
import { type ByteSource, failureOf } from '../input/byte-source.ts'
import { isCutShort } from '../input/cut-short.ts'
import type { Addon, Track } from './addon.ts'
import type { TrackEvent } from './track-event.ts'
import { TrackListener } from './track-listener.ts'

export interface NativeTrackOptions {
  readonly addon: Addon
  readonly bytes: ByteSource
  /**
   * Whether the bytes may be read again from their beginning; otherwise the track can't be seeked.
   */
  readonly restartable: boolean
  /** Whether the bytes are cheap enough that a seek may read up to the very sample. */
  readonly exactSeek: boolean
  readonly startMs: number
  readonly sound: Sound
  readonly bitrate: number
  readonly complexity: number
  readonly events: FrameSourceEvents
}

/**
 * Containers for which a shorter sound means a loss; others are padded by encoders, and joined
 * files state only their first part's length.
 */
const JUDGED_CODECS: ReadonlySet<string> = new Set(['flac', 'pcm', 'aac'])

/**
 * A track that the addon decodes. The addon asks for ranges and this feeds them, tagged with the
 * generation that asked, so that late bytes of an older range are told apart.
 */
export class NativeTrack implements FrameSource {
  readonly #options: NativeTrackOptions
  #listener: TrackListener
  #track: Track
  #sound: Sound
  #bitrate: number
  /** The reading that feeds the track now; a new range or a close aborts it. */
  #reading = new AbortController()
  #wake: (() => void) | null = null
  #seekable = false
  #complete = false
  #closed = false
  /** The last seek of `#track`, by its number, and where it led; an event of an older one is stale. */
  #epoch = 0
  #soughtMs = 0
  /** The length that the container states, not an estimate; null without one. */
  #statedMs: number | null = null

  constructor(options: NativeTrackOptions) {
    this.#options = options
    this.#sound = options.sound
    this.#bitrate = options.bitrate
    this.#listener = this.#listen()
    this.#track = this.#start(options.startMs)
  }

  take(out: Uint8Array): number {
    const length = this.#track.take(out)
    // The ring reports the end before the event that tells why.
    return length < 0 && !this.#complete ? 0 : length
  }

  positionMs(): number {
    return this.#track.positionMs()
  }

  buffered(): number {
    return this.#track.buffered()
  }

  complete(): boolean {
    return this.#complete
  }

  /**
   * Seeks within the container if that has an index and the bytes can be read from anywhere;
   * otherwise the bytes are read again from the start up to the position.
   */
  seek(positionMs: number): number {
    if (!this.#options.restartable) throw new SegueError('not-seekable')
    this.#complete = false
    // A track that's already over takes no seek.
    const epoch = this.#seekable ? this.#track.seek(positionMs) : null
    if (epoch === null) {
      this.#restart(positionMs)
    } else {
      this.#epoch = epoch
      this.#soughtMs = positionMs
    }
    return positionMs
  }

  setSound(sound: Sound): void {
    this.#sound = sound
    this.#track.setSound(sound)
  }

  setBitrate(bitrate: number): void {
    this.#bitrate = bitrate
    this.#track.setBitrate(bitrate)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#reading.abort()
    this.#feedAgain()
    this.#listener.stop()
    this.#track.close()
  }

  /** A track that a seek replaced may still send events, so its listener was stopped. */
  #listen(): TrackListener {
    return new TrackListener((event) => {
      if (!this.#closed) this.#onEvent(event)
    })
  }

  #restart(startMs: number): void {
    this.#listener.stop()
    this.#track.close()
    this.#epoch = 0
    this.#listener = this.#listen()
    this.#track = this.#start(startMs)
  }

  #start(startMs: number): Track {
    const { addon, bytes, complexity, exactSeek } = this.#options
    const track: Track = new addon.Track(
      {
        ...(bytes.seekable && bytes.lengthBytes !== null ? { lengthBytes: bytes.lengthBytes } : {}),
        ...(bytes.hint === null ? {} : { hint: bytes.hint }),
        input: 'auto',
        startMs,
        sound: this.#sound,
        bitrate: this.#bitrate,
        complexity,
        passthrough: true,
        exactSeek,
      },
      this.#listener.callback,
    )
    void this.#feed(track, 0, 0)
    return track
  }

  #onEvent(event: TrackEvent): void {
    switch (event.kind) {
      case 'ready': {
        const { durationMs, stated, codec, cutOff } = event
        this.#seekable = event.seekable
        this.#statedMs = (stated && JUDGED_CODECS.has(codec)) || cutOff ? durationMs : null
        this.#options.events.onReady({ durationMs, stated, seekable: this.#options.restartable })
        break
      }
      case 'range':
        void this.#feed(this.#track, event.offset, event.generation)
        break
      case 'hungry':
        this.#feedAgain()
        break
      case 'ended':
        // A seek that came since has brought the track back.
        if (event.epoch !== this.#epoch) break
        this.#complete = true
        this.#checkLength()
        break
      case 'failed':
        // It failed where it was before the last seek: where that leads, there may be sound.
        if (event.epoch !== null && event.epoch < this.#epoch) {
          this.#restart(this.#soughtMs)
          break
        }
        this.#reading.abort()
        this.#options.events.onFailed(event.failure)
        break
    }
  }

  #checkLength(): void {
    const endMs = this.positionMs() + this.buffered() * FRAME_MS * pace(this.#sound)
    if (!isCutShort(this.#statedMs, endMs)) return
    const detail = `at ${Math.round(endMs)} ms`
    this.#options.events.onFailed({ code: 'cut-short', detail, expired: false })
  }

  /** Feeds the bytes from `offset` on until they end, another range is wanted, or the track is closed. */
  async #feed(track: Track, offset: number, generation: number): Promise<void> {
    this.#reading.abort()
    this.#feedAgain()
    const reading = new AbortController()
    this.#reading = reading
    const { signal } = reading
    try {
      for await (const chunk of this.#options.bytes.read(offset, signal)) {
        if (signal.aborted) return
        if (!track.push(chunk, generation)) await this.#hungry()
        if (signal.aborted) return
      }
      if (!signal.aborted) track.end(generation)
    } catch (error) {
      if (!signal.aborted && !this.#closed) this.#options.events.onFailed(failureOf(error))
    }
  }

  #hungry(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #feedAgain(): void {
    this.#wake?.()
    this.#wake = null
  }
}

/** How many milliseconds of a track pass in one. */
function pace({ filters: { timescale } }: Sound): number {
  return timescale === undefined ? 1 : timescale.speed * timescale.rate
}
