import { SegueError } from '../base/error.ts'
import type { Found } from '../domain/track.ts'

/** Looks for one thing. */
export type Search = (signal: AbortSignal) => Promise<Found>

/**
 * What several searches find, one after another: the first that finds something makes the first page,
 * and the others are begun while it plays. One that fails is left out; if all do, rejects as the first
 * one did.
 */
export async function foundTogether(
  searches: readonly Search[],
  signal: AbortSignal,
): Promise<Found> {
  let failure: unknown = null
  for (const [index, search] of searches.entries()) {
    try {
      const found = await search(signal)
      const later = searches.slice(index + 1)
      if (later.length === 0) return found
      return { tracks: found.tracks, total: null, rest: (s) => restOf(found, later, s) }
    } catch (error) {
      signal.throwIfAborted()
      failure ??= error
    }
  }
  throw failure ?? new SegueError('nothing-found')
}

async function* restOf({ rest }: Found, later: readonly Search[], signal: AbortSignal) {
  if (rest !== null) yield* rest(signal)
  for (const search of later) {
    try {
      const found = await search(signal)
      yield found.tracks
      if (found.rest !== null) yield* found.rest(signal)
    } catch {
      signal.throwIfAborted()
    }
  }
}
