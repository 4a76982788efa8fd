import { SegueError } from '../../base/error.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'
import { scriptWithId } from './page-data.ts'
import { shown } from './pages.ts'
import type { ServiceLink, ServiceReader } from './service-links.ts'
import { Site, type SiteOptions } from './site.ts'

const OPEN = 'open.spotify.com'
/** What a page shows of a list: as observed, of playlists the first hundred, of an artist the ten that are played most. */
const SHOWN = 100

/**
 * Spotify's links: of tracks, albums, playlists and artists (their top tracks). Read from the page that
 * Spotify makes for embedding, https://open.spotify.com/embed/KIND/ID, whose script `__NEXT_DATA__` has
 * `props.pageProps.state.data.entity`. No document describes that; it's the shape that
 * spotify-url-info's fixture and readers of other projects agree on. It names no album and no ISRC.
 */
export class Spotify implements ServiceReader {
  readonly short = {
    isOne: (text: string) => /^https?:\/\/spotify\.(?:app\.)?link\/[\w-]+(?:[?#]|$)/i.test(text),
    hosts: new Set(['spotify.link', 'spotify.app.link', OPEN]),
  }
  readonly #page: Site

  constructor(options: SiteOptions) {
    this.#page = new Site(OPEN, options)
  }

  /** Also of its application, as 'spotify:track:…'. */
  linkOf(text: string): ServiceLink | null {
    const [, kind, id] = URI.exec(text) ?? LINK.exec(text) ?? []
    if (kind === undefined || id === undefined) return null
    return { kind: kind.toLowerCase() as ServiceLink['kind'], id, country: null }
  }

  async read(link: ServiceLink, asking: Asking): Promise<Found> {
    const page = await this.#page.page(`/embed/${link.kind}/${link.id}`, asking)
    const entity = page === null ? undefined : entityIn(page)
    if (entity === undefined) throw new SegueError('link-hidden')
    if (link.kind === 'track') return shown(tracksOf([songOf(entity, link)]), false)
    const list = listAt(entity, 'trackList').slice(0, SHOWN)
    const isCut = link.kind !== 'artist' && list.length >= SHOWN
    return shown(tracksOf(list.flatMap((row) => rowOf(row, entity) ?? [])), isCut)
  }

  health(): SourceHealth {
    return this.#page.health()
  }
}

const ID = '([0-9A-Za-z]{22})'
const KIND = '(track|album|playlist|artist)'
const URI = new RegExp(`^spotify:(?:user:[^:]+:)?${KIND}:${ID}$`)
const LINK = new RegExp(
  `^https?://(?:open|play)\\.spotify\\.com/(?:intl-[a-z-]+/)?(?:embed/)?(?:user/[^/]+/)?${KIND}/${ID}/?(?:[?#]|$)`,
  'i',
)

/** Undefined: the page has nothing, as for what's private or gone. */
function entityIn(html: string): unknown {
  const data = scriptWithId(html, '__NEXT_DATA__')
  return at(data, 'props', 'pageProps', 'state', 'data', 'entity')
}

function songOf(entity: unknown, { id }: ServiceLink): Described {
  return {
    title: at(entity, 'name') ?? at(entity, 'title'),
    artists: listAt(entity, 'artists').map((artist) => at(artist, 'name')),
    durationMs: at(entity, 'duration'),
    page: `https://${OPEN}/track/${id}`,
    artwork: coverOf(entity),
  }
}

/** Null: a row that's no song, as an episode of a podcast. */
function rowOf(row: unknown, list: unknown): Described | null {
  const [, kind, id] = URI.exec(textAt(row, 'uri') ?? '') ?? []
  if (kind !== 'track') return null
  return {
    title: at(row, 'title'),
    // One text, the names with a comma between them.
    artists: [at(row, 'subtitle')],
    durationMs: at(row, 'duration'),
    page: `https://${OPEN}/track/${id}`,
    // A row has none of its own.
    artwork: coverOf(list),
  }
}

/** The smallest that's wide enough to be shown; 300 pixels is the one in the middle. */
function coverOf(entity: unknown): string | null {
  const covers = [
    ...listAt(entity, 'visualIdentity', 'image').map((image) => [image, 'maxWidth'] as const),
    ...listAt(entity, 'coverArt', 'sources').map((image) => [image, 'width'] as const),
  ]
  const wide = covers.find(([image, width]) => (numberAt(image, width) ?? 0) >= 255) ?? covers[0]
  return wide === undefined ? null : textAt(wide[0], 'url')
}
