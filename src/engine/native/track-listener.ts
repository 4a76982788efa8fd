import type { RawTrackEvent } from './addon.ts'
import { type TrackEvent, trackEvent } from './track-event.ts'

/**
 * Receives a track's events until it's stopped. The addon holds the callback until the track is
 * collected: a callback that refers to the track would keep both, and all that they hold, for ever.
 */
export class TrackListener {
  #onEvent: ((event: TrackEvent) => void) | null

  constructor(onEvent: (event: TrackEvent) => void) {
    this.#onEvent = onEvent
  }

  /** The callback for the addon. */
  readonly callback = (event: RawTrackEvent): void => this.#onEvent?.(trackEvent(event))

  stop(): void {
    this.#onEvent = null
  }
}
