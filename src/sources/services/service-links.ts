import { codeOf, SegueError } from '../../base/error.ts'
import type { Media } from '../../domain/media.ts'
import type { Found } from '../../domain/track.ts'
import type { QuickFinder } from '../quick-finder.ts'
import type { Asking, Source, SourceHealth } from '../source.ts'
import { Turns } from '../turns.ts'
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
  /** Of each of its hosts. */
  health(): readonly SourceHealth[]
}

/** Short links take a few requests each. */
const EXPANDING = { atOnce: 6, perServer: 2, waitingPerServer: 16 }

/** Links of a service, whose tracks are looked for by what they're called. */
export class ServiceLinks implements Source {
  readonly name = 'query'
  readonly #reader: ServiceReader
  readonly #options: SiteOptions
  readonly #second: QuickFinder | null
  readonly #expanding = new Turns(EXPANDING)

  /** `second`: asked for a link where the service's answer can't be read. */
  constructor(reader: ServiceReader, options: SiteOptions, second: QuickFinder | null = null) {
    this.#reader = reader
    this.#options = options
    this.#second = second
  }

  owns(text: string): boolean {
    return this.#reader.linkOf(text) !== null || this.#isShort(text)
  }

  async find(text: string, asking: Asking): Promise<Found> {
    const link = this.#reader.linkOf(text) ?? (await this.#expand(text, asking))
    try {
      return await this.#reader.read(link, asking)
    } catch (error) {
      asking.signal.throwIfAborted()
      const found = codeOf(error) === 'unsupported' ? await this.#second?.find(text, asking) : null
      if (found === null || found === undefined) throw error
      return found
    }
  }

  open(): Promise<Media> {
    return Promise.reject(new SegueError('nothing-found', 'nobody has looked for it'))
  }

  health(): readonly SourceHealth[] {
    return this.#reader.health()
  }

  #isShort(text: string): boolean {
    return this.#reader.short?.isOne(text) ?? false
  }

  async #expand(text: string, { server, signal }: Asking) {
    const { linkOf, short } = this.#reader
    using _turn = await this.#expanding.take(server, signal)
    if (short === undefined) throw new SegueError('unsupported', 'no link of a service')
    return await expanded(text, short, linkOf, this.#options, signal)
  }
}
