import type { Media } from '../domain/media.ts'
import type { FoundTrack, SourceName, Track } from '../domain/track.ts'

/** One place that music comes from. Everything rejects with a `SegueError`. */
export interface Source {
  readonly name: SourceName
  /** True when the query is this source's kind (cheap, no I/O); the resolver asks in its order. */
  accepts(query: string): boolean
  /** Never empty: 'nothing-found' is rejected instead. */
  find(query: string, signal: AbortSignal): Promise<FoundTrack[]>
  open(track: Track, signal: AbortSignal): Promise<Media>
}
