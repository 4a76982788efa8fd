import type { Events } from '../observability/events.ts'
import type { PublishedEvent, Subscriber } from './subscriber.ts'

/** Counts how tracks end. */
export class TrackCounter implements Subscriber {
  readonly name = 'metrics'
  readonly #events: Events

  constructor(events: Events) {
    this.#events = events
  }

  take({ event }: PublishedEvent): void {
    if (event.kind === 'track_end') this.#events.trackEnded(event.outcome)
  }
}
