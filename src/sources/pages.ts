import { SegueError } from '../base/error.ts'
import type { Found, FoundTrack } from '../domain/track.ts'

/** The first page is short, since somebody waits for it. */
const FIRST = 50
const REST = 250

/**
 * Tracks in pages, of `total`; null: nobody knows. Rejects with 'nothing-found' when there are none;
 * what isn't taken is never asked for.
 */
export async function paged(
  tracks: AsyncGenerator<FoundTrack, void>,
  total: number | null,
): Promise<Found> {
  const first = await take(tracks, FIRST)
  if (first.length === 0) throw new SegueError('nothing-found')
  if (first.length < FIRST || first.length === total) {
    return { tracks: first, total: first.length, rest: null }
  }
  return { tracks: first, total, rest: () => pagesOf(tracks) }
}

/**
 * The same where pages take a while to come: `tracks` is given what tells how long whoever takes the next
 * one waits. `signal`: of who waits for the first page.
 */
export async function pagedFor(
  tracks: (signal: () => AbortSignal) => AsyncGenerator<FoundTrack, void>,
  total: number | null,
  signal: AbortSignal,
): Promise<Found> {
  let asking = signal
  const found = await paged(
    tracks(() => asking),
    total,
  )
  const { rest } = found
  if (rest === null) return found
  return {
    ...found,
    rest: (later) => {
      asking = later
      return rest(later)
    },
  }
}

async function* pagesOf(tracks: AsyncGenerator<FoundTrack, void>) {
  try {
    for (;;) {
      const page = await take(tracks, REST)
      if (page.length > 0) yield page
      if (page.length < REST) return
    }
  } finally {
    await tracks.return()
  }
}

async function take<T>(items: AsyncGenerator<T, void>, count: number): Promise<T[]> {
  const taken: T[] = []
  while (taken.length < count) {
    const next = await items.next()
    if (next.done === true) break
    taken.push(next.value)
  }
  return taken
}
