import type { ClientKeys } from '../../base/client-keys.ts'
import { codeOf, SegueError } from '../../base/error.ts'
import type { Asking } from '../source.ts'
import type { Tokens } from './api-client.ts'
import { numberAt, textAt } from './json-path.ts'
import { Site, type SiteOptions } from './site.ts'

/** A token that's about to end isn't used any more. */
const SPARE_MS = 60_000
/** What nobody says lasts so long, and nothing lasts longer than a day. */
const LASTS_S = 600
const MOST_S = 24 * 60 * 60
const MOST_CHARS = 4_000

/** An application's own token, without a member: OAuth's grant 'client_credentials' (RFC 6749, 4.4). */
export class ClientToken implements Tokens {
  readonly #site: Site
  readonly #path: string
  readonly #keys: ClientKeys
  readonly #clock: SiteOptions['clock']
  #known: { readonly token: string; readonly untilMs: number } | null = null

  /** `path`: where the host gives it out. */
  constructor(host: string, path: string, keys: ClientKeys, options: SiteOptions) {
    this.#site = new Site(host, options)
    this.#path = path
    this.#keys = keys
    this.#clock = options.clock
  }

  /** The header that shows it. Rejects with 'service-key' where the keys are refused, or like `Service`. */
  async header(asking: Asking): Promise<Readonly<Record<string, string>>> {
    const known = this.#known
    const isFresh = known !== null && this.#clock.now() < known.untilMs
    const { token } = isFresh ? known : await this.#renew(asking)
    return { authorization: `Bearer ${token}` }
  }

  /** The service doesn't take it any more. */
  forget(): void {
    this.#known = null
  }

  async #renew(asking: Asking) {
    const { id, secret } = this.#keys
    const asked = this.#site.small(this.#path, asking, {
      // RFC 6749, 2.3.1.
      headers: { authorization: `Basic ${btoa(`${encode(id)}:${encode(secret)}`)}` },
      send: { method: 'POST', body: 'grant_type=client_credentials', type: FORM },
    })
    const answer = await asked.catch((error: unknown) => {
      throw codeOf(error) === 'http-status' ? new SegueError('service-key', 'refused') : error
    })
    const token = textAt(answer, 'access_token')
    if (token === null || token.length > MOST_CHARS || /[^\x21-\x7e]/.test(token)) {
      throw new SegueError('service-key', 'no token')
    }
    const lastsS = Math.min(numberAt(answer, 'expires_in') ?? LASTS_S, MOST_S)
    this.#known = { token, untilMs: this.#clock.now() + lastsS * 1_000 - SPARE_MS }
    return this.#known
  }
}

const FORM = 'application/x-www-form-urlencoded'
const encode = (text: string): string => encodeURIComponent(text)
