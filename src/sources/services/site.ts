import type { Clock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import type { Cache } from '../../cache/cache.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { Service, type ServiceLimits, type ServiceRequest } from '../service.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { type Answer, type Asked, answerOf } from './answer.ts'
import { KeptAnswers } from './kept-answers.ts'
import { read } from './read.ts'
import type { ReaderName } from './readers.ts'

/** What all services are asked with. */
export interface SiteOptions {
  readonly policy: AddressPolicy
  readonly clock: Clock
  readonly cache?: Cache | null
  /** Where a host is asked, without a slash at the end; at that host over https unless given. */
  readonly baseOf?: (host: string) => string
}

/** One host of a service: a constant, so that no link leads anywhere else. */
export class Site {
  readonly host: string
  readonly #base: string
  readonly #service: Service
  readonly #kept: KeptAnswers

  /** `keepMs`: how long answers are remembered. */
  constructor(
    host: string,
    options: SiteOptions,
    limits: Partial<ServiceLimits> = {},
    keepMs?: number,
  ) {
    const { policy, clock, cache = null } = options
    this.host = host
    this.#base = baseOf(host, options)
    this.#service = new Service({ name: host, policy, clock, limits })
    this.#kept = new KeptAnswers(cache, host, keepMs)
  }

  /** What the JSON at a path says. Rejects with 'link-hidden' where there's none, or like `Service` and `read`. */
  async json(
    reader: ReaderName,
    path: string,
    asked: Wanted,
    asking: Asking,
    more: More = {},
  ): Promise<Answer> {
    const answer = await this.#kept.at(path, async () => {
      const text = await this.#service.text(this.#request(path, asking, more), asking.signal)
      if (text === null) return answerOf({ failure: 'link-hidden' })
      const wanted = { start: null, album: null, ...asked }
      return await read({ reader, text, asked: wanted }, asking.signal)
    })
    if (answer.failure !== null) throw new SegueError(answer.failure)
    return answer
  }

  /** What the page at a path says; rejects likewise. */
  async page(reader: ReaderName, path: string, asked: Wanted, asking: Asking): Promise<Answer> {
    return await this.json(reader, path, asked, asking, { headers: AS_A_PAGE })
  }

  /** The JSON at a path, which may be anything but is small, as it is. Rejects like `Service`. */
  async small(path: string, asking: Asking, more: More): Promise<unknown> {
    return await this.#service.json(this.#request(path, asking, more), asking.signal)
  }

  health(): SourceHealth {
    return this.#service.health()
  }

  #request(path: string, { server }: Asking, more: More): ServiceRequest {
    return { url: `${this.#base}${path}`, server, ...more }
  }
}

/** What's asked for; what's left out is nothing. */
type Wanted = Partial<Asked> & Pick<Asked, 'link'>
type More = Omit<ServiceRequest, 'url' | 'server'>

const AS_A_PAGE = { accept: 'text/html', 'accept-language': 'en' }

/** Where a host is asked. */
export const baseOf = (host: string, options: SiteOptions): string =>
  options.baseOf?.(host) ?? `https://${host}`
