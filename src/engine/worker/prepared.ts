import type {
  FrameSource,
  FrameSourceEvents,
  TrackFacts,
  TrackFailure,
} from '../contract/frame-source.ts'

/** A track that's opened ahead of its order: its first frames are ready when it's wanted. */
export class Prepared implements Disposable {
  /** An order names the track by this. */
  readonly number: number
  readonly track: FrameSource
  #facts: TrackFacts | null = null
  #failure: TrackFailure | null = null
  #events: FrameSourceEvents | null = null

  constructor(number: number, openTrack: (events: FrameSourceEvents) => FrameSource) {
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

  /** Whether it broke off before anybody wanted it. */
  get failed(): boolean {
    return this.#failure !== null
  }

  /** The track, whose events go there from now on; what's known of it is told first. */
  handOver(events: FrameSourceEvents): FrameSource {
    this.#events = events
    const facts = this.#facts
    if (facts !== null) queueMicrotask(() => events.onReady(facts))
    return this.track
  }

  [Symbol.dispose](): void {
    this.track[Symbol.dispose]()
  }
}
