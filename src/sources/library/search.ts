import { type SearchQuery, score } from '../search-text.ts'
import type { Catalog } from './catalog.ts'
import type { Entry } from './entry.ts'
import { ordered } from './order.ts'
import type { Steps } from './steps.ts'

/** The most entries that are sorted while somebody types. */
const MAX_SORTED = 500
/** Entries that are looked at in one turn of the event loop: some milliseconds where all of them fit. */
const STEP = 500

/**
 * The entries of a catalog that fit a query best, best first. The query's longest word rules out most
 * without a look at each. An abort ends it with what was found.
 */
export async function bestOf(
  catalog: Catalog,
  query: SearchQuery,
  { limit, steps, signal }: { limit: number; steps: Steps; signal: AbortSignal | null },
): Promise<number[]> {
  const byPoints = new Map<number, number[]>()
  const longest = query.starts.reduce((a, b) => (b.length > a.length ? b : a), '')
  if (longest === '') return []
  const bytes = Buffer.from(longest)
  for await (const [from, to] of steps.of(catalog.size, STEP)) {
    if (signal?.aborted) break
    for (
      let at = catalog.next(bytes, from, to);
      at !== null;
      at = catalog.next(bytes, at + 1, to)
    ) {
      const points = pointsOf(catalog, at, query)
      const equals = byPoints.get(points)
      if (equals !== undefined) equals.push(at)
      else if (points > 0) byPoints.set(points, [at])
    }
  }
  return best(catalog, byPoints, limit)
}

/** A track comes before a playlist that's called the same. */
function pointsOf(catalog: Catalog, at: number, query: SearchQuery): number {
  const points = score(query, catalog.searchText(at))
  return points > 0 && catalog.isList(at) ? points - 1 : points
}

/** Those with most points, in their order. */
function best(catalog: Catalog, byPoints: ReadonlyMap<number, number[]>, limit: number): number[] {
  const chosen: number[] = []
  for (const points of [...byPoints.keys()].sort((a, b) => b - a)) {
    if (chosen.length >= limit) break
    const equals = byPoints.get(points) ?? []
    // Thousands of equally good matches stay in the order of their folders.
    chosen.push(
      ...(equals.length <= MAX_SORTED ? inOrder(catalog, equals) : equals.slice(0, limit)),
    )
  }
  return chosen.slice(0, limit)
}

function inOrder(catalog: Catalog, entries: readonly number[]): number[] {
  const numbers = new Map<Entry, number>(entries.map((at) => [catalog.entry(at), at]))
  return ordered([...numbers.keys()]).map((entry) => numbers.get(entry) ?? 0)
}
