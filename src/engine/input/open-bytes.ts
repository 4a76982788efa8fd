import type { Media } from '../../domain/media.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { HttpBytes, type HttpBytesOptions } from '../../net/http-bytes.ts'
import type { ByteSource } from './byte-source.ts'
import { FileBytes } from './file-bytes.ts'
import { HlsBytes } from './hls/hls-bytes.ts'
import { ProcessBytes } from './process-bytes.ts'
import { type Renew, RenewedBytes } from './renewed-bytes.ts'

export interface OpenOptions extends Pick<HttpBytesOptions, 'backoff'> {
  readonly policy: AddressPolicy
  readonly renew: Renew
  readonly signal: AbortSignal
}

/** Opens `media`; rejects with a `SegueError` or `NetError`. */
export function openBytes(media: Media, options: OpenOptions): Promise<ByteSource> {
  switch (media.kind) {
    case 'file':
      return FileBytes.open(media.path)
    case 'http':
      return openHttp(media, options)
    case 'hls':
      return HlsBytes.open(media, options, options.signal)
    case 'process':
      return Promise.resolve(new ProcessBytes(media.argv, media.env))
  }
}

async function openHttp(
  media: Extract<Media, { kind: 'http' }>,
  { policy: usual, renew, signal, ...retrying }: OpenOptions,
): Promise<ByteSource> {
  const { track, live, named } = media
  const policy = named === undefined ? usual : usual.naming(named)
  if (track === undefined || live)
    return await HttpBytes.open(media, { policy, signal, ...retrying })
  return await RenewedBytes.open(media, { policy, track, renew, ...retrying }, signal)
}

/**
 * Whether reading again from the beginning gives the same bytes. A body without a length and
 * without ranges may be endless, whatever its source says.
 */
export function isRestartable(media: Media, bytes: ByteSource): boolean {
  if (media.kind === 'hls') return false
  if (media.kind !== 'http') return true
  return !media.live && (bytes.seekable || bytes.lengthBytes !== null)
}
