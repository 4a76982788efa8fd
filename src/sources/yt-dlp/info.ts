import type { Media } from '../../domain/media.ts'
import type { FoundTrack, Track } from '../../domain/track.ts'
import { artworkOf } from '../artwork.ts'
import { chaptersOf } from '../chapters.ts'
import { cleanText } from '../clean-text.ts'
import { cookieHeader } from './cookies.ts'

/** One entry of yt-dlp's JSON: the track, and its stream unless the entry is flat. */
export interface YtdlpEntry {
  readonly track: FoundTrack
  readonly stream: YtdlpStream | null
}

/** The format that yt-dlp selected. */
export interface YtdlpStream {
  readonly url: string
  /** yt-dlp's protocol name: "https", "m3u8_native"… */
  readonly protocol: string
  readonly headers: Readonly<Record<string, string>>
  readonly live: boolean
}

/** Names one entry of a page that has several without pages of their own, in a track's locator. */
const ITEM_FRAGMENT = '#segue-item='

/** What a page holds, as far as it was asked for. */
export interface YtdlpList {
  readonly entries: readonly YtdlpEntry[]
  /** Whether it goes on behind the last of them. */
  readonly more: boolean
  /** How many the site says it has, those that can't be played included; null: it doesn't say. */
  readonly total: number | null
}

/** A stretch of a page's entries, both ends included; 1 is the first. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** So many streams are told of: more would be stale before they're played. */
export const STREAMS = 50

/**
 * Reads the output of `yt-dlp -J`: one entry, or a stretch of a list. Entries without a usable
 * address and those that the site lists as private or deleted are left out. Throws a `SyntaxError` for
 * no JSON.
 */
export function parseInfo(json: string, { from, to }: Stretch): YtdlpList {
  const info = record(JSON.parse(json))
  if (info === null) return NOTHING
  if (!Array.isArray(info.entries))
    return { entries: entryOf(info, null) ?? [], more: false, total: 1 }
  const placed = info.entries.flatMap((value: unknown, index) => {
    const entry = record(value)
    if (entry === null) return []
    // Entries that failed may be missing, so the place in the output is not the place on the page.
    const place = Number.isSafeInteger(entry.playlist_index)
      ? Number(entry.playlist_index)
      : from + index
    return [{ entry, place }]
  })
  const wanted = placed.filter(({ place }) => place >= from && place <= to).slice(0, to - from + 1)
  const entries = wanted.flatMap(({ entry, place }) => entryOf(entry, place) ?? [])
  return {
    entries: entries.map((entry, index) => (index < STREAMS ? entry : { ...entry, stream: null })),
    more: placed.some(({ place }) => place > to),
    total: countOf(info),
  }
}

export const NOTHING: YtdlpList = { entries: [], more: false, total: null }

function countOf({ playlist_count: count }: Info): number | null {
  return Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : null
}

/** Whether the locator names one of several entries of a page. */
export const isItemOfPage = (locator: string): boolean => locator.includes(ITEM_FRAGMENT)

/** Splits a locator into the page and the number of the entry on it (1-based). */
export function parseLocator(locator: string): { url: string; item: number } {
  const at = locator.lastIndexOf(ITEM_FRAGMENT)
  const item = at < 0 ? 1 : Number(locator.slice(at + ITEM_FRAGMENT.length))
  if (at < 0 || !Number.isSafeInteger(item) || item < 1) return { url: locator, item: 1 }
  return { url: locator.slice(0, at), item }
}

/**
 * Plain HTTP and live HLS go to our own readers, segments that are all there through yt-dlp; null for
 * anything else.
 */
export function transportOf({ protocol, live }: YtdlpStream): 'http' | 'hls' | 'process' | null {
  if (protocol === 'http' || protocol === 'https') return 'http'
  if (live) return HLS.has(protocol) ? 'hls' : null
  return HLS.has(protocol) || protocol === 'http_dash_segments' ? 'process' : null
}

