import type { ClientKeys } from '../../base/client-keys.ts'
import type { QuickFinder } from '../quick-finder.ts'
import type { Source } from '../source.ts'
import { AppleMusic } from './apple-music.ts'
import { Deezer } from './deezer.ts'
import { ServiceLinks } from './service-links.ts'
import type { SiteOptions } from './site.ts'
import { Spotify } from './spotify.ts'
import { Tidal } from './tidal.ts'
import { YoutubeMusic } from './youtube-music.ts'

/** The host's applications at services; null: it has none there. */
export interface ServiceKeys {
  readonly spotify: ClientKeys | null
  readonly tidal: ClientKeys | null
  /** A developer token. */
  readonly appleMusic: string | null
}

const NO_KEYS: ServiceKeys = { spotify: null, tidal: null, appleMusic: null }

/**
 * All services whose links are read. `ytdlp` reads those of YouTube Music; `quick` is asked for what Deezer
 * says in a way that can't be read.
 */
export function serviceSources(
  options: SiteOptions,
  ytdlp: Pick<Source, 'find'>,
  keys: ServiceKeys = NO_KEYS,
  quick: QuickFinder | null = null,
): readonly Source[] {
  const readers = [
    new Spotify(options, keys.spotify),
    new AppleMusic(options, keys.appleMusic),
    new Tidal(options, keys.tidal),
  ]
  return [
    ...readers.map((reader) => new ServiceLinks(reader, options)),
    new ServiceLinks(new Deezer(options), options, quick),
    new YoutubeMusic(ytdlp),
  ]
}
