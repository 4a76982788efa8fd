import type { Clock } from '../../base/clock.ts'
import type { Cache } from '../../cache/cache.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { Service, type ServiceLimits, type ServiceRequest } from '../service.ts'
import type { Asking, SourceHealth } from '../source.ts'

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

  constructor(host: string, options: SiteOptions, limits: Partial<ServiceLimits> = {}) {
    const { policy, clock, cache = null } = options
    this.host = host
    this.#base = baseOf(host, options)
    this.#service = new Service({ name: host, policy, clock, cache, limits })
  }

  /** The JSON at a path; null: there's none. Rejects like `Service`. */
  async json(path: string, asking: Asking, more: More = {}): Promise<unknown> {
    return await this.#service.json(this.#request(path, asking, more), asking.signal)
  }

  /** The page at a path; null: there's none. Rejects like `Service`. */
  async page(path: string, asking: Asking): Promise<string | null> {
    const more = { headers: { accept: 'text/html', 'accept-language': 'en' } }
    return await this.#service.text(this.#request(path, asking, more), asking.signal)
  }

  health(): SourceHealth {
    return this.#service.health()
  }

  #request(path: string, { server }: Asking, more: More): ServiceRequest {
    return { url: `${this.#base}${path}`, server, ...more }
  }
}

type More = Omit<ServiceRequest, 'url' | 'server'>

/** Where a host is asked. */
export const baseOf = (host: string, options: SiteOptions): string =>
  options.baseOf?.(host) ?? `https://${host}`
