import { posix } from 'node:path'
import { codeOf, type ErrorCode } from '../../../base/error.ts'
import type { Found, FoundTrack } from '../../../domain/track.ts'
import { whole } from '../../../domain/track.ts'
import type { Attachment } from '../../../player/ports.ts'
import type { CommandCall } from '../command.ts'

/** A list that takes longer is cut there: its answer can be changed for a quarter of an hour. */
const ARRIVES_WITHIN_MS = 10 * 60_000

/** What a link leads to, and how many of its entries name nothing that could be looked for. */
export interface Linked {
  readonly found: Found
  /** How it calls itself; null: it doesn't. */
  readonly name: string | null
  readonly skipped: number
}

/** What a link leads to: a file that lists tracks, or a page or folder that has them. */
export async function behind(link: string, call: CommandCall): Promise<Linked> {
  const { library, playlists, guildId, signal } = call
  const file = fileAt(link)
  if (file === null) {
    return { found: await library.find(link, guildId, signal), name: null, skipped: 0 }
  }
  const { tracks, name, skipped } = await playlists.files.read(file, signal)
  return { found: whole(tracks), name, skipped }
}

function fileAt(link: string): Pick<Attachment, 'name' | 'url'> | null {
  const url = URL.parse(link)
  if (url === null || !/\.(?:csv|tsv|json|m3u8?|pls|xspf|txt)$/i.test(url.pathname)) return null
  return { url: url.href, name: posix.basename(url.pathname) }
}

/** How the taking of pages ended: `count` tracks are kept, and null or why the rest isn't. */
export interface Taken {
  readonly count: number
  readonly code: ErrorCode | null
}

/**
 * Keeps the pages behind the first, each as it comes, so that what has come is kept whatever happens
 * then. `keep` returns how many tracks of a page it kept.
 */
export async function takeRest(
  { rest }: Found,
  keep: (page: readonly FoundTrack[]) => Promise<number>,
  { signal }: CommandCall,
): Promise<Taken> {
  let count = 0
  try {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(ARRIVES_WITHIN_MS)])
    for await (const page of rest?.(ends) ?? []) {
      ends.throwIfAborted()
      count += await keep(page)
    }
    return { count, code: null }
  } catch (error) {
    if (signal.aborted) return { count, code: 'shutting-down' }
    return { count, code: isLate(error) ? 'source-timeout' : codeOf(error) }
  }
}

const isLate = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'TimeoutError'
