import type { Answer, Asked, ServiceLink } from './answer.ts'
import { answerOf } from './answer.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'
import { scriptWithId } from './page-data.ts'

/** What a page shows of a list, as observed: of playlists and albums the first hundred. */
const SHOWN = 100
const WIDE_ENOUGH = 255

/**
 * Reads the page that Spotify makes for embedding, whose script `__NEXT_DATA__` has
 * `props.pageProps.state.data.entity`. No document describes that; it's the shape that the fixture of
 * spotify-url-info has, and what readers of other projects agree on. It names no album and no ISRC, and
 * nothing of what's private or gone.
 */
export function readSpotifyPage(html: string, { link }: Asked): Answer {
  const data = scriptWithId(html, '__NEXT_DATA__')
  const entity = at(data, 'props', 'pageProps', 'state', 'data', 'entity')
  if (link.kind === 'track') return answerOf({ tracks: tracksOf([songOf(entity, link)]) })
  const rows = listAt(entity, 'trackList').slice(0, SHOWN)
  const tracks = tracksOf(rows.flatMap((row) => rowOf(row, entity) ?? []))
  // Of an artist it shows the ten that are played most, which are all that's asked for.
  return answerOf({ tracks, isCut: link.kind !== 'artist' && rows.length >= SHOWN })
}

/** The page of a song, to be seen by people. */
export const spotifySong = (id: string): string => `https://open.spotify.com/track/${id}`

function songOf(entity: unknown, { id }: ServiceLink): Described {
  return {
    title: at(entity, 'name') ?? at(entity, 'title'),
    artists: listAt(entity, 'artists').map((artist) => at(artist, 'name')),
    durationMs: at(entity, 'duration'),
    page: spotifySong(id),
    artwork: coverOf(entity),
  }
}

/** Null: a row that's no song, as an episode of a podcast. */
function rowOf(row: unknown, list: unknown): Described | null {
  const [, id] = /^spotify:track:([0-9A-Za-z]{22})$/.exec(textAt(row, 'uri') ?? '') ?? []
  if (id === undefined) return null
  return {
    title: at(row, 'title'),
    // One text, the names with a comma between them.
    artists: [at(row, 'subtitle')],
    durationMs: at(row, 'duration'),
    page: spotifySong(id),
    // A row has none of its own.
    artwork: coverOf(list),
  }
}

/** The first that's wide enough to be shown. */
function coverOf(entity: unknown): string | null {
  const covers = [
    ...listAt(entity, 'visualIdentity', 'image').map((image) => [image, 'maxWidth'] as const),
    ...listAt(entity, 'coverArt', 'sources').map((image) => [image, 'width'] as const),
  ]
  const isWide = ([image, width]: (typeof covers)[number]) =>
    (numberAt(image, width) ?? 0) >= WIDE_ENOUGH
  const [image] = covers.find(isWide) ?? covers[0] ?? []
  return textAt(image, 'url')
}
