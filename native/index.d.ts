/* Contract draft: the build generates this file from native/src; keep the shapes. */

/** How a track is decoded; see `Track`. */
export interface TrackOptions {
  /** Bytes of the whole source; absent when unknown, and then the source can't be sought in. */
  lengthBytes?: number
  /** File extension or MIME subtype; a hint only, the content decides. */
  hint?: string
  /** 'auto' probes the container; 'pcm' takes s16le, 48 kHz, stereo (FFmpeg's output). */
  input: string
  /** Milliseconds into the track at which the first frame starts. */
  startMs: number
  /** Percent, 0–200. */
  volume: number
  /** Opus bitrate in bit/s: the voice channel's. */
  bitrate: number
  /** libopus complexity, 0–10. */
  complexity: number
  /** Whether 20 ms 48 kHz Opus may be passed through untouched. */
  passthrough: boolean
}

/** What a track tells, rarely; frames are polled with `take`. */
export interface TrackEvent {
  /**
   * 'ready': probed (durationMs, seekable, codec, passthrough) · 'range': wants bytes from `offset`,
   * tagged `generation` · 'hungry': the feed ran below its low-water mark, push again · 'ended': the last
   * frame is in the ring · 'failed': code, detail.
   */
  kind: string
  durationMs?: number
  seekable?: boolean
  codec?: string
  passthrough?: boolean
  offset?: number
  generation?: number
  /** 'not-audio' | 'empty-file' | 'unsupported' (FFmpeg may know it, HE-AAC too) | 'decode-failed' | 'decoder-crashed' */
  code?: string
  detail?: string
}

/** One playing track: compressed bytes in, 20 ms Opus frames out. Owns one thread until it ends or is closed. */
export declare class Track {
  constructor(options: TrackOptions, onEvent: (event: TrackEvent) => void)
  /** Returns bytes now buffered; past the high-water mark (2 MiB) the caller waits for 'hungry'. Stale generations are ignored (-1). */
  push(chunk: Uint8Array, generation: number): number
  /** No more bytes follow in this generation. */
  end(generation: number): void
  /** Copies the next frame into `out` (≥ 1276 bytes). Returns its length; 0: none ready; -1: the track is over. Allocates nothing. */
  take(out: Uint8Array): number
  /** Milliseconds into the track of the frame that `take` returns next. */
  positionMs(): number
  /** Frames in the ring. */
  buffered(): number
  /** Drops what is buffered and goes on at `ms`; a 'range' may follow. */
  seek(ms: number): void
  setVolume(percent: number): void
  setBitrate(bitrate: number): void
  /** Ends the thread and frees the buffers at once; repeating it is harmless. */
  close(): void
}
