import type { TrackId, UserId } from '../base/ids.ts'

/** The source that found the track and that opens it again. */
export type SourceName = 'local' | 'http' | 'yt-dlp'

/** One entry of a queue. Its texts come from tags and web pages: hostile until escaped at the edge. */
export interface Track {
  readonly id: TrackId
  readonly source: SourceName
  /** What `source` needs to open the track again: a path below MUSIC_DIR, or a URL. */
  readonly locator: string
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  /** Milliseconds; null when nobody knows (a live stream, a file without an index). */
  readonly durationMs: number | null
  readonly live: boolean
  /** The page to show for it; null for a local file. */
  readonly pageUrl: string | null
  readonly requestedBy: UserId
}

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
