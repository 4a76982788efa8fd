import type { SEARCH_PLACES } from '../base/search-places.ts'
import type { Value } from './schema/schema.ts'
import { LIBRARY_SOURCES, type trackSchema } from './schema/track.ts'

/** One entry of a queue. Its texts come from tags and web pages: hostile until escaped at the edge. */
export type Track = Value<typeof trackSchema>

/** The source that found the track and that opens it again. */
export type SourceName = Track['source']

/** A track as a source describes it, before somebody queues it. */
export type FoundTrack = Omit<Track, 'id' | 'requestedBy' | 'chosen' | 'foundBy'>

/** Whether it's of what the host has, which a server may hide. */
export const isOfLibrary = ({ source }: Pick<Track, 'source'>): boolean =>
  LIBRARY_SOURCES.some((own) => own === source)

/** What tells which recording a track is: metadata of a service, or of a row of a list. */
export type Named = Pick<FoundTrack, 'title' | 'artist' | 'album' | 'durationMs' | 'isrc'>

/** The length of what plays, in ms; null: nobody knows it, since metadata tells another recording's. */
export const ownLengthOf = ({ source, durationMs }: Pick<Track, 'source' | 'durationMs'>) =>
  source === 'query' ? null : durationMs

/** Tracks that words may find when somebody wants to choose. */
export const CHOICES = 10

/** The words that found a track, and where they were looked for; null: wherever. */
export type FoundBy = NonNullable<Track['foundBy']>

export type SearchPlace = (typeof SEARCH_PLACES)[number]

/** What a query found, in pages. */
export interface Found {
  /** The first page, never empty. */
  readonly tracks: readonly FoundTrack[]
  /** How many there are in all, as far as the source says; null: it doesn't. */
  readonly total: number | null
  /** The pages behind the first; null: that was all. */
  readonly rest: Rest | null
  /** The words that it's the best match for; left out: it's just what was asked for. */
  readonly foundBy?: FoundBy
}

/**
 * Begins to find the pages behind the first, in order. A page that can't be had rejects with a
 * `SegueError`, and none follows it.
 */
export type Rest = (signal: AbortSignal) => AsyncIterable<readonly FoundTrack[]>

/** Tracks that came all at once. */
export const whole = (tracks: readonly FoundTrack[]): Found => ({
  ...{ tracks, total: tracks.length },
  rest: null,
})
