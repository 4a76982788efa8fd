import type { Source } from '../source.ts'
import { Deezer } from './deezer.ts'
import { ServiceLinks } from './service-links.ts'
import type { SiteOptions } from './site.ts'
import { Spotify } from './spotify.ts'

/** All services whose links are read. */
export const serviceSources = (options: SiteOptions): readonly Source[] =>
  [new Spotify(options), new Deezer(options)].map((reader) => new ServiceLinks(reader, options))
