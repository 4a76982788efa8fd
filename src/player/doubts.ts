import type { GuildId, TrackId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { Track } from '../domain/track.ts'
import type { Fit } from './ports.ts'
import type { PublishedEvent, Subscriber } from './subscriber.ts'

/** Tracks that are remembered, of all servers: those that wait for their turn, and those that were told of. */
const MOST = 1_000

/** Tells people of each match that may not be what was meant, once, when it sounds. */
export class Doubts implements Subscriber {
  readonly name = 'doubts'
  readonly #tell: (server: GuildId, notice: Notice) => void
  /** What to say when the track begins; null: it was said. */
  readonly #notices = new Map<TrackId, Notice | null>()

  constructor(tell: (server: GuildId, notice: Notice) => void) {
    this.#tell = tell
  }

  /** That match will play in the track's place; it may be opened long ahead, and several times. */
  note(track: Track, { sure, track: { title, artist } }: Fit): void {
    if (sure || this.#notices.get(track.id) === null) return
    this.#notices.set(track.id, { kind: 'doubtful', track, other: { title, artist } })
    const [oldest] = this.#notices.keys()
    if (this.#notices.size > MOST && oldest !== undefined) this.#notices.delete(oldest)
  }

  take({ guildId, event }: PublishedEvent): void {
    if (event.kind !== 'track_start') return
    const notice = this.#notices.get(event.track.id) ?? null
    if (notice === null) return
    this.#notices.set(event.track.id, null)
    this.#tell(guildId, notice)
  }
}
