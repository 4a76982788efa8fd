import type { ErrorCode } from '../../base/error.ts'
import type { TrackFailure } from '../contract/frame-source.ts'
import type { TrackEvent } from './addon.ts'

const CODES: readonly ErrorCode[] = [
  'not-audio',
  'empty-file',
  'unsupported',
  'decode-failed',
  'no-progress',
  'decoder-crashed',
]

/** The error for a 'failed' event of the addon. */
export function failureOfEvent(event: TrackEvent): TrackFailure {
  const code = CODES.find((known) => known === event.code) ?? 'decode-failed'
  return { code, detail: event.detail ?? null, expired: false }
}

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
  readonly callback = (event: TrackEvent): void => this.#onEvent?.(event)

  stop(): void {
    this.#onEvent = null
  }
}
