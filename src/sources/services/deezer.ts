import { SegueError } from '../../base/error.ts'
import type { Found, FoundTrack } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'
import { inPages, type ListPage, shown } from './pages.ts'
import type { ServiceLink, ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'

const API = 'api.deezer.com'
const PAGES = 'www.deezer.com'
/** Tracks of a page of a list. */
const PAGE = 50
/** Deezer takes fifty requests in five seconds from one address. */
const EVERY_MS = 100

/**
 * Deezer's links, by its public API, which needs no key (https://developers.deezer.com/api: 'track',
 * 'album', 'playlist', 'artist/top'; lists by `index` and `limit`; errors with status 200, where code 4
 * is too many requests and 800 is no such thing).
 */
export class Deezer implements ServiceReader {
  readonly short = {
    isOne: (text: string) =>
      /^https?:\/\/(?:link\.deezer\.com\/s|deezer\.page\.link|dzr\.page\.link)\/[\w-]+(?:[?#]|$)/i.test(
        text,
      ),
    hosts: new Set(['link.deezer.com', 'deezer.page.link', 'dzr.page.link', PAGES, 'deezer.com']),
  }
  readonly #api: Site
  readonly #options: SiteOptions

  constructor(options: SiteOptions) {
    this.#options = options
    this.#api = new Site(API, options, { everyMs: EVERY_MS })
  }

  linkOf(text: string): ServiceLink | null {
    const [, kind, id] = LINK.exec(text) ?? []
    if (kind === undefined || id === undefined) return null
    return { kind: kind.toLowerCase() as ServiceLink['kind'], id, country: null }
  }

  async read({ kind, id }: ServiceLink, asking: Asking): Promise<Found> {
    if (kind === 'track') {
      return shown(tracksOf([songOf(await this.#ask(`/track/${id}`, asking), null)]), false)
    }
    if (kind === 'artist') {
      const top = await this.#ask(`/artist/${id}/top?limit=${PAGE}`, asking)
      return shown(songsOf(top, null), false)
    }
    // The songs of an album don't say which it is.
    const album = kind === 'album' ? await this.#ask(`/album/${id}`, asking) : null
    const pageAt = async (start: string | null, signal: AbortSignal): Promise<ListPage> => {
      const index = Number(start ?? 0)
      const path = `/${kind}/${id}/tracks?index=${index}&limit=${PAGE}`
      const list = await this.#ask(path, { ...asking, signal })
      const hasNext = textAt(list, 'next') !== null
      const next = hasNext ? String(index + PAGE) : null
      return { tracks: songsOf(list, album), total: numberAt(list, 'total'), next }
    }
    return await inPages(pageAt, asking.signal, this.#options.clock)
  }

  health(): SourceHealth {
    return this.#api.health()
  }

  async #ask(path: string, asking: Asking): Promise<unknown> {
    const answer = await this.#api.json(path, asking)
    const code = numberAt(answer, 'error', 'code')
    if (code === 4) throw new SegueError('rate-limited', 'Deezer')
    if (answer === null || code === 800) throw new SegueError('link-hidden')
    if (at(answer, 'error') !== undefined) throw new SegueError('unsupported', 'Deezer')
    return answer
  }
}

const LINK =
  /^https?:\/\/(?:www\.)?deezer\.com\/(?:[a-z]{2}\/)?(track|album|playlist|artist)\/(\d{1,20})(?:\/top_track)?\/?(?:[?#]|$)/i

const songsOf = (list: unknown, album: unknown): FoundTrack[] =>
  tracksOf(listAt(list, 'data').map((song) => songOf(song, album)))

function songOf(song: unknown, ofAlbum: unknown): Described {
  const id = numberAt(song, 'id')
  const seconds = numberAt(song, 'duration')
  const album = at(song, 'album') ?? ofAlbum
  return {
    title: at(song, 'title'),
    artists: artistsOf(song),
    album: at(album, 'title'),
    durationMs: seconds === null ? null : seconds * 1000,
    page: id === null ? null : `https://${PAGES}/track/${id}`,
    artwork: at(album, 'cover_big') ?? at(ofAlbum, 'cover_big'),
  }
}

/** All of them where it names more than the first. */
function artistsOf(song: unknown): readonly unknown[] {
  const all = listAt(song, 'contributors').map((artist) => at(artist, 'name'))
  return all.length > 0 ? all : [at(song, 'artist', 'name')]
}
