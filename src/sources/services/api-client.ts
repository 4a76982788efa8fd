import type { ClientKeys } from '../../base/client-keys.ts'
import { codeOf, SegueError } from '../../base/error.ts'
import type { Asking } from '../source.ts'
import type { Answer, Asked } from './answer.ts'
import { ClientToken } from './client-token.ts'
import type { ReaderName } from './readers.ts'
import { Site, type SiteOptions } from './site.ts'

/** Where an API is, and what gives out its tokens. */
export interface ApiPlace {
  readonly host: string
  readonly tokenHost: string
  readonly tokenPath: string
  readonly reader: ReaderName
  /** Its media type, where that isn't just JSON. */
  readonly accept?: string
}

/** An API that the host's keys open. */
export class ApiClient {
  readonly #place: ApiPlace
  readonly #site: Site
  readonly #token: ClientToken

  constructor(place: ApiPlace, keys: ClientKeys, options: SiteOptions) {
    this.#place = place
    this.#site = new Site(place.host, options)
    const tokens = new Site(place.tokenHost, options)
    this.#token = new ClientToken(tokens, place.tokenPath, keys, options)
  }

  /** Rejects like `Site.json`, with 'service-key' where the keys are refused or don't suffice. */
  async ask(
    path: string,
    asked: Partial<Asked> & Pick<Asked, 'link'>,
    asking: Asking,
  ): Promise<Answer> {
    try {
      return await this.#once(path, asked, asking)
    } catch (error) {
      if (!isRefusal(error, 401)) throw asKeyFault(error)
      // A token may be taken back before its time.
      this.#token.forget()
      return await this.#once(path, asked, asking).catch((again: unknown) => {
        throw asKeyFault(again)
      })
    }
  }

  health() {
    return this.#site.health()
  }

  async #once(path: string, asked: Partial<Asked> & Pick<Asked, 'link'>, asking: Asking) {
    const { reader, accept } = this.#place
    const headers = { ...(await this.#token.header(asking)), ...(accept && { accept }) }
    return await this.#site.json(reader, path, asked, asking, { headers })
  }
}

const asKeyFault = (error: unknown): unknown =>
  isRefusal(error, 400) || isRefusal(error, 401) || isRefusal(error, 403)
    ? new SegueError('service-key', null, { cause: error })
    : error

/** Whether a service refused with that status. */
const isRefusal = (error: unknown, status: number): boolean =>
  error instanceof SegueError &&
  codeOf(error) === 'http-status' &&
  error.detail === `HTTP ${status}`
