import type { GuildId, TrackId } from '../base/ids.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Segment } from '../domain/segments.ts'
import type { Track } from '../domain/track.ts'

/**
 * The parts of the track that people have named, by SponsorBlock; null: what plays for it isn't known
 * before it's opened. Never rejects.
 */
export type SegmentsOf = (
  server: GuildId,
  track: Track,
  signal: AbortSignal,
) => Promise<readonly Segment[] | null>

export interface SegmentSearchPorts {
  readonly guildId: GuildId
  /** Left out: nobody has named any. */
  readonly segments?: SegmentsOf
  state(): PlayerState
  found(trackId: TrackId, found: readonly Segment[]): void
}

/** Looks for the segments of one server's tracks. */
export class SegmentSearch {
  readonly #ports: SegmentSearchPorts
  #looking = new AbortController()

  constructor(ports: SegmentSearchPorts) {
    this.#ports = ports
  }

  async begin(track: Track): Promise<void> {
    const { guildId, segments, found } = this.#ports
    const { signal } = this.#looking
    const all = segments === undefined ? [] : await segments(guildId, track, signal)
    if (all !== null && !signal.aborted) found(track.id, all)
  }

  /** The track was opened: if what plays for it wasn't known before, it is now. */
  opened(track: Track): void {
    const isAwaited = this.#ports
      .state()
      .segments.some(({ trackId, found }) => trackId === track.id && found === null)
    if (track.source === 'query' && isAwaited) void this.begin(track)
  }

  /** Ends the searches that are under way. */
  drop(): void {
    this.#looking.abort()
    this.#looking = new AbortController()
  }
}
