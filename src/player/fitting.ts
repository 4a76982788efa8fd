import { codeOf, type ErrorCode } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import { keyOf } from '../domain/queue-rules.ts'
import { CHOICES, type FoundTrack, type Named, type SearchPlace } from '../domain/track.ts'
import type { Fit, Library, Matching } from './ports.ts'

/** Why a place has no candidates, without anything being wrong. */
const NONE_THERE: ReadonlySet<ErrorCode> = new Set([
  ...(['nothing-found', 'ytdlp-missing', 'gone', 'track-blocked'] as const),
  // Of a name that looks like a path, or like nothing.
  ...(['outside-library', 'bad-query'] as const),
])

export interface FittingPorts {
  readonly library: Pick<Library, 'search'>
  readonly matching: Matching
  /** Whether the server's members find nothing of the host's own files. */
  readonly hidesLibrary: (server: GuildId) => boolean
}

interface Search {
  readonly text: string
  readonly place: SearchPlace
}

/**
 * What may be a recording of which only metadata is known, best first: the library's before the web's,
 * and by the recording's code before its names. The sure ones come as soon as a search has found them,
 * so that whoever takes the first one waits for no other search; the doubtful ones come at the end.
 */
export async function* fitting(
  named: Named,
  { library, matching, hidesLibrary }: FittingPorts,
  server: GuildId,
  signal: AbortSignal,
): AsyncGenerator<Fit, void> {
  const doubtful: Fit[] = []
  const seen = new Set<string>()
  const isNew = (track: FoundTrack) => !seen.has(keyOf(track)) && seen.add(keyOf(track))
  for (const { text, place } of searchesFor(named, matching)) {
    if (place === 'library' && hidesLibrary(server)) continue
    const candidates = await candidatesOf(library, { text, place }, server, signal)
    for (const fit of matching.rank(named, candidates.filter(isNew))) {
      if (fit.sure) yield fit
      else doubtful.push(fit)
    }
  }
  yield* doubtful.sort((a, b) => b.score - a.score)
}

function searchesFor(named: Named, matching: Matching): readonly Search[] {
  const { brief, full } = matching.wordsFor(named)
  const codes = named.isrc === undefined ? [] : [named.isrc]
  const inLibrary = [...codes, ...brief].map((text) => ({ text, place: 'library' as const }))
  // A site takes words in quotes as they are.
  const onWeb = [...codes.map((code) => `"${code}"`), full].map((text) => ({
    text,
    place: 'youtube' as const,
  }))
  return [...inLibrary, ...onWeb]
}

async function candidatesOf(
  library: Pick<Library, 'search'>,
  search: Search,
  server: GuildId,
  signal: AbortSignal,
): Promise<readonly FoundTrack[]> {
  try {
    const { tracks } = await library.search({ ...search, limit: CHOICES }, server, signal)
    return tracks.filter(({ source }) => source !== 'query').slice(0, CHOICES)
  } catch (error) {
    if (NONE_THERE.has(codeOf(error))) return []
    throw error
  }
}
