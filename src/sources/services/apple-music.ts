import { codeOf, type ErrorCode } from '../../base/error.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import type { ServiceLink } from './answer.ts'
import { ITUNES_MOST } from './itunes-answer.ts'
import { shown } from './pages.ts'
import type { ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'

const PAGES = 'music.apple.com'
/** The catalogue of a link that names no country. */
const COUNTRY = 'us'
/** A page with 300 rows has about 2 MB. */
const PAGE_BYTES = 6 * 1024 * 1024
/** What songs and albums are called stays; Apple takes about twenty look-ups a minute. */
const KEEP_MS = 24 * 60 * 60_000
const TOP = 50

/** How a look-up fails where the page may still be had. */
const ASK_PAGE: ReadonlySet<ErrorCode> = new Set([
  ...(['rate-limited', 'http-status', 'source-busy', 'source-timeout', 'link-hidden'] as const),
])

/**
 * Links of Apple Music: of songs, albums and artists (their songs) by the iTunes Search API's look-up, which
 * needs no key (https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI),
 * else by their page; of playlists, which that doesn't know, by their page alone.
 */
export class AppleMusic implements ServiceReader {
  readonly short = {
    isOne: (text: string) => /^https?:\/\/apple\.co\/[\w-]+(?:[?#]|$)/i.test(text),
    hosts: new Set(['apple.co', PAGES, 'geo.music.apple.com', 'itunes.apple.com']),
  }
  readonly #pages: Site
  readonly #lookup: Site

  constructor(options: SiteOptions) {
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
    if (link.kind === 'playlist') return await this.#page(link, asking)
    try {
      return shown(await this.#lookup.json('itunes', lookup(link), { link }, asking))
    } catch (error) {
      asking.signal.throwIfAborted()
      if (link.kind === 'artist' || !ASK_PAGE.has(codeOf(error))) throw error
      return await this.#page(link, asking)
    }
  }

  health(): readonly SourceHealth[] {
    return [this.#pages.health(), this.#lookup.health()]
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
