import type { ErrorCode } from '../../domain/errors.ts'
import type { TrackEvent } from '../native/addon.ts'
import type { TrackFailure } from './frame-source.ts'

/** A feed that holds more than this waits for 'hungry'; the contract of `Track.push`. */
export const HIGH_WATER_BYTES = 256 * 1024

const CODES: readonly ErrorCode[] = [
  'not-audio',
  'empty-file',
  'unsupported',
  'decode-failed',
  'no-progress',
  'decoder-crashed',
]

/** What a 'failed' event of the addon means. */
export function failureOfEvent(event: TrackEvent): TrackFailure {
  const code = CODES.find((known) => known === event.code) ?? 'decode-failed'
  return { code, detail: event.detail ?? null, expired: false }
}

/**
 * Who hears a track's events until it is stopped. The addon holds the callback for as long as the track
 * is not collected: one that led to the track would keep both, and all that they hold, for ever.
 */
export class TrackListener {
  #onEvent: ((event: TrackEvent) => void) | null

  constructor(onEvent: (event: TrackEvent) => void) {
    this.#onEvent = onEvent
  }

  /** What the addon is given. */
  readonly callback = (event: TrackEvent): void => this.#onEvent?.(event)

  stop(): void {
    this.#onEvent = null
  }
}
