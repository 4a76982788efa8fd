import type { Sound } from '../../domain/sound.ts'

/** Turns decoded PCM (s16le, 48 kHz, stereo) into Opus frames, natively or portably. */
export interface PcmEncoder extends Disposable {
  /** Takes PCM of any length; resolves when there's room for more, or when disposed. */
  push(pcm: Uint8Array): Promise<void>
  /** No more PCM follows; the last frame is filled up with silence. */
  end(): void
  /** Like `FrameSource.take`. */
  take(out: Uint8Array): number
  /** Milliseconds of PCM that `take` has consumed. */
  elapsedMs(): number
  buffered(): number
  complete(): boolean
  setSound(sound: Sound): void
  setBitrate(bitrate: number): void
}