/** `track`: what the stream was found for; `via`: the guarded proxy that the bytes come through; null for none. */
export function mediaBy(
  kind: 'http' | 'hls',
  { url, headers, live }: YtdlpStream,
  track: Track,
  via: string | null,
): Media {
  const way = { url, headers, track, ...(via === null ? {} : { via }) }
  return kind === 'hls' ? { kind, ...way } : { kind, ...way, live }
}

const HLS = new Set(['m3u8', 'm3u8_native'])
const HIDDEN_TITLES = new Set(['[Private video]', '[Deleted video]', '[Unavailable video]'])

type Info = Readonly<Record<string, unknown>>

function entryOf(info: Info, item: number | null): YtdlpEntry[] | null {
  const flat = info._type === 'url' || info._type === 'url_transparent'
  const page = webUrl(info.webpage_url) ?? (flat ? webUrl(info.url) : null)
  const address = flat ? webUrl(info.url) : page
  if (page === null || address === null || HIDDEN_TITLES.has(String(info.title))) return null
  const shared = item !== null && !flat && webUrl(info.playlist_webpage_url) === page
  const live = info.is_live === true || info.live_status === 'is_live'
  const artworkUrl = artworkOf(info)
  const chapters = live ? null : chaptersOf(info.chapters)
  const seconds = typeof info.duration === 'number' ? info.duration : 0
  return [
    {
      track: {
        source: 'yt-dlp',
        locator: shared ? `${address}${ITEM_FRAGMENT}${item}` : address,
        title: cleanText(info.track) ?? cleanText(info.title) ?? new URL(page).host,
        artist: artistOf(info),
        album: cleanText(info.album),
        durationMs: !live && seconds > 0 && seconds < 1e7 ? Math.round(seconds * 1000) : null,
        live,
        pageUrl: page,
        ...(artworkUrl === null ? {} : { artworkUrl }),
        ...(chapters === null ? {} : { chapters }),
      },
      stream: flat ? null : streamOf(info, live),
    },
  ]
}

function artistOf(info: Info): string | null {
  const artists = Array.isArray(info.artists) ? cleanText(info.artists.join(', ')) : null
  const named = artists ?? cleanText(info.artist) ?? cleanText(info.creator)
  return named ?? cleanText(info.channel) ?? cleanText(info.uploader)
}

/** The selected format lies in `requested_downloads`, or in the entry itself. */
function streamOf(info: Info, live: boolean): YtdlpStream | null {
  const list: unknown[] = Array.isArray(info.requested_downloads) ? info.requested_downloads : []
  for (const candidate of [record(list[0]), info]) {
    const url = webUrl(candidate?.url)
    if (candidate === null || url === null || typeof candidate.protocol !== 'string') continue
    const headers = headersOf(record(candidate.http_headers ?? info.http_headers))
    const cookie = cookieHeader(candidate.cookies)
    if (cookie !== null) headers.Cookie = cookie
    return { url, protocol: candidate.protocol, headers, live }
  }
  return null
}

/** Only headers that can be sent unchanged, since the page chooses these texts. */
function headersOf(headers: Info | null): Record<string, string> {
  const pairs = Object.entries(headers ?? {}).filter(
    ([name, value]) =>
      /^[A-Za-z0-9-]{1,64}$/.test(name) &&
      !/^(?:host|range|cookie|connection|content-length|transfer-encoding|accept-encoding)$/i.test(
        name,
      ) &&
      typeof value === 'string' &&
      /^[\x20-\x7e]{0,2000}$/.test(value),
  )
  return Object.fromEntries(pairs.slice(0, 20).map(([name, value]) => [name, String(value)]))
}

function webUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 8192 || !URL.canParse(value)) return null
  const { protocol, href } = new URL(value)
  return protocol === 'http:' || protocol === 'https:' ? href : null
}

function record(value: unknown): Info | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Info)
    : null
}
