import { codeOf } from '../base/error.ts'
import type { GuildId, TrackId } from '../base/ids.ts'
import { insteadOf } from '../domain/player/obey/wrong.ts'
import type { Instead } from '../domain/player/react/instead.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { FoundBy, FoundTrack, Track } from '../domain/track.ts'
import { isUnplayable } from '../domain/unplayable.ts'
import type { Log } from '../observability/log.ts'

/** So many matches are tried in a row as the same entry of the queue, in place of one that can't be played. */
const MOST_IN_A_ROW = 3

/** Finds the match behind that one for what found it; null: there's none. */
export type NextMatch = (
  track: Track,
  server: GuildId,
  takes: (match: FoundTrack) => boolean,
  signal: AbortSignal,
) => Promise<(FoundTrack & { readonly foundBy: FoundBy }) | null>

export interface InsteadsPorts {
  readonly guildId: GuildId
  /** Left out: there are no other matches. */
  readonly nextMatch?: NextMatch
  readonly log: Log
  state(): PlayerState
}

/** Finds what plays in place of one server's tracks that can't be played. */
export class Insteads {
  readonly #ports: InsteadsPorts
  readonly #ended = new AbortController()
  /** The entry that matches were last sought for, and how often in a row. */
  #last: { readonly id: TrackId | null; readonly times: number } = { id: null, times: 0 }

  constructor(ports: InsteadsPorts) {
    this.#ports = ports
  }

  /** Null: no words found the track, its failure may pass, or there's no other match. Never rejects. */
  async of(track: Track, error: unknown): Promise<Instead | null> {
    const { guildId, nextMatch, state, log } = this.#ports
    const code = codeOf(error)
    if (nextMatch === undefined || !isUnplayable(code) || !this.#mayTry(track)) return null
    const { id, requestedBy } = track
    const asTrack = (match: FoundTrack): Track => ({ ...match, id, requestedBy })
    const takes = (match: FoundTrack) => insteadOf(state(), id, asTrack(match)) === null
    try {
      const match = await nextMatch(track, guildId, takes, this.#ended.signal)
      if (match === null || this.#ended.signal.aborted) return null
      return { of: id, code, track: { ...match, requestedBy } }
    } catch (reason) {
      log.info('couldn’t look for another match', { guildId, code: codeOf(reason) })
      return null
    }
  }

  end(): void {
    this.#ended.abort()
  }

  #mayTry({ id, source, foundBy }: Track): boolean {
    if (source !== 'query' && foundBy === undefined) return false
    const times = this.#last.id === id ? this.#last.times + 1 : 1
    this.#last = { id, times }
    return times <= MOST_IN_A_ROW
  }
}
