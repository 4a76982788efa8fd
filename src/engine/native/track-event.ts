import type { TrackFailure } from '../contract/frame-source.ts'
import type { RawTrackEvent } from './addon.ts'

/** What the addon tells of a track. Positions and lengths are ms, offsets bytes. */
export type TrackEvent =
  /** The container was read. `stated`: it tells this length itself. `cutOff`: the file ends before it. */
  | {
      readonly kind: 'ready'
      readonly durationMs: number | null
      readonly stated: boolean
      readonly seekable: boolean
      readonly codec: string
      readonly passthrough: boolean
      readonly cutOff: boolean
    }
  /** The decoder wants bytes from `offset`, tagged with `generation`. */
  | { readonly kind: 'range'; readonly offset: number; readonly generation: number }
  /** The decoder takes bytes again. */
  | { readonly kind: 'hungry' }
  /** The last frame is ready. `epoch`: the seek that the decoder worked on; 0 before any. */
  | { readonly kind: 'ended'; readonly epoch: number }
  /** `epoch`: the same; null when the decoder crashed. */
  | { readonly kind: 'failed'; readonly epoch: number | null; readonly failure: TrackFailure }

/** The addon's event, whose fields are all optional, as one that has what its kind needs. */
export function trackEvent(raw: RawTrackEvent): TrackEvent {
  switch (raw.kind) {
    case 'ready':
      return {
        kind: 'ready',
        durationMs: raw.durationMs ?? null,
        stated: raw.stated ?? false,
        seekable: raw.seekable ?? false,
        codec: raw.codec ?? '',
        passthrough: raw.passthrough ?? false,
        cutOff: raw.cutOff ?? false,
      }
    case 'range':
      return { kind: 'range', offset: raw.offset ?? 0, generation: raw.generation ?? 0 }
    case 'hungry':
      return { kind: 'hungry' }
    case 'ended':
      return { kind: 'ended', epoch: raw.epoch ?? 0 }
    case 'failed': {
      const failure: TrackFailure = {
        code: raw.code ?? 'decode-failed',
        detail: raw.detail ?? null,
        expired: false,
      }
      return { kind: 'failed', epoch: raw.epoch ?? null, failure }
    }
  }
}
