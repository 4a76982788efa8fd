import { SegueError } from '../../base/error.ts'
import { id3Length } from '../../base/file-signatures.ts'
import type { Sound } from '../../domain/sound.ts'
import type { Log } from '../../observability/log.ts'
import type { FrameSource, FrameSourceEvents, TrackFailure } from '../contract/frame-source.ts'
import type { PcmEncoder } from '../contract/pcm-encoder.ts'
import { type ByteSource, failureOf } from '../input/byte-source.ts'
import { isCutShort } from '../input/cut-short.ts'
import { FfmpegDecoder } from './ffmpeg-decoder.ts'
import { streamable } from './mp4-front.ts'
import { type Demuxer, SNIFF_BYTES, sniff } from './sniff.ts'

export interface FfmpegTrackOptions {
  readonly bytes: ByteSource
  /**
   * Whether the bytes may be read again from their beginning; otherwise the track can't be seeked.
   */
  readonly restartable: boolean
  readonly ffmpegPath: string
  readonly startMs: number
  readonly sound: Sound
  readonly bitrate: number
  /** Makes what encodes the PCM. */
  readonly encoder: (settings: {
    readonly sound: Sound
    readonly bitrate: number
    readonly onFailed: (failure: TrackFailure) => void
  }) => PcmEncoder
  readonly events: FrameSourceEvents
  readonly log: Log
}

/** Containers that state their length; that of others may be estimated from their size. */
const STATING_DEMUXERS: ReadonlySet<Demuxer> = new Set(['flac', 'mov', 'wav'])
/** s16le, 48 kHz, stereo. */
const PCM_BYTES_PER_MS = 48 * 2 * 2

/** One FFmpeg and the encoder behind it; a seek replaces both. */
interface Run extends Disposable {
  readonly startMs: number
  readonly encoder: PcmEncoder
}

/**
 * A track that FFmpeg decodes: whatever the addon can't, and everything where it isn't built.
 * A seek starts FFmpeg anew from the beginning of the bytes and drops what lies before the position.
 */
export class FfmpegTrack implements FrameSource {
  readonly #options: FfmpegTrackOptions
  #sound: Sound
  #bitrate: number
  #demuxer: Demuxer | null = null
  #run: Run

  constructor(options: FfmpegTrackOptions) {
    this.#options = options
    this.#sound = options.sound
    this.#bitrate = options.bitrate
    this.#run = this.#start(options.startMs)
  }

  take(out: Uint8Array): number {
    return this.#run.encoder.take(out)
  }

  positionMs(): number {
    return this.#run.startMs + this.#run.encoder.elapsedMs()
  }

  buffered(): number {
    return this.#run.encoder.buffered()
  }

  complete(): boolean {
    return this.#run.encoder.complete()
  }

  seek(positionMs: number): number {
    if (!this.#options.restartable) throw new SegueError('not-seekable')
    this.#run[Symbol.dispose]()
    this.#run = this.#start(positionMs)
    return positionMs
  }

  setSound(sound: Sound): void {
    this.#sound = sound
    this.#run.encoder.setSound(sound)
  }

  setBitrate(bitrate: number): void {
    this.#bitrate = bitrate
    this.#run.encoder.setBitrate(bitrate)
  }

  [Symbol.dispose](): void {
    this.#run[Symbol.dispose]()
  }

  #start(startMs: number): Run {
    const stop = new AbortController()
    const fail = (failure: TrackFailure) => {
      if (stop.signal.aborted) return
      stop.abort()
      this.#options.events.onFailed(failure)
    }
    const encoder = this.#options.encoder({
      sound: this.#sound,
      bitrate: this.#bitrate,
      onFailed: fail,
    })
    this.#decode(startMs, encoder, stop.signal).catch((error) => fail(failureOf(error)))
    return {
      startMs,
      encoder,
      [Symbol.dispose]: () => {
        stop.abort()
        encoder[Symbol.dispose]()
      },
    }
  }

  async #decode(startMs: number, encoder: PcmEncoder, signal: AbortSignal): Promise<void> {
    const { bytes, ffmpegPath, restartable, events } = this.#options
    this.#demuxer ??= await demuxerOf(bytes, signal)
    if (signal.aborted) return
    using decoder = new FfmpegDecoder({
      ffmpegPath,
      demuxer: this.#demuxer,
      // A live stream goes on from the present.
      startMs: restartable ? startMs : 0,
    })
    const kill = () => decoder[Symbol.dispose]()
    signal.addEventListener('abort', kill, { once: true })
    const input = this.#demuxer === 'mov' ? streamable(bytes, signal) : bytes.read(0, signal)
    let sourceError: unknown = null
    const feeding = decoder.feed(input).catch((error) => {
      sourceError = error
      kill()
    })
    try {
      const states = STATING_DEMUXERS.has(this.#demuxer)
      let first = true
      let decodedBytes = 0
      for await (const pcm of decoder.pcm()) {
        if (signal.aborted) return
        decodedBytes += pcm.length
        if (first) {
          const { durationMs } = decoder
          events.onReady({
            durationMs,
            stated: durationMs !== null && states,
            seekable: restartable,
          })
        }
        first = false
        await encoder.push(pcm)
      }
      encoder.end()
      const endMs = startMs + decodedBytes / PCM_BYTES_PER_MS
      const stated = states ? decoder.durationMs : null
      if (isCutShort(stated, endMs)) throw new SegueError('cut-short', `at ${Math.round(endMs)} ms`)
    } catch (error) {
      // A decoder that starves because its source failed isn't at fault.
      throw sourceError ?? error
    } finally {
      signal.removeEventListener('abort', kill)
      kill()
      await feeding
    }
    if (sourceError) throw sourceError
  }
}

/** Looks at the first bytes behind any tag; rejects with 'not-audio'. */
async function demuxerOf(bytes: ByteSource, signal: AbortSignal): Promise<Demuxer> {
  const head = await readHead(bytes, 0, signal)
  const tag = id3Length(head)
  if (tag === 0) return known(sniff(head))
  if (tag < head.length) return known(sniff(head.subarray(tag)))
  // A picture in the tag hides what follows. Without ranges, the format that usually has such tags
  // is assumed.
  return bytes.seekable ? known(sniff(await readHead(bytes, tag, signal))) : 'mp3'
}

function known(demuxer: Demuxer | null): Demuxer {
  if (demuxer === null) throw new SegueError('not-audio', 'no known container or codec')
  return demuxer
}

async function readHead(
  bytes: ByteSource,
  offset: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes.read(offset, signal)) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= SNIFF_BYTES) break
  }
  return Buffer.concat(chunks)
}
