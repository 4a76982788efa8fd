import type { Clock } from '../base/clock.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Viewer } from './ports.ts'

/** While somebody types, a letter after another; what they keep meanwhile can wait that long. */
const KEPT_MS = 5_000
/** People who type at once; for others the database is asked again. */
const PEOPLE = 500
/** Of each kind, the latest first. */
const MOST = 300

/** What one member may want to hear again. */
export interface OwnTracks {
  readonly favorites: readonly FoundTrack[]
  /** What they have asked for in this server, the latest first. */
  readonly recent: readonly FoundTrack[]
}

export interface OwnTracksPorts {
  /** A member's favourites; at most `most`. */
  favorites(viewer: Viewer, most: number): Promise<readonly FoundTrack[]>
  /** What a member has asked for and what was heard there, the latest first; at most `most`. */
  askedFor(viewer: Viewer, most: number): Promise<readonly FoundTrack[]>
  readonly clock: Clock
}

/** Knows the tracks of those who type, so that a letter costs no look into the database. */
export class OwnTracksReader {
  readonly #ports: OwnTracksPorts
  readonly #known = new Map<
    string,
    { readonly own: Promise<OwnTracks>; readonly untilMs: number }
  >()

  constructor(ports: OwnTracksPorts) {
    this.#ports = ports
  }

  /** Rejects as the database does, and asks it again the next time. */
  async of(viewer: Viewer): Promise<OwnTracks> {
    const key = `${viewer.guildId} ${viewer.userId}`
    const known = this.#known.get(key)
    if (known !== undefined && this.#ports.clock.now() < known.untilMs) return await known.own
    const own = this.#read(viewer)
    this.#known.delete(key)
    this.#known.set(key, { own, untilMs: this.#ports.clock.now() + KEPT_MS })
    own.catch(() => this.#known.delete(key))
    const oldest = this.#known.keys().next().value
    if (this.#known.size > PEOPLE && oldest !== undefined) this.#known.delete(oldest)
    return await own
  }

  async #read(viewer: Viewer): Promise<OwnTracks> {
    const [favorites, recent] = await Promise.all([
      this.#ports.favorites(viewer, MOST),
      this.#ports.askedFor(viewer, MOST),
    ])
    return { favorites, recent }
  }
}
