import { SegueError } from '../../base/error.ts'
import type { Media } from '../../domain/media.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, Source, SourceHealth } from '../source.ts'
import type { ServiceLink } from './answer.ts'
import { expanded, type ShortLinks } from './short-links.ts'
import type { SiteOptions } from './site.ts'

/** One service whose links are read: it says what there is, and gives out no sound. */
export interface ServiceReader {
  /** What a link of its own names; null: it isn't one. */
  linkOf(text: string): ServiceLink | null
  /** Its short links; left out: it has none. */
  readonly short?: ShortLinks
  /** The tracks, to be looked for elsewhere. Rejects with a `SegueError`. */
  read(link: ServiceLink, asking: Asking): Promise<Found>
  health(): SourceHealth
}

/** Links of a service, whose tracks are looked for by what they're called. */
export class ServiceLinks implements Source {
  readonly name = 'query'
  readonly #reader: ServiceReader
  readonly #options: SiteOptions

  constructor(reader: ServiceReader, options: SiteOptions) {
    this.#reader = reader
    this.#options = options
  }

  owns(text: string): boolean {
    return this.#reader.linkOf(text) !== null || this.#isShort(text)
  }

  async find(text: string, asking: Asking): Promise<Found> {
    const link = this.#reader.linkOf(text) ?? (await this.#expand(text, asking.signal))
    return await this.#reader.read(link, asking)
  }

  open(): Promise<Media> {
    return Promise.reject(new SegueError('nothing-found', 'nobody has looked for it'))
  }

  health(): SourceHealth {
    return this.#reader.health()
  }

  #isShort(text: string): boolean {
    return this.#reader.short?.isOne(text) ?? false
  }

  async #expand(text: string, signal: AbortSignal) {
    const { linkOf, short } = this.#reader
    if (short === undefined) throw new SegueError('unsupported', 'no link of a service')
    return await expanded(text, short, linkOf, this.#options, signal)
  }
}
