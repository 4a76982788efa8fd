import type { TrackId } from '../base/ids.ts'
import type { FoundTrack, Track } from '../domain/track.ts'

/** Tracks that are remembered, of all servers: each plays one, and has the next one open. */
const MOST = 10_000

/** What plays for tracks that nobody had looked for before their turn. */
export class TakenMatches {
  readonly #taken = new Map<TrackId, FoundTrack>()

  note({ id }: Track, match: FoundTrack): void {
    this.#taken.delete(id)
    this.#taken.set(id, match)
    const [oldest] = this.#taken.keys()
    if (this.#taken.size > MOST && oldest !== undefined) this.#taken.delete(oldest)
  }

  /** What plays for that track, which is the track itself if it was found before; null: nobody knows yet. */
  of(track: Track): FoundTrack | null {
    return track.source === 'query' ? (this.#taken.get(track.id) ?? null) : track
  }
}
