import { FRAME_MS } from '../../base/opus-frame.ts'
import type { StreamTitle } from '../../base/stream-title.ts'
import type { Media, Part } from '../../domain/media.ts'
import type { Sound } from '../../domain/sound.ts'
import type { FrameSourceEvents, TitledSource, TrackFacts } from '../contract/frame-source.ts'

/** Opens the whole that a part is of, at a position of the whole. */
type OpenWhole = (startMs: number, events: FrameSourceEvents) => TitledSource

/** Opens what's to be played of `media`, at a position of just that. */
export function openPart(
  media: Media,
  startMs: number,
  events: FrameSourceEvents,
  openWhole: OpenWhole,
): TitledSource {
  const { part } = media
  return part === undefined
    ? openWhole(startMs, events)
    : new PartTrack(part, startMs, events, openWhole)
}

/** A part of a file as a track of its own: it begins at zero and is over at its end. */
class PartTrack implements TitledSource {
  readonly #part: Part
  readonly #whole: TitledSource

  constructor(part: Part, startMs: number, events: FrameSourceEvents, openWhole: OpenWhole) {
    this.#part = part
    this.#whole = openWhole(part.startMs + startMs, {
      onReady: (facts) => events.onReady(this.#factsOf(facts)),
      // A file is decoded ahead, so that it may fail where nothing of the part is any more.
      onFailed: (failure) => (this.complete() ? undefined : events.onFailed(failure)),
    })
  }

  take(out: Uint8Array): number {
    return this.#leftMs() > 0 ? this.#whole.take(out) : -1
  }

  takeTitle(): StreamTitle | null {
    return this.#whole.takeTitle()
  }

  positionMs(): number {
    return Math.max(0, this.#whole.positionMs() - this.#part.startMs)
  }

  buffered(): number {
    return Math.min(this.#whole.buffered(), Math.ceil(this.#leftMs() / FRAME_MS))
  }

  complete(): boolean {
    return this.#whole.complete() || this.#whole.buffered() * FRAME_MS >= this.#leftMs()
  }

  seek(positionMs: number): number {
    const { startMs, endMs } = this.#part
    const whereMs = Math.min(startMs + positionMs, endMs ?? Number.POSITIVE_INFINITY)
    return Math.max(0, this.#whole.seek(whereMs) - startMs)
  }

  setSound(sound: Sound): void {
    this.#whole.setSound(sound)
  }

  setBitrate(bitrate: number): void {
    this.#whole.setBitrate(bitrate)
  }

  [Symbol.dispose](): void {
    this.#whole[Symbol.dispose]()
  }

  /** How much of it has yet to be taken; infinite where only the file's end ends it. */
  #leftMs(): number {
    const { endMs } = this.#part
    return endMs === null ? Number.POSITIVE_INFINITY : Math.max(0, endMs - this.#whole.positionMs())
  }

  #factsOf({ durationMs, stated, seekable }: TrackFacts): TrackFacts {
    const { startMs, endMs } = this.#part
    const wholeMs = stated ? durationMs : null
    // What lies behind the file's end isn't there, whatever a cue sheet says.
    if (endMs !== null && (wholeMs === null || endMs <= wholeMs))
      return { durationMs: endMs - startMs, stated: true, seekable }
    const leftMs = durationMs === null ? null : Math.max(0, durationMs - startMs)
    return { durationMs: leftMs, stated, seekable }
  }
}
