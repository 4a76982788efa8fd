import { createHash } from 'node:crypto'
import type { AddressRules } from '../../base/address-rules.ts'
import type { Clock } from '../../base/clock.ts'
import { codeOf, SegueError } from '../../base/error.ts'
import { fold } from '../../base/fold.ts'
import type { Cache } from '../../cache/cache.ts'
import type { Song } from '../../domain/song.ts'
import { addressPolicy } from '../../net/address-policy.ts'
import { hostAndPort } from '../named-host.ts'
import { Service } from '../service.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { lyricsIn, MOST_CHARS } from './lrc.ts'

/** What a service has of a song. */
export interface Found {
  /** Null: none. LRC. */
  readonly synced: string | null
  readonly plain: string | null
  readonly instrumental: boolean
}

export interface WantedSong extends Song {
  readonly album: string | null
  readonly durationMs: number | null
}

/** How it's asked: people wait for words, and a song has few. */
const LIMITS = { wholeMs: 8_000, mostBytes: 1024 * 1024, atOnce: 4, perServer: 1 }
/** For so long a song's words, or want of words, are remembered. */
const KEPT_MS = 60 * 60_000
/** A longer difference means another recording, whose times don't fit; so does the service. */
const SAME_RECORDING_S = 2
/** A longer one means another song of that name. */
const SAME_SONG_S = 30
/** Results of a search that are looked at. */
const MOST_RESULTS = 50

/** LRCLIB's protocol (https://lrclib.net/docs): lyrics by artist, title, album and length. */
export class Lrclib {
  readonly #base: string
  readonly #service: Service
  readonly #cache: Cache | null

  /** `base`: without a slash at its end. `cache` null: nothing is remembered. */
  constructor(base: string, addresses: Partial<AddressRules>, clock: Clock, cache: Cache | null) {
    this.#base = base
    this.#cache = cache
    const policy = addressPolicy(addresses).naming(hostAndPort(base))
    this.#service = new Service({ name: this.host, policy, clock, limits: LIMITS })
  }

  get host(): string {
    return new URL(this.#base).host
  }

  health(): SourceHealth {
    return this.#service.health()
  }

  /** Null: it has none of that song. Rejects with 'lyrics-away'. */
  async find(song: WantedSong, asking: Asking): Promise<Found | null> {
    const hash = createHash('sha256').update(JSON.stringify(song)).digest('base64url')
    const key = `lyrics:${this.host}:${hash}`
    const kept = readKept((await this.#cache?.get(key)) ?? null)
    if (kept !== undefined) return kept
    const found = await this.#find(song, asking)
    await this.#cache?.set(key, JSON.stringify(found), KEPT_MS)
    return found
  }

  async #find(song: WantedSong, asking: Asking): Promise<Found | null> {
    const { artist, title, album, durationMs } = song
    if (artist !== null && durationMs !== null) {
      const duration = String(Math.round(durationMs / 1000))
      const names = { artist_name: artist, track_name: title, ...(album && { album_name: album }) }
      const exact = resultOf(await this.#get('get', { ...names, duration }, asking))
      if (exact !== null && hasWords(exact)) return exact
    }
    const names = artist === null ? { q: title } : { artist_name: artist, track_name: title }
    const results = await this.#get('search', names, asking)
    const listed = Array.isArray(results) ? results.slice(0, MOST_RESULTS) : []
    return bestOf(
      listed.flatMap((one) => resultOf(one) ?? []),
      song,
    )
  }

  /** The answer's JSON; null for 404. */
  async #get(path: string, query: Readonly<Record<string, string>>, { server, signal }: Asking) {
    const url = `${this.#base}/api/${path}?${new URLSearchParams(query)}`
    try {
      return await this.#service.json({ url, server }, signal)
    } catch (cause) {
      signal.throwIfAborted()
      throw new SegueError('lyrics-away', codeOf(cause), { cause })
    }
  }
}

interface Result extends Found {
  readonly title: string
  readonly artist: string
  readonly durationS: number | null
}

/** Null for what isn't a result. */
function resultOf(value: unknown): Result | null {
  if (typeof value !== 'object' || value === null) return null
  const { trackName, artistName, duration, syncedLyrics, plainLyrics, instrumental } =
    value as Readonly<Record<string, unknown>>
  if (typeof trackName !== 'string' || typeof artistName !== 'string') return null
  return {
    title: trackName.slice(0, 500),
    artist: artistName.slice(0, 500),
    durationS: typeof duration === 'number' ? duration : null,
    synced: textOf(syncedLyrics),
    plain: textOf(plainLyrics),
    instrumental: instrumental === true,
  }
}

/** Undefined: nothing that's known. */
function readKept(text: string | null): Found | null | undefined {
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value !== 'object') return value === null ? null : undefined
    const { synced, plain, instrumental } = value as Readonly<Record<string, unknown>>
    return { synced: textOf(synced), plain: textOf(plain), instrumental: instrumental === true }
  } catch {
    return undefined
  }
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, MOST_CHARS) : null

const hasWords = ({ synced, plain, instrumental }: Found): boolean =>
  synced !== null || plain !== null || instrumental

/** The same song, nearest in length; the times only where it's the same recording. */
function bestOf(
  results: readonly Result[],
  { artist, title, durationMs }: WantedSong,
): Found | null {
  const apartOf = ({ durationS }: Result): number =>
    durationS === null || durationMs === null ? 0 : Math.abs(durationS - durationMs / 1000)
  const isIt = (one: Result) =>
    artist === null || (fold(one.title) === fold(title) && fold(one.artist).includes(fold(artist)))
  const fitting = results
    .filter((one) => hasWords(one) && isIt(one) && apartOf(one) <= SAME_SONG_S)
    .sort(
      (one, other) =>
        apartOf(one) - apartOf(other) ||
        Number(other.synced !== null) - Number(one.synced !== null),
    )
  const [best] = fitting
  if (best === undefined) return null
  if (durationMs !== null && apartOf(best) <= SAME_RECORDING_S) return best
  return { ...best, synced: null, plain: best.plain ?? untimed(best.synced ?? '') }
}

const untimed = (lrc: string): string =>
  lyricsIn(lrc)
    .map(({ text }) => text)
    .join('\n')
