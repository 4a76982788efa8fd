import { CONTAINERS, type Container, containerOf, streamOf } from '../../base/file-signatures.ts'
import { joinedStream } from './frame-sync.ts'

const STREAMS = ['aac', 'ac3', 'eac3', 'mp3', 'mpegts'] as const

export type Demuxer = Exclude<Container, 'mp4'> | (typeof STREAMS)[number]

/**
 * FFmpeg's demuxers that may be forced on a stranger's bytes: each reads audio from one stream and
 * opens nothing else. Playlists (hls, concat, dash, imf), image sequences, devices, scripts (avs)
 * and text formats are not among them, whatever the bytes say.
 */
export const DEMUXERS: readonly Demuxer[] = [
  ...CONTAINERS.filter((container) => container !== 'mp4'),
  ...STREAMS,
]

/** How many bytes `sniff` needs to judge well. */
export const SNIFF_BYTES = 8192

/**
 * The format of the bytes by their content alone, since a stranger chose the name and the type.
 * Null when nothing on the list fits.
 */
export function sniff(head: Uint8Array): Demuxer | null {
  const container = containerOf(head)
  if (container !== null) return container === 'mp4' ? 'mov' : container
  if (isTransportStream(head)) return 'mpegts'
  return streamOf(head) ?? joinedStream(head)
}

/** 0x47 every 188 bytes (ISO/IEC 13818-1, section 2.4.3.2). */
function isTransportStream(head: Uint8Array): boolean {
  const PACKET = 188
  return head.length > 4 * PACKET && [0, 1, 2, 3, 4].every((n) => head[n * PACKET] === 0x47)
}
