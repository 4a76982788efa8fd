import { codeOf, SegueError } from '../../base/error.ts'
import type { MetadataBlock } from '../../net/icy-metadata.ts'
import { NetError } from '../../net/net-error.ts'
import type { TrackFailure } from '../contract/frame-source.ts'

/** The compressed bytes of one track, wherever they come from. */
export interface ByteSource extends Disposable {
  /** Bytes in all; null when nobody knows. */
  readonly lengthBytes: number | null
  /** Whether `read` may start anywhere without reading what lies before. */
  readonly seekable: boolean
  /** File extension or MIME type; a hint only, the content decides. */
  readonly hint: string | null
  /**
   * Bytes from `offset` to the end. A source that is not seekable starts again from 0 only. The next
   * chunk is fetched when the reader asks for it; leaving the loop or aborting frees everything.
   * `onMetadata` gets what a station mixes in, before the bytes at its place.
   */
  read(
    offset: number,
    signal: AbortSignal,
    onMetadata?: (block: MetadataBlock) => void,
  ): AsyncIterable<Uint8Array>
}

/** The error of a track whose `ByteSource` failed with `error`. */
export function failureOf(error: unknown): TrackFailure {
  if (error instanceof NetError) {
    return { code: error.code, detail: error.detail, expired: error.expired }
  }
  const detail = error instanceof SegueError ? error.detail : String(error)
  return { code: codeOf(error), detail, expired: false }
}
