import type {
  FrameSourceEvents,
  TitledSource,
  TrackFacts,
  TrackFailure,
} from '../contract/frame-source.ts'

/** Frames that must be ready before a track starts. */
export const START_FRAMES = 3

/** A track that's opened ahead of its order: its first frames are ready when it's wanted. */
export class Prepared implements Disposable {
  /** An order names the track by this. */
  readonly number: number
  readonly track: TitledSource
  #facts: TrackFacts | null = null
  #failure: TrackFailure | null = null
  #events: FrameSourceEvents | null = null

  constructor(number: number, openTrack: (events: FrameSourceEvents) => TitledSource) {
    this.number = number
    this.track = openTrack({
      onReady: (facts) => {
        this.#facts = facts
        this.#events?.onReady(facts)
      },
      onFailed: (failure) => {
        this.#failure = failure
        this.#events?.onFailed(failure)
      },
    })
  }

  /** The container's facts, once they've been read. */
  get facts(): TrackFacts | null {
    return this.#facts
  }

  /** Whether it broke off before anybody wanted it. */
  get failed(): boolean {
    return this.#failure !== null
  }

  /** Whether it can sound at once. */
  get ready(): boolean {
    const { track } = this
    const isFilled = track.buffered() >= START_FRAMES || track.complete()
    return this.#facts !== null && !this.failed && isFilled
  }

  /** The track, whose events go there from now on. */
  handOver(events: FrameSourceEvents): TitledSource {
    this.#events = events
    return this.track
  }

  [Symbol.dispose](): void {
    this.track[Symbol.dispose]()
  }
}
