import { type Clock, systemClock } from '../../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../../base/error.ts'
import { type Found, type FoundTrack, whole } from '../../domain/track.ts'
import type { Answer } from './answer.ts'

/** Gets the page that begins there; null: the first one. */
export type PageAt = (start: string | null, signal: AbortSignal) => Promise<Answer>

/** More aren't taken of one list, and as many pages without a track that could be looked for. */
const MOST_TRACKS = 10_000
const MOST_PAGES = 400
/** A later page, which nobody waits for, is tried again after that, so often. */
const PAUSE_MS = 10_000
const MOST_PAUSES = 6
/** How a service fails that may answer a little later. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  ...(['rate-limited', 'source-busy', 'source-lost', 'source-timeout'] as const),
])

/**
 * A list whose later pages are asked for only when somebody takes them. Rejects with 'link-hidden'
 * for one without a track, and like `pageAt`.
 */
export async function inPages(
  pageAt: PageAt,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Found> {
  let start: string | null = null
  for (let count = 0; count < MOST_PAGES; count++) {
    const { tracks, total, next }: Answer = await pageAt(start, signal)
    if (tracks.length > 0) {
      if (next === null) return whole(tracks)
      const behind = { next, passed: tracks.length, pages: count + 1 }
      return { tracks, total, rest: (later) => pagesBehind(pageAt, behind, later, clock) }
    }
    if (next === null) break
    start = next
  }
  throw new SegueError('link-hidden')
}

async function* pagesBehind(
  pageAt: PageAt,
  behind: { readonly next: string; readonly passed: number; readonly pages: number },
  signal: AbortSignal,
  clock: Clock,
) {
  let start: string | null = behind.next
  let passed = behind.passed
  for (let pages = behind.pages; start !== null; pages++) {
    if (pages >= MOST_PAGES || passed >= MOST_TRACKS) throw new SegueError('list-too-long')
    const { tracks, next }: Answer = await patiently(pageAt, start, signal, clock)
    if (tracks.length > 0) yield tracks
    passed += tracks.length
    start = next
  }
}

async function patiently(
  pageAt: PageAt,
  start: string,
  signal: AbortSignal,
  clock: Clock,
): Promise<Answer> {
  for (let pauses = 0; ; pauses++) {
    try {
      return await pageAt(start, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (pauses >= MOST_PAUSES || !PASSING.has(codeOf(error))) throw error
      await paused(signal, clock)
    }
  }
}

async function paused(signal: AbortSignal, clock: Clock): Promise<void> {
  const over = Promise.withResolvers<void>()
  using _timer = clock.after(PAUSE_MS, over.resolve)
  const onAbort = () => over.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await over.promise
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** What was answered all at once. Rejects with 'link-hidden' where that's nothing. */
export function shown({ tracks, isCut }: Answer): Found {
  if (tracks.length === 0) throw new SegueError('link-hidden')
  return isCut ? { tracks, total: null, rest: noMore } : whole(tracks)
}

/** Ends a list with a word that there may be more. */
const noMore = (): AsyncIterable<readonly FoundTrack[]> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new SegueError('list-cut')) }),
})
