import type { ClientKeys } from '../../base/client-keys.ts'
import { SegueError } from '../../base/error.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import type { ServiceLink } from './answer.ts'
import { ApiClient, type ApiPlace } from './api-client.ts'
import { ClientToken } from './client-token.ts'
import { inPages, type PageAt, shown } from './pages.ts'
import type { ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'

const API: ApiPlace = {
  ...{ host: 'openapi.tidal.com', reader: 'tidal', accept: 'application/vnd.api+json' },
}
/** Whose catalogue is asked. */
const COUNTRY = 'US'

/**
 * TIDAL's links: of tracks by their page, which needs no account; of albums, playlists and artists by its
 * API, which wants an application's keys.
 */
export class Tidal implements ServiceReader {
  readonly #pages: Site
  readonly #api: ApiClient | null
  readonly #options: SiteOptions

  /** `keys`: null where the host has none. */
  constructor(options: SiteOptions, keys: ClientKeys | null) {
    this.#options = options
    this.#pages = new Site('tidal.com', options)
    const tokens = (known: ClientKeys) =>
      new ClientToken('auth.tidal.com', '/v1/oauth2/token', known, options)
    this.#api = keys === null ? null : new ApiClient(API, tokens(keys), options)
  }

  linkOf(text: string): ServiceLink | null {
    const [, ofAlbum, kind, id] = LINK.exec(text) ?? []
    if (ofAlbum !== undefined) return { kind: 'track', id: ofAlbum, country: null }
    if (kind === undefined || id === undefined) return null
    return { kind: kind.toLowerCase() as ServiceLink['kind'], id, country: null }
  }

  async read(link: ServiceLink, asking: Asking): Promise<Found> {
    const api = this.#api
    if (link.kind === 'track' && api === null) {
      return shown(await this.#pages.page('tidal-page', `/track/${link.id}`, { link }, asking))
    }
    if (api === null) throw new SegueError('service-key', 'TIDAL')
    if (link.kind === 'track') return shown(await api.ask(trackPath(link), { link }, asking))
    const pageAt: PageAt = (start, signal) =>
      api.ask(listPath(link, start), { link, start }, { ...asking, signal })
    return await inPages(pageAt, asking.signal, this.#options.clock)
  }

  health(): readonly SourceHealth[] {
    return [this.#pages, this.#api].flatMap((site) => site?.health() ?? [])
  }
}

const trackPath = ({ id }: ServiceLink): string =>
  `/v2/tracks/${id}?countryCode=${COUNTRY}&include=artists,albums`

function listPath({ kind, id }: ServiceLink, start: string | null): string {
  const name = kind === 'artist' ? 'tracks' : 'items'
  const query = new URLSearchParams({
    countryCode: COUNTRY,
    include: `${name},${name}.artists,${name}.albums`,
    ...(kind === 'artist' && { collapseBy: 'FINGERPRINT' }),
    ...(start !== null && { 'page[cursor]': start }),
  })
  return `/v2/${kind}s/${id}/relationships/${name}?${query}`
}

/** A link may be of a track of an album, and end in '/u'. */
const LINK =
  /^https?:\/\/(?:(?:www|listen|desktop)\.)?tidal\.com\/(?:browse\/)?(?:album\/\d{1,20}\/track\/(\d{1,20})|(track|album|playlist|artist)\/(\d{1,20}|[0-9a-f-]{36}))(?:\/u)?\/?(?:[?#]|$)/i
