import { codeOf, SegueError } from '../../domain/errors.ts'
import type { Media } from '../../domain/media.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { HttpBytes } from '../../net/http-bytes.ts'
import { NetError } from '../../net/net-error.ts'
import { FileBytes } from './file-bytes.ts'
import type { TrackFailure } from './frame-source.ts'
import { ProcessBytes } from './process-bytes.ts'

/** The compressed bytes of one track, wherever they come from. */
export interface ByteSource extends Disposable {
  /** Bytes in all; null when nobody knows. */
  readonly lengthBytes: number | null
  /** Whether `read` may start anywhere at the cost of what it yields. */
  readonly seekable: boolean
  /** File extension or MIME type; a hint only, the content decides. */
  readonly hint: string | null
  /**
   * Bytes from `offset` to the end. A source that is not seekable starts again from 0 only. The next
   * chunk is fetched when the reader asks for it; leaving the loop or aborting frees everything.
   */
  read(offset: number, signal: AbortSignal): AsyncIterable<Uint8Array>
}

/** Opens what `media` names; rejects with a `SegueError` or `NetError`. */
export function openBytes(
  media: Media,
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<ByteSource> {
  switch (media.kind) {
    case 'file':
      return FileBytes.open(media.path)
    case 'http':
      return HttpBytes.open(media, { policy, signal })
    case 'process':
      return Promise.resolve(new ProcessBytes(media.argv, media.env))
  }
}

/** Whether the track is a stream without an end, which can be neither restarted nor sought in. */
export function isLive(media: Media): boolean {
  return media.kind === 'http' && media.live
}

/** What an error of a `ByteSource` means for the track that reads from it. */
export function failureOf(error: unknown): TrackFailure {
  if (error instanceof NetError) {
    return { code: error.code, detail: error.detail, expired: error.expired }
  }
  const detail = error instanceof SegueError ? error.detail : String(error)
  return { code: codeOf(error), detail, expired: false }
}
