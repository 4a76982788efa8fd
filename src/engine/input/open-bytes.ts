import type { Media } from '../../domain/media.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { HttpBytes } from '../../net/http-bytes.ts'
import type { ByteSource } from './byte-source.ts'
import { FileBytes } from './file-bytes.ts'
import { ProcessBytes } from './process-bytes.ts'

/** Opens `media`; rejects with a `SegueError` or `NetError`. */
export function openBytes(
  media: Media,
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<ByteSource> {
  switch (media.kind) {
    case 'file':
      return FileBytes.open(media.path)
    case 'http':
      return HttpBytes.open(media, {
        policy: media.named === undefined ? policy : policy.naming(media.named),
        signal,
      })
    case 'process':
      return Promise.resolve(new ProcessBytes(media.argv, media.env))
  }
}

/**
 * Whether reading again from the beginning gives the same bytes. A body without a length and
 * without ranges may be endless, whatever its source says.
 */
export function isRestartable(media: Media, bytes: ByteSource): boolean {
  if (media.kind !== 'http') return true
  return !media.live && (bytes.seekable || bytes.lengthBytes !== null)
}
