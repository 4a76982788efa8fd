import { fold } from '../../base/fold.ts'
import type { Related } from '../../domain/autoplay.ts'
import type { FoundTrack } from '../../domain/track.ts'
import { inOrder, relationOf, seedOf, type Wanted } from '../related.ts'
import type { Catalog } from './catalog.ts'
import { trackOf } from './entry.ts'
import type { Steps } from './steps.ts'

/** Entries that are looked at in one turn of the event loop. */
const STEP = 4_000
/** Entries that are kept as related before the closest are taken. */
const MAX_RELATED = 5_000

/**
 * Tracks of a catalog that go with one, the closest first. `genres` are what its own tags say, folded.
 * Rejects on abort.
 */
export async function relatedIn(
  catalog: Catalog,
  { track, genres }: { readonly track: FoundTrack; readonly genres: readonly string[] },
  mode: Wanted,
  { steps, signal }: { steps: Steps; signal: AbortSignal },
): Promise<Related[]> {
  const seed = seedOf(track, genres)
  const { columns } = catalog
  const folded = remembered((id) => foldedName(catalog, id))
  const genresOf = remembered((id) => catalog.name(id)?.split(';') ?? [])
  const found: Related[] = []
  for await (const [from, to] of steps.of(catalog.size, STEP)) {
    signal.throwIfAborted()
    for (let at = from; at < to && found.length < MAX_RELATED; at++) {
      const artist = folded(columns.artist[at] ?? 0)
      const album = folded(columns.album[at] ?? 0)
      const own = { artist, album, genres: genresOf(columns.genres[at] ?? 0) }
      const by = relationOf(own, seed, mode)
      if (by !== null && !catalog.isList(at)) found.push({ track: trackOf(catalog.entry(at)), by })
    }
  }
  return inOrder(found, mode, Math.random)
}

function foldedName(catalog: Catalog, id: number): string | null {
  const name = catalog.name(id)
  return name === null ? null : fold(name)
}

/** The same function, which works out each answer once. */
function remembered<T>(of: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>()
  return (id) => {
    const before = known.get(id)
    if (before !== undefined) return before
    const value = of(id)
    known.set(id, value)
    return value
  }
}
