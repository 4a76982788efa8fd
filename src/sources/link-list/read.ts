import { SegueError } from '../../base/error.ts'
import type { HttpBytes } from '../../net/http-bytes.ts'
import type { LinkHead } from '../http/link-head.ts'
import { charsetOf, textIn, wholeLines } from '../text-bytes.ts'
import { entriesInTurns, type ListEntry, listsSegments } from './entries.ts'
import { listKindOf } from './kind.ts'

/** A longer list is cut there, and one that drips is what has come by then. */
const MAX_LIST_BYTES = 1024 * 1024
const READING_MS = 5_000

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
  const kind = listKindOf(textIn(first, charset), origin)
  if (kind === null) return null
  const { bytes, whole } = await head.upTo(MAX_LIST_BYTES, READING_MS)
  const text = textIn(whole ? bytes : wholeLines(bytes), charset)
  if (listsSegments(text)) throw new SegueError('not-audio', 'HLS')
  return await entriesInTurns(text, kind, attachedAs === null ? url : null)
}
