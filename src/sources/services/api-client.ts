import { codeOf, SegueError } from '../../base/error.ts'
import type { Asking, SourceHealth } from '../source.ts'
import type { Answer, Asked } from './answer.ts'
import type { ReaderName } from './readers.ts'
import { Site, type SiteOptions } from './site.ts'

/** Where an API is, and how its answers are read. */
export interface ApiPlace {
  readonly host: string
  readonly reader: ReaderName
  /** Its media type, where that isn't just JSON. */
  readonly accept?: string
}

/** What shows an API who asks. */
export interface Tokens {
  /** The header that shows it. Rejects with 'service-key' where there's none. */
  header(asking: Asking): Promise<Readonly<Record<string, string>>>
  /** The service doesn't take it any more. */
  forget(): void
}

/** A token that the host has got from the service. */
export const fixedToken = (token: string): Tokens => ({
  header: () => Promise.resolve({ authorization: `Bearer ${token}` }),
  forget: () => {},
})

type Wanted = Partial<Asked> & Pick<Asked, 'link'>

/** An API that the host's keys open. */
export class ApiClient {
  readonly #place: ApiPlace
  readonly #site: Site
  readonly #tokens: Tokens
  #isRefused = false

  constructor(place: ApiPlace, tokens: Tokens, options: SiteOptions) {
    this.#place = place
    this.#tokens = tokens
    this.#site = new Site(place.host, options)
  }

  /** Rejects like `Site.json`, with 'service-key' where the keys are refused or don't suffice. */
  async ask(path: string, asked: Wanted, asking: Asking): Promise<Answer> {
    try {
      const answer = await this.#oftenEnough(path, asked, asking)
      this.#isRefused = false
      return answer
    } catch (error) {
      // Forbidden is only what was asked for.
      this.#isRefused = codeOf(error) === 'service-key' || isRefusal(error, 401)
      const isKeyFault = this.#isRefused || isRefusal(error, 403)
      throw isKeyFault ? new SegueError('service-key', null, { cause: error }) : error
    }
  }

  /** Keys that are refused are told, since links may still work without. */
  health(): SourceHealth {
    const health = this.#site.health()
    return this.#isRefused ? { ...health, state: 'failing', detail: 'service-key' } : health
  }

  /** A token may be taken back before its time. */
  async #oftenEnough(path: string, asked: Wanted, asking: Asking): Promise<Answer> {
    try {
      return await this.#once(path, asked, asking)
    } catch (error) {
      if (!isRefusal(error, 401)) throw error
      this.#tokens.forget()
      return await this.#once(path, asked, asking)
    }
  }

  async #once(path: string, asked: Wanted, asking: Asking): Promise<Answer> {
    const { reader, accept } = this.#place
    const headers = { ...(await this.#tokens.header(asking)), ...(accept && { accept }) }
    return await this.#site.json(reader, path, asked, asking, { headers })
  }
}

/** Whether a service refused with that status. */
const isRefusal = (error: unknown, status: number): boolean =>
  error instanceof SegueError && error.code === 'http-status' && error.detail === `HTTP ${status}`
