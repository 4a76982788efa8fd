import type { AddressRules } from '../../base/address-rules.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import type { GuildId } from '../../base/ids.ts'
import type { Lyrics } from '../../domain/lyrics.ts'
import { songsOf } from '../../domain/song.ts'
import type { FoundTrack } from '../../domain/track.ts'
import { policyNaming } from '../named-host.ts'
import type { Asking } from '../source.ts'
import { Turns } from '../turns.ts'
import { lyricsIn } from './lrc.ts'
import { type Found, Lrclib } from './lrclib.ts'

/** Songs whose words, or want of words, are remembered. */
const KEPT = 200
const KEPT_MS = 60 * 60_000
const LIMITS = { atOnce: 4, perServer: 1, waitingPerServer: 4 }

export interface LyricsOptions {
  /** Base of a service that speaks LRCLIB's protocol; null: none is asked. */
  readonly url: string | null
  readonly addresses: Partial<AddressRules>
  /** What a track's own source has, as LRC or plain text; null: nothing. */
  readonly ofSource: (track: FoundTrack, asking: Asking) => Promise<string | null>
  readonly clock?: Clock
}

/** Finds the words of a track: at its own source (in its file, or beside it), else at the service. */
export class LyricsFinder {
  readonly #options: LyricsOptions
  readonly #clock: Clock
  readonly #service: Lrclib | null
  readonly #turns = new Turns(LIMITS)
  readonly #known = new Map<string, { readonly found: Found | null; readonly untilMs: number }>()

  constructor(options: LyricsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    const { url, addresses } = options
    this.#service = url === null ? null : new Lrclib(url, policyNaming(url, addresses))
  }

  /** Rejects with 'no-lyrics', 'lyrics-off' or 'lyrics-away'. */
  async find(track: FoundTrack, server: GuildId, signal: AbortSignal): Promise<Lyrics> {
    const own = await this.#ofSource(track, { server, signal })
    const lines = own === null ? [] : lyricsIn(own)
    if (lines.length > 0) return { title: track.title, artist: track.artist, lines, from: null }
    if (this.#service === null) throw new SegueError('lyrics-off')
    using _turn = await this.#turns.take(server, signal)
    for (const song of songsOf(track)) {
      const { album, live } = track
      const wanted = { ...song, album, durationMs: live ? null : track.durationMs }
      const key = JSON.stringify(wanted)
      let found = this.#recall(key)
      if (found === undefined) {
        found = await this.#service.find(wanted, signal)
        this.#remember(key, found)
      }
      if (found !== null) return { ...song, lines: linesOf(found), from: this.#service.host }
    }
    throw new SegueError('no-lyrics')
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

  /** Null: the service has none; undefined: it wasn't asked lately. */
  #recall(key: string): Found | null | undefined {
    const known = this.#known.get(key)
    if (known !== undefined && known.untilMs > this.#clock.now()) return known.found
    this.#known.delete(key)
    return undefined
  }

  #remember(key: string, found: Found | null): void {
    const [oldest] = this.#known.keys()
    if (this.#known.size >= KEPT && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(key, { found, untilMs: this.#clock.now() + KEPT_MS })
  }
}

function linesOf({ synced, plain }: Found): Lyrics['lines'] {
  const timed = synced === null ? [] : lyricsIn(synced)
  return timed.length > 0 ? timed : lyricsIn(plain ?? '')
}
