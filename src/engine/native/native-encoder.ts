import type { Sound } from '../../domain/sound.ts'
import type { TrackFailure } from '../contract/frame-source.ts'
import type { PcmEncoder } from '../contract/pcm-encoder.ts'
import type { Addon, Track } from './addon.ts'
import type { TrackEvent } from './track-event.ts'
import { TrackListener } from './track-listener.ts'

/** PCM arrives in one go, without ranges, so its generation never changes. */
const GENERATION = 0

/**
 * PCM → Opus in the addon, which uses its volume, ring and encoder here, and not its resampler and
 * decoder.
 */
export class NativeEncoder implements PcmEncoder {
  readonly #listener = new TrackListener((event) => this.#onEvent(event))
  readonly #track: Track
  readonly #onFailed: (failure: TrackFailure) => void
  #complete = false
  #closed = false
  #wake: (() => void) | null = null

  constructor(options: {
    readonly addon: Addon
    readonly sound: Sound
    readonly bitrate: number
    readonly complexity: number
    readonly onFailed: (failure: TrackFailure) => void
  }) {
    const { addon, sound, bitrate, complexity } = options
    this.#onFailed = options.onFailed
    this.#track = new addon.Track(
      { input: 'pcm', startMs: 0, sound, bitrate, complexity, passthrough: false },
      this.#listener.callback,
    )
  }

  push(pcm: Uint8Array): Promise<void> {
    if (this.#closed || this.#track.push(pcm, GENERATION)) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  end(): void {
    this.#track.end(GENERATION)
  }

  take(out: Uint8Array): number {
    const length = this.#track.take(out)
    // The ring reports the end before the event that tells why.
    return length < 0 && !this.#complete ? 0 : length
  }

  elapsedMs(): number {
    return this.#track.positionMs()
  }

  buffered(): number {
    return this.#track.buffered()
  }

  complete(): boolean {
    return this.#complete
  }

  setSound(sound: Sound): void {
    this.#track.setSound(sound)
  }

  setBitrate(bitrate: number): void {
    this.#track.setBitrate(bitrate)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#listener.stop()
    this.#track.close()
    this.#feedAgain()
  }

  #onEvent(event: TrackEvent): void {
    if (this.#closed) return
    if (event.kind === 'hungry') this.#feedAgain()
    if (event.kind === 'ended') this.#complete = true
    if (event.kind === 'failed') this.#onFailed(event.failure)
  }

  #feedAgain(): void {
    this.#wake?.()
    this.#wake = null
  }
}
