import { SegueError } from '../../base/error.ts'
import type { HttpBytes } from '../../net/http-bytes.ts'
import type { LinkHead } from '../link-head.ts'
import { entriesOf, type ListEntry, listsSegments } from './entries.ts'
import { listKindOf } from './kind.ts'
import { charsetOf, listText } from './text.ts'

/** A longer list is cut there, and one that drips is what has come by then. */
const MAX_LIST_BYTES = 1024 * 1024
const READING_MS = 5_000
const LF = 0x0a
const CR = 0x0d

/**
 * The links that a text lists; null when it's no list. `attachedAs`: the name of an attachment, whose
 * links aren't relative to where Discord keeps it. Throws 'not-audio' for HLS, which lists pieces of
 * a stream: yt-dlp knows these.
 */
export async function linksIn(
  first: Uint8Array,
  head: LinkHead,
  { headers, hint, url }: HttpBytes,
  attachedAs: string | null,
): Promise<ListEntry[] | null> {
  const charset = charsetOf(headers.get('content-type'))
  const origin = { hint, path: attachedAs ?? new URL(url).pathname }
  const kind = listKindOf(listText(first, charset), origin)
  if (kind === null) return null
  const { bytes, whole } = await head.upTo(MAX_LIST_BYTES, READING_MS)
  const text = listText(whole ? bytes : withoutHalfLine(bytes), charset)
  if (listsSegments(text)) throw new SegueError('not-audio', 'HLS')
  return entriesOf(text, kind, attachedAs === null ? url : null)
}

/** Also of UTF-16: a line that ends in its first byte is one that `TextDecoder` drops. */
function withoutHalfLine(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1)
}
