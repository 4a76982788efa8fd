import { codeOf, type ErrorCode } from '../../base/error.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import type { ServiceLink } from './answer.ts'
import { ApiClient, type ApiPlace, fixedToken } from './api-client.ts'
import { APPLE_PAGE } from './apple-answer.ts'
import { ITUNES_MOST } from './itunes-answer.ts'
import { inPages, type PageAt, shown } from './pages.ts'
import type { ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'

const PAGES = 'music.apple.com'
const API: ApiPlace = { host: 'api.music.apple.com', reader: 'apple' }
/** The catalogue of a link that names no country. */
const COUNTRY = 'us'
/** A page with 300 rows has about 2 MB. */
const PAGE_BYTES = 6 * 1024 * 1024
/** What songs and albums are called stays; Apple takes about twenty look-ups a minute. */
const KEEP_MS = 24 * 60 * 60_000
const TOP = 50

/** How one way fails where the next may still tell. */
const GO_ON: ReadonlySet<ErrorCode> = new Set([
  ...(['rate-limited', 'http-status', 'source-busy', 'source-timeout', 'source-lost'] as const),
  ...(['link-hidden', 'service-key', 'unsupported'] as const),
])

/**
 * Links of Apple Music: with the host's token by the Apple Music API, which gives whole lists and the ISRC.
 * Without, or where that refuses, of songs, albums and artists (their songs) by the iTunes Search API's look-up,
 * which needs no key
 * (https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI), else by
 * their page; of playlists, which that doesn't know, by their page alone.
 */
export class AppleMusic implements ServiceReader {
  readonly short = {
    isOne: (text: string) => /^https?:\/\/apple\.co\/[\w-]+(?:[?#]|$)/i.test(text),
    hosts: new Set(['apple.co', PAGES, 'geo.music.apple.com', 'itunes.apple.com']),
  }
  readonly #pages: Site
  readonly #lookup: Site
  readonly #api: ApiClient | null
  readonly #options: SiteOptions

  /** `token`: a developer token; null where the host has none. */
  constructor(options: SiteOptions, token: string | null) {
    this.#options = options
    this.#api = token === null ? null : new ApiClient(API, fixedToken(token), options)
    this.#pages = new Site(PAGES, options, { mostBytes: PAGE_BYTES })
    this.#lookup = new Site('itunes.apple.com', options, {}, KEEP_MS)
  }

  linkOf(text: string): ServiceLink | null {
    const [, country = COUNTRY, kind, id, song] = LINK.exec(text) ?? []
    if (kind === undefined || id === undefined) return null
    const where = { country: country.toLowerCase() }
    if (song !== undefined) return { kind: 'track', id: song, ...where }
    const isPlaylist = kind.toLowerCase() === 'playlist'
    if (isPlaylist !== id.startsWith('pl.')) return null
    return { kind: KINDS[kind.toLowerCase()] ?? 'track', id, ...where }
  }

  async read(link: ServiceLink, asking: Asking): Promise<Found> {
    const { kind } = link
    const api = this.#api
    const ways = [
      ...(api === null ? [] : [() => this.#byApi(api, link, asking)]),
      ...(kind === 'playlist' ? [] : [() => this.#byLookup(link, asking)]),
      ...(kind === 'artist' ? [] : [() => this.#page(link, asking)]),
    ]
    for (const way of ways.slice(0, -1)) {
      try {
        return await way()
      } catch (error) {
        asking.signal.throwIfAborted()
        if (!GO_ON.has(codeOf(error))) throw error
      }
    }
    return await (ways.at(-1) ?? (() => this.#page(link, asking)))()
  }

  health(): readonly SourceHealth[] {
    return [this.#pages, this.#lookup, this.#api].flatMap((site) => site?.health() ?? [])
  }

  async #byApi(api: ApiClient, link: ServiceLink, asking: Asking): Promise<Found> {
    const { kind, id, country } = link
    const base = `/v1/catalog/${country ?? COUNTRY}/${kind === 'track' ? 'song' : kind}s/${id}`
    if (kind === 'track') return shown(await api.ask(base, { link }, asking))
    if (kind === 'artist') {
      return shown(await api.ask(`${base}/view/top-songs?limit=${TOP}`, { link }, asking))
    }
    const pageAt: PageAt = (start, signal) => {
      const path = `${base}/tracks?limit=${APPLE_PAGE}&offset=${start ?? 0}`
      return api.ask(path, { link, start }, { ...asking, signal })
    }
    return await inPages(pageAt, asking.signal, this.#options.clock)
  }

  async #byLookup(link: ServiceLink, asking: Asking): Promise<Found> {
    return shown(await this.#lookup.json('itunes', lookup(link), { link }, asking))
  }

  async #page(link: ServiceLink, asking: Asking): Promise<Found> {
    const { kind, id, country } = link
    const path = `/${country ?? COUNTRY}/${kind === 'track' ? 'song' : kind}/${id}`
    return shown(await this.#pages.page('apple-page', path, { link }, asking))
  }
}

function lookup({ kind, id, country }: ServiceLink): string {
  const songs = kind === 'track' ? '' : `&entity=song&limit=${kind === 'album' ? ITUNES_MOST : TOP}`
  return `/lookup?id=${id}${songs}&country=${country ?? COUNTRY}`
}

const KINDS: Readonly<Record<string, ServiceLink['kind']>> = {
  ...{ song: 'track', album: 'album', playlist: 'playlist', artist: 'artist' },
}

/** A song of an album is named by `i`. The words before an id may be of any script, encoded or not. */
const LINK =
  /^https?:\/\/(?:(?:geo\.|embed\.)?music|itunes)\.apple\.com\/(?:([a-z]{2})\/)?(song|album|playlist|artist)\/(?:[^/?#\s]+\/)?(?:id)?(\d{1,20}|pl\.[\w-]{1,80})\/?(?:\?(?:[^#\s]*&)?i=(\d{1,20})(?=[&#]|$)|[?#]|$)/i
