import type { ErrorCode } from '../../domain/errors.ts'
import type { TrackEvent } from '../native/addon.ts'
import type { TrackFailure } from './frame-source.ts'

/** A feed that holds more than this waits for 'hungry'; the contract of `Track.push`. */
export const HIGH_WATER_BYTES = 2 * 1024 * 1024

const CODES: readonly ErrorCode[] = [
  'not-audio',
  'empty-file',
  'unsupported',
  'decode-failed',
  'decoder-crashed',
]

/** What a 'failed' event of the addon means. */
export function failureOfEvent(event: TrackEvent): TrackFailure {
  const code = CODES.find((known) => known === event.code) ?? 'decode-failed'
  return { code, detail: event.detail ?? null, expired: false }
}
