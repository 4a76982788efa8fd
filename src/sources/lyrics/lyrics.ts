import type { AddressRules } from '../../base/address-rules.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import type { GuildId } from '../../base/ids.ts'
import type { Cache } from '../../cache/cache.ts'
import type { Lyrics } from '../../domain/lyrics.ts'
import { songsOf } from '../../domain/song.ts'
import type { FoundTrack } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { lyricsIn } from './lrc.ts'
import { type Found, Lrclib } from './lrclib.ts'

export interface LyricsOptions {
  /** Base of a service that speaks LRCLIB's protocol; null: none is asked. */
  readonly url: string | null
  readonly addresses: Partial<AddressRules>
  /** What a track's own source has, as LRC or plain text; null: nothing. */
  readonly ofSource: (track: FoundTrack, asking: Asking) => Promise<string | null>
  /** Where the service's words are remembered; nowhere unless given. */
  readonly cache?: Cache | null
  readonly clock?: Clock
}

/** Finds the words of a track: at its own source (in its file, or beside it), else at the service. */
export class LyricsFinder {
  readonly #options: LyricsOptions
  readonly #service: Lrclib | null

  constructor(options: LyricsOptions) {
    this.#options = options
    const { url, addresses, cache = null, clock = systemClock } = options
    this.#service = url === null ? null : new Lrclib(url, addresses, clock, cache)
  }

  /** Rejects with 'no-lyrics', 'lyrics-off' or 'lyrics-away'. */
  async find(track: FoundTrack, server: GuildId, signal: AbortSignal): Promise<Lyrics> {
    const own = await this.#ofSource(track, { server, signal })
    const lines = own === null ? [] : lyricsIn(own)
    if (lines.length > 0) return { title: track.title, artist: track.artist, lines, from: null }
    if (this.#service === null) throw new SegueError('lyrics-off')
    for (const song of songsOf(track)) {
      const { album, live } = track
      const wanted = { ...song, album, durationMs: live ? null : track.durationMs }
      const found = await this.#service.find(wanted, { server, signal })
      if (found !== null) return { ...song, lines: linesOf(found), from: this.#service.host }
    }
    throw new SegueError('no-lyrics')
  }

  /** How the service is; none where none is asked. */
  health(): readonly SourceHealth[] {
    return this.#service === null ? [] : [this.#service.health()]
  }

  /** A source that's away leaves the service to be asked. */
  async #ofSource(track: FoundTrack, asking: Asking): Promise<string | null> {
    try {
      return await this.#options.ofSource(track, asking)
    } catch {
      asking.signal.throwIfAborted()
      return null
    }
  }
}

function linesOf({ synced, plain }: Found): Lyrics['lines'] {
  const timed = synced === null ? [] : lyricsIn(synced)
  return timed.length > 0 ? timed : lyricsIn(plain ?? '')
}
