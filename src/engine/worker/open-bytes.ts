import type { Media } from '../../domain/media.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { HttpBytes } from '../../net/http-bytes.ts'
import type { ByteSource } from './byte-source.ts'
import { FileBytes } from './file-bytes.ts'
import { ProcessBytes } from './process-bytes.ts'

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

/**
 * Whether the bytes may be read again from their beginning and be the same. A body without a length
 * and without ranges may be an endless one, whatever it was taken for.
 */
export function isRestartable(media: Media, bytes: ByteSource): boolean {
  if (media.kind !== 'http') return true
  return !media.live && (bytes.seekable || bytes.lengthBytes !== null)
}
