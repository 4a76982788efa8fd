import { FRAME_MS } from '../../base/opus-frame.ts'
import type { StreamTitle } from '../../base/stream-title.ts'
import type { PlayOrder, WaitReason } from '../../domain/playback.ts'
import type {
  FrameSourceEvents,
  TitledSource,
  TrackFacts,
  TrackFailure,
} from '../contract/frame-source.ts'
import { START_FRAMES } from './prepared.ts'

/** Frames that must be ready before a track goes on after it ran dry. */
const REFILL_FRAMES = 8
export const FRAMES_PER_SECOND = 1000 / FRAME_MS

/** The current order: its track, and what its listeners and its player were told of it. */
export class Playing implements Disposable {
  readonly order: PlayOrder
  readonly track: TitledSource
  paused: boolean
  /** Whether a frame was sent since the order or the last seek. */
  started = false
  /** The last reported reason for waiting; null once a position was reported. */
  waiting: WaitReason | null = null
  #facts: TrackFacts | null = null
  #failure: TrackFailure | null = null
  /** Frames that must be ready before the next one is taken. */
  #needs = START_FRAMES
  #takenSinceReport = 0
  /** What the station said last, while that isn't reported. */
  #said: StreamTitle | null = null
  #takenSinceTitle = FRAMES_PER_SECOND
  #reportedTitle: StreamTitle | null = null

  /**
   * `onStranded`: the track failed with no frame ready, reported here so that no `take` is needed
   * to notice. `facts`: of a track whose container has been read already.
   */
  constructor(
    order: PlayOrder,
    openTrack: (events: FrameSourceEvents) => TitledSource,
    onStranded: () => void,
    facts: TrackFacts | null = null,
  ) {
    this.order = order
    this.#facts = facts
    this.paused = order.paused
    this.track = openTrack({
      onReady: (facts) => {
        this.#facts = facts
      },
      onFailed: (failure) => {
        this.#failure = failure
        if (this.track.buffered() === 0) onStranded()
      },
    })
  }

  /** The container's facts, once they've been read. */
  get facts(): TrackFacts {
    return this.#facts ?? { durationMs: null, stated: false, seekable: false }
  }

  get failure(): TrackFailure | null {
    return this.#failure
  }

  get positionMs(): number {
    // The last frame brings out what the encoder held back, so it ends a little after the track.
    return Math.min(this.track.positionMs(), this.#endMs)
  }

  /** Whether a second's worth of frames was taken since the position was last reported. */
  get reportDue(): boolean {
    return this.#takenSinceReport >= FRAMES_PER_SECOND
  }

  /** Length of the next frame, 0 when there is none yet, -1 when the track is over or has failed. */
  take(out: Uint8Array): number {
    if (!this.#mayTake()) return 0
    const length = this.track.take(out)
    if (length > 0) {
      this.#needs = 0
      this.#takenSinceReport += 1
      this.#takenSinceTitle += 1
      this.#said = this.track.takeTitle() ?? this.#said
    }
    return length === 0 && this.#failure !== null ? -1 : length
  }

  /** Call this when the position, or the start, was reported to the player. */
  reported(): void {
    this.waiting = null
    this.#takenSinceReport = 0
  }

  /**
   * What the station says from the last frame on; null: nothing new. At most once in a second, whatever
   * a station does: of several the last.
   */
  takeTitle(): StreamTitle | null {
    const said = this.#said
    if (said === null || this.#takenSinceTitle < FRAMES_PER_SECOND) return null
    this.#said = null
    const { title, link } = said
    // Many stations repeat what they say, with each of their intervals.
    if (this.#reportedTitle?.title === title && this.#reportedTitle.link === link) return null
    this.#reportedTitle = said
    this.#takenSinceTitle = 0
    return said
  }

  /** The track ran dry for longer than a hiccup, so some frames are gathered before it goes on. */
  ranDry(): void {
    this.#needs = REFILL_FRAMES
  }

  /** Returns the position where the track goes on. */
  seek(positionMs: number): number {
    const position = this.track.seek(Math.max(0, Math.min(positionMs, this.#endMs)))
    this.started = false
    this.#failure = null
    this.#needs = START_FRAMES
    return position
  }

  [Symbol.dispose](): void {
    this.track[Symbol.dispose]()
  }

  /** Where the track ends; infinite unless that's certain. */
  get #endMs(): number {
    const { durationMs, stated } = this.facts
    return stated && durationMs !== null ? durationMs : Number.POSITIVE_INFINITY
  }

  #mayTake(): boolean {
    if (this.#failure !== null) return true
    // Frames may be ready before the event with the container's facts.
    if (this.#facts === null) return false
    return this.#needs === 0 || this.track.buffered() >= this.#needs || this.track.complete()
  }
}
