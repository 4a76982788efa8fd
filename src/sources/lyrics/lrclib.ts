import { SegueError } from '../../base/error.ts'
import { fold } from '../../base/fold.ts'
import type { Song } from '../../domain/song.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { request } from '../../net/http.ts'
import { NetError } from '../../net/net-error.ts'
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

const TIMEOUT_MS = 6_000
const MOST_BYTES = 1024 * 1024
/** The service asks for a name, a version and where they come from. */
const HEADERS = { 'user-agent': 'Segue/0.1 (a self-hosted music bot)', accept: 'application/json' }
/** A longer difference means another recording, whose times don't fit; so does the service. */
const SAME_RECORDING_S = 2
/** A longer one means another song of that name. */
const SAME_SONG_S = 30
/** Results of a search that are looked at. */
const MOST_RESULTS = 50

/** LRCLIB's protocol (https://lrclib.net/docs): lyrics by artist, title, album and length. */
export class Lrclib {
  readonly #base: string
  readonly #policy: AddressPolicy

  /** `base`: without a slash at its end. */
  constructor(base: string, policy: AddressPolicy) {
    this.#base = base
    this.#policy = policy
  }

  get host(): string {
    return new URL(this.#base).host
  }

  /** Null: it has none of that song. Rejects with 'lyrics-away'. */
  async find(song: WantedSong, signal: AbortSignal): Promise<Found | null> {
    const { artist, title, album, durationMs } = song
    if (artist !== null && durationMs !== null) {
      const duration = String(Math.round(durationMs / 1000))
      const names = { artist_name: artist, track_name: title, ...(album && { album_name: album }) }
      const exact = resultOf(await this.#get('get', { ...names, duration }, signal))
      if (exact !== null && hasWords(exact)) return exact
    }
    const names = artist === null ? { q: title } : { artist_name: artist, track_name: title }
    const results = await this.#get('search', names, signal)
    const listed = Array.isArray(results) ? results.slice(0, MOST_RESULTS) : []
    return bestOf(
      listed.flatMap((one) => resultOf(one) ?? []),
      song,
    )
  }

  /** The answer's JSON; null for 404. */
  async #get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal) {
    const url = `${this.#base}/api/${path}?${new URLSearchParams(query)}`
    const options = { policy: this.#policy, headers: HEADERS, signal, maxRedirects: 2 }
    try {
      const answer = await request(url, { ...options, firstByteTimeoutMs: TIMEOUT_MS })
      const cancel = setTimeout(() => answer.cancel(), TIMEOUT_MS)
      try {
        if (answer.status === 404) return null
        if (answer.status !== 200) throw new SegueError('lyrics-away', `HTTP ${answer.status}`)
        return await jsonOf(answer.body)
      } finally {
        clearTimeout(cancel)
        answer.cancel()
      }
    } catch (cause) {
      signal.throwIfAborted()
      if (cause instanceof SegueError) throw cause
      const detail = cause instanceof NetError ? `${cause.code}: ${cause.detail}` : String(cause)
      throw new SegueError('lyrics-away', detail, { cause })
    }
  }
}

async function jsonOf(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of body) {
    total += chunk.length
    if (total > MOST_BYTES) throw new SegueError('lyrics-away', `more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
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
