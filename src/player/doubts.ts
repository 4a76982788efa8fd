import type { GuildId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { Track } from '../domain/track.ts'
import type { Fit } from './ports.ts'

/** Tracks of which people were told that their match is doubtful; a track is opened several times. */
const MOST_TOLD = 1_000

/** Tells people once of each match that may not be what was meant. */
export class Doubts {
  readonly #tell: (server: GuildId, notice: Notice) => void
  readonly #told = new Set<string>()

  constructor(tell: (server: GuildId, notice: Notice) => void) {
    this.#tell = tell
  }

  /** That match plays in the track's place. */
  note(track: Track, { sure, track: { title, artist } }: Fit, server: GuildId): void {
    if (sure || this.#told.has(track.id)) return
    const [oldest] = this.#told
    if (this.#told.size >= MOST_TOLD && oldest !== undefined) this.#told.delete(oldest)
    this.#told.add(track.id)
    this.#tell(server, { kind: 'doubtful', track, other: { title, artist } })
  }
}
