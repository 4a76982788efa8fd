import type { Value } from './schema/schema.ts'
import type { trackSchema } from './schema/track.ts'

/** One entry of a queue. Its texts come from tags and web pages: hostile until escaped at the edge. */
export type Track = Value<typeof trackSchema>

/** The source that found the track and that opens it again. */
export type SourceName = Track['source']

/** A track as a source describes it, before somebody queues it. */
export type FoundTrack = Omit<Track, 'id' | 'requestedBy'>

/** Tracks that one query may find on a page of the web. */
export const LIST_LIMIT = 500

/** What a query found. */
export interface Found {
  readonly tracks: readonly FoundTrack[]
  /** Whether it is a list that goes on: `tracks` is its first `LIST_LIMIT`. */
  readonly more: boolean
}
