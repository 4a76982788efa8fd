import { wordsFor } from '../../domain/song.ts'
import type { FoundTrack } from '../../domain/track.ts'
import { artworkLink } from '../artwork.ts'
import { cleanText } from '../clean-text.ts'
import { isrcOf } from '../isrc.ts'

/** What a service says of a song. Any of it may be anything. */
export interface Described {
  readonly title: unknown
  /** In their order. */
  readonly artists: readonly unknown[]
  readonly album?: unknown
  readonly durationMs?: unknown
  /** Its page at the service, which we have put together ourselves; null: none is known. */
  readonly page: string | null
  readonly artwork?: unknown
  /** The recording's code (ISO 3901). */
  readonly isrc?: unknown
}

/** A song has fewer artists. */
const MOST_ARTISTS = 20
const DAY_MS = 24 * 60 * 60_000

/** The track to look for when it's played; null: it has no title, so that nothing can be looked for. */
export function trackOf(described: Described): FoundTrack | null {
  const title = cleanText(described.title)
  if (title === null) return null
  const names = described.artists.slice(0, MOST_ARTISTS).flatMap((name) => cleanText(name) ?? [])
  const artist = cleanText(names.join(', '))
  const artworkUrl = artworkLink(described.artwork)
  return {
    source: 'query',
    locator: wordsFor({ artist, title }),
    title,
    artist,
    album: cleanText(described.album),
    durationMs: durationOf(described.durationMs),
    live: false,
    pageUrl: described.page,
    ...(artworkUrl === null ? {} : { artworkUrl }),
    ...isrcOf(described.isrc),
  }
}

/** The tracks of those that can be looked for. */
export const tracksOf = (described: readonly Described[]): FoundTrack[] =>
  described.flatMap((one) => trackOf(one) ?? [])

const durationOf = (ms: unknown): number | null =>
  typeof ms === 'number' && ms > 0 && ms <= DAY_MS ? Math.round(ms) : null
