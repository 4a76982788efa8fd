import type { ErrorCode } from '../../domain/errors.ts'

/** Samples a channel, one frame of 20 ms at 48 kHz: what Discord sends and expects (RFC 6716, section 2.1.4). */
export const SAMPLES_PER_FRAME = 960
export const FRAME_MS = 20
/** Bytes of one frame of s16le stereo PCM. */
export const PCM_FRAME_BYTES = SAMPLES_PER_FRAME * 2 * 2
/** The longest Opus frame (RFC 6716, section 3.4, rule R2: 1275 bytes) and its TOC byte. */
export const MAX_OPUS_BYTES = 1276

/**
 * What the pacer polls: one track as Opus frames of 20 ms. Everything up to `take` runs ahead of
 * time elsewhere (a native thread, FFmpeg), so that the tick only copies.
 */
export interface FrameSource extends Disposable {
  /**
   * Copies the next frame into `out` (at least `MAX_OPUS_BYTES`). Returns its length; 0 when none
   * is ready; -1 when the track is over.
   */
  take(out: Uint8Array): number
  /** Milliseconds into the track of the frame that `take` returns next. */
  positionMs(): number
  /** Frames that are ready. */
  buffered(): number
  /** True once the last frame of the track is among the ready ones. */
  complete(): boolean
  /** Goes on at `positionMs` (within the track); returns the position of the next frame. Throws 'not-seekable'. */
  seek(positionMs: number): number
  /** Percent, 0–200. */
  setVolume(percent: number): void
  /** Opus bitrate in bit/s. */
  setBitrate(bitrate: number): void
}

/** What is known of a track once its container was read. */
export interface TrackFacts {
  readonly durationMs: number | null
  /** Whether the container states that length, of this very sound. A guess neither judges nor bounds anything. */
  readonly stated: boolean
  readonly seekable: boolean
}

export interface TrackFailure {
  readonly code: ErrorCode
  readonly detail: string | null
  /** The source refused (HTTP 401, 403, 410): its link may have expired, opening it anew may help. */
  readonly expired: boolean
}

/** What a source tells its owner, never from within a call of the owner's. */
export interface FrameSourceEvents {
  /** Before the first frame; again after a fallback to another decoder. */
  onReady(facts: TrackFacts): void
  /** No frames follow those that are ready. */
  onFailed(failure: TrackFailure): void
}
