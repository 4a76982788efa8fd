import type { ClientKeys } from '../../base/client-keys.ts'
import { codeOf, type ErrorCode } from '../../base/error.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import type { ServiceLink } from './answer.ts'
import { ApiClient, type ApiPlace } from './api-client.ts'
import { ClientToken } from './client-token.ts'
import { inPages, type PageAt, shown } from './pages.ts'
import type { ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'
import { SPOTIFY_PAGE } from './spotify-answer.ts'

const OPEN = 'open.spotify.com'
const API: ApiPlace = {
  ...{ host: 'api.spotify.com', reader: 'spotify' },
}
/** Whose catalogue an artist's top tracks are of. */
const MARKET = 'US'

/**
 * How the API fails where the page may still tell: since February 2026 an application in development mode
 * sees what's in a playlist only of its own user, and no artist's top tracks
 * (https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide).
 */
const ASK_PAGE: ReadonlySet<ErrorCode> = new Set([
  ...(['service-key', 'link-hidden', 'rate-limited', 'source-busy'] as const),
  ...(['source-timeout', 'source-lost', 'unsupported', 'http-status'] as const),
])

/**
 * Spotify's links: of tracks, albums, playlists and artists (their top tracks). With the host's keys they
 * are read by the Web API, which says the ISRC and gives whole lists; without, and where it refuses, from
 * the page that Spotify makes for embedding, which needs no account.
 */
export class Spotify implements ServiceReader {
  readonly short = {
    isOne: (text: string) => /^https?:\/\/spotify\.(?:app\.)?link\/[\w-]+(?:[?#]|$)/i.test(text),
    hosts: new Set(['spotify.link', 'spotify.app.link', OPEN]),
  }
  readonly #pages: Site
  readonly #api: ApiClient | null
  readonly #options: SiteOptions

  /** `keys`: null where the host has none. */
  constructor(options: SiteOptions, keys: ClientKeys | null) {
    this.#options = options
    this.#pages = new Site(OPEN, options)
    const tokens = (known: ClientKeys) =>
      new ClientToken('accounts.spotify.com', '/api/token', known, options)
    this.#api = keys === null ? null : new ApiClient(API, tokens(keys), options)
  }

  /** Also of its application, as 'spotify:track:…'. */
  linkOf(text: string): ServiceLink | null {
    const [, kind, id] = URI.exec(text) ?? LINK.exec(text) ?? []
    if (kind === undefined || id === undefined) return null
    return { kind: kind.toLowerCase() as ServiceLink['kind'], id, country: null }
  }

  async read(link: ServiceLink, asking: Asking): Promise<Found> {
    if (this.#api !== null) {
      try {
        return await this.#byApi(this.#api, link, asking)
      } catch (error) {
        asking.signal.throwIfAborted()
        if (!ASK_PAGE.has(codeOf(error))) throw error
      }
    }
    const path = `/embed/${link.kind}/${link.id}`
    return shown(await this.#pages.page('spotify-page', path, { link }, asking))
  }

  health(): readonly SourceHealth[] {
    return [this.#pages, this.#api].flatMap((site) => site?.health() ?? [])
  }

  async #byApi(api: ApiClient, link: ServiceLink, asking: Asking): Promise<Found> {
    const { kind, id } = link
    const base = `/v1/${kind}s/${id}`
    if (kind === 'track') return shown(await api.ask(base, { link }, asking))
    if (kind === 'artist') {
      return shown(await api.ask(`${base}/top-tracks?market=${MARKET}`, { link }, asking))
    }
    // The songs of an album don't say which it is.
    const album = kind === 'album' ? (await api.ask(base, { link }, asking)).album : null
    const pageAt: PageAt = (start, signal) => {
      const path = `${base}/${kind === 'album' ? 'tracks' : 'items'}`
      const query = `limit=${SPOTIFY_PAGE}&offset=${start ?? 0}`
      return api.ask(`${path}?${query}`, { link, start, album }, { ...asking, signal })
    }
    return await inPages(pageAt, asking.signal, this.#options.clock)
  }
}

const ID = '([0-9A-Za-z]{22})'
const KIND = '(track|album|playlist|artist)'
const URI = new RegExp(`^spotify:(?:user:[^:]+:)?${KIND}:${ID}$`)
const LINK = new RegExp(
  `^https?://(?:open|play)\\.spotify\\.com/(?:intl-[a-z-]+/)?(?:embed/)?(?:user/[^/]+/)?${KIND}/${ID}/?(?:[?#]|$)`,
  'i',
)
