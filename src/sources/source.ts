import type { Media } from '../domain/media.ts'
import type { Found, SourceName, Track } from '../domain/track.ts'

/** One place that music comes from. Every method rejects with a `SegueError`. */
export interface Source {
  readonly name: SourceName
  /**
   * Whether the query is for this source (cheap, no I/O); the resolver asks its sources in order.
   */
  accepts(query: string): boolean
  /** Never empty: 'nothing-found' is rejected instead. */
  find(query: string, signal: AbortSignal): Promise<Found>
  open(track: Track, signal: AbortSignal): Promise<Media>
}
