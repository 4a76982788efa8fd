import type { Found } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import type { ServiceLink } from './answer.ts'
import { DEEZER_PAGE } from './deezer-answer.ts'
import { inPages, type PageAt, shown } from './pages.ts'
import type { ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'

/** Deezer takes fifty requests in five seconds from one address. */
const EVERY_MS = 100

/** Deezer's links: of tracks, albums, playlists and artists (their top tracks), by its public API, which needs no key. */
export class Deezer implements ServiceReader {
  readonly short = {
    isOne: (text: string) => SHORT.test(text),
    hosts: new Set([
      ...['link.deezer.com', 'deezer.page.link', 'dzr.page.link'],
      ...['www.deezer.com', 'deezer.com'],
    ]),
  }
  readonly #api: Site
  readonly #options: SiteOptions

  constructor(options: SiteOptions) {
    this.#options = options
    this.#api = new Site('api.deezer.com', options, { everyMs: EVERY_MS })
  }

  linkOf(text: string): ServiceLink | null {
    const [, kind, id] = LINK.exec(text) ?? []
    if (kind === undefined || id === undefined) return null
    return { kind: kind.toLowerCase() as ServiceLink['kind'], id, country: null }
  }

  async read(link: ServiceLink, asking: Asking): Promise<Found> {
    const { kind, id } = link
    const ask = (path: string, more = {}, now = asking) =>
      this.#api.json('deezer', path, { link, ...more }, now)
    if (kind === 'track') return shown(await ask(`/track/${id}`))
    if (kind === 'artist') {
      return shown({ ...(await ask(`/artist/${id}/top?limit=${DEEZER_PAGE}`)), next: null })
    }
    // The songs of an album don't say which it is.
    const album = kind === 'album' ? (await ask(`/album/${id}`)).album : null
    const pageAt: PageAt = (start, signal) => {
      const path = `/${kind}/${id}/tracks?index=${start ?? 0}&limit=${DEEZER_PAGE}`
      return ask(path, { start, album }, { ...asking, signal })
    }
    return await inPages(pageAt, asking.signal, this.#options.clock)
  }

  health(): readonly SourceHealth[] {
    return [this.#api.health()]
  }
}

const LINK =
  /^https?:\/\/(?:www\.)?deezer\.com\/(?:[a-z]{2}\/)?(track|album|playlist|artist)\/(\d{1,20})(?:\/top_track)?\/?(?:[?#]|$)/i
const SHORT =
  /^https?:\/\/(?:link\.deezer\.com\/s|deezer\.page\.link|dzr\.page\.link)\/[\w-]+(?:[?#]|$)/i
