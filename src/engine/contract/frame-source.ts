import type { ErrorCode } from '../../base/error.ts'
import { SAMPLES_PER_FRAME } from '../../base/opus-frame.ts'
import type { StreamTitle } from '../../base/stream-title.ts'
import type { Sound } from '../../domain/sound.ts'

/** Bytes of one frame of s16le stereo PCM. */
export const PCM_FRAME_BYTES = SAMPLES_PER_FRAME * 2 * 2
/** The longest Opus frame (RFC 6716, section 3.4, rule R2: 1275 bytes) and its TOC byte. */
export const MAX_OPUS_BYTES = 1276

/**
 * One track as Opus frames of 20 ms, which the pacer polls. Everything up to `take` happens ahead
 * of time elsewhere (a native thread, FFmpeg), so that the tick only copies.
 */
export interface FrameSource extends Disposable {
  /**
   * Copies the next frame into `out` (at least `MAX_OPUS_BYTES`). Returns its length; 0 when none
   * is ready; -1 when the track is over.
   */
  take(out: Uint8Array): number
  /** Milliseconds into the track of the frame that `take` returns next. */
  positionMs(): number
  /** How many frames are ready. */
  buffered(): number
  /** True once the last frame of the track is among the ready ones. */
  complete(): boolean
  /**
   * Seeks to `positionMs` (within the track); returns the position of the next frame. Throws
   * 'not-seekable'.
   */
  seek(positionMs: number): number
  /** Holds from a frame on that is sent soon. */
  setSound(sound: Sound): void
  /** Opus bitrate in bit/s. */
  setBitrate(bitrate: number): void
}

/** A track whose source may tell what it plays, as stations do. */
export interface TitledSource extends FrameSource {
  /** What it says of the frame that `take` returns next; null: nothing new since this was last called. */
  takeTitle(): StreamTitle | null
}

/** What's known of a track once its container has been read. */
export interface TrackFacts {
  readonly durationMs: number | null
  /**
   * Whether the container states that length for this track. An estimated length isn't used to
   * judge or limit anything.
   */
  readonly stated: boolean
  readonly seekable: boolean
}

export interface TrackFailure {
  readonly code: ErrorCode
  readonly detail: string | null
  /**
   * The source refused (HTTP 401, 403, 410): its link may have expired, so opening it again may
   * help.
   */
  readonly expired: boolean
}

/** What a source reports to its owner, never from within a call by the owner. */
export interface FrameSourceEvents {
  /** Called before the first frame, and again after a fallback to another decoder. */
  onReady(facts: TrackFacts): void
  /** No frames follow those that are ready. */
  onFailed(failure: TrackFailure): void
}
