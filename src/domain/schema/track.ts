import { Type } from '@sinclair/typebox'
import type { TrackId } from '../../base/ids.ts'
import { SEARCH_PLACES } from '../../base/search-places.ts'
import { nullable, oneOf, userIdSchema } from './schema.ts'

/** In characters; links of sites are far shorter, signed ones included. */
export const ARTWORK_URL_LENGTH = 1_024

/**
 * A link to a picture, which Discord fetches, and whatever shows the API's answers. A web page names it:
 * so no scheme but https, nobody's name or password, and no text of any length.
 */
export const artworkUrlSchema = Type.String({
  pattern: '^https://[a-z0-9._-]+(:[0-9]{1,5})?/[!-~]*$',
  maxLength: ARTWORK_URL_LENGTH,
  description: 'A picture of it, over https; left out where none is known.',
})

/** An International Standard Recording Code without dashes (ISO 3901): country, registrant, year, number. */
export const ISRC = /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/

/** Absent: nobody knows. */
const isrcSchema = Type.Optional(Type.String({ pattern: ISRC.source }))

/** What tells which recording a track is. */
const toldFields = {
  title: Type.String(),
  artist: nullable(Type.String()),
  album: nullable(Type.String()),
  durationMs: nullable(Type.Number({ minimum: 0 }), {
    description: 'Milliseconds; null when nobody knows (a live stream, a file without an index).',
  }),
}
const nameFields = { ...toldFields, isrc: isrcSchema }

/** A track as people see it. Its texts come from tags and web pages: hostile until escaped. */
const shownFields = {
  ...toldFields,
  live: Type.Boolean({ description: 'Whether it’s a stream without an end.' }),
  pageUrl: nullable(Type.String(), {
    description: 'The page to show for it; null for a local file.',
  }),
  artworkUrl: Type.Optional(artworkUrlSchema),
}

/** Chapters of the longest list that's kept, and characters of a title. */
export const MOST_CHAPTERS = 100
export const CHAPTER_TITLE_LENGTH = 100

/** Where its chapters begin, in order; absent: it has none. */
const chaptersSchema = Type.Optional(
  Type.Array(
    Type.Object({
      startMs: Type.Number({ minimum: 0 }),
      title: Type.String({ maxLength: CHAPTER_TITLE_LENGTH }),
    }),
    { minItems: 2, maxItems: MOST_CHAPTERS },
  ),
)

/** How a track that autoplay chose is related to the one before it. */
export const RELATIONS = ['similar', 'artist', 'album', 'genre', 'history'] as const
export const relationSchema = oneOf(RELATIONS)

/** Sources of what the host has: files, and servers of music. */
export const LIBRARY_SOURCES = ['local', 'opensubsonic', 'jellyfin'] as const

export const trackSchema = Type.Object({
  id: Type.Unsafe<TrackId>(Type.String()),
  /** The source that found the track and that opens it again. */
  source: oneOf([...LIBRARY_SOURCES, 'http', 'yt-dlp', 'query']),
  /**
   * What `source` needs to open the track again: a path below MUSIC_DIR, a URL, a server's name for a
   * song, or of 'query', words or a link that nobody has looked for yet. Never a secret.
   */
  locator: Type.String(),
  ...shownFields,
  isrc: isrcSchema,
  chapters: chaptersSchema,
  requestedBy: userIdSchema,
  /** Why autoplay chose it; absent: somebody asked for it. */
  chosen: Type.Optional(
    Type.Object({ by: relationSchema, title: Type.String(), artist: nullable(Type.String()) }),
  ),
  /** The words that found it, and where they were looked for; absent: nobody typed any. */
  foundBy: Type.Optional(
    Type.Object({
      words: Type.String(),
      place: nullable(oneOf(SEARCH_PLACES)),
      /** What a service or a list told of the recording; absent: they're only words. */
      named: Type.Optional(Type.Object(nameFields)),
    }),
  ),
})

/** A track before somebody queues it: it has no id in a queue, and nobody has asked for it. */
export const foundTrackSchema = Type.Omit(trackSchema, ['id', 'requestedBy', 'chosen', 'foundBy'])

const SOURCE_MEANING = 'Where it comes from: local, opensubsonic, jellyfin, http, yt-dlp or query.'

/** A track that was found, before somebody queues it. */
export const foundTrackViewSchema = Type.Object(
  {
    source: Type.String({ description: SOURCE_MEANING }),
    ...shownFields,
    query: nullable(Type.String(), {
      description: 'What to queue to hear just this one; null: what was searched for.',
    }),
  },
  { $id: 'FoundTrack' },
)

/** A track as API clients see it: without its locator, and of any source that a version may have. */
export const trackViewSchema = Type.Object(
  {
    id: Type.String({ description: 'Names this entry of this queue.' }),
    source: Type.String({ description: SOURCE_MEANING }),
    ...shownFields,
    requestedBy: Type.String({ description: 'Discord’s id of the user who asked for it.' }),
  },
  { $id: 'Track' },
)
