import { randomBytes, timingSafeEqual } from 'node:crypto'
import { NetError } from './net-error.ts'

/** The right to use the proxy, until it is disposed; connections that are open then go on. */
export interface ProxyLease extends Disposable {
  /**
   * The proxy's URL with user and password: a secret, never for an argument list, which other users
   * can read.
   */
  readonly url: string
  /** Why the guard last refused a connection under this lease; null while it has not. */
  readonly refused: Refusal | null
}

type Refusal = 'address-refused' | 'port-refused'

/** A lease as the proxy itself sees it; `end` forgets it. */
export class Lease implements ProxyLease {
  readonly user = randomBytes(9).toString('base64url')
  readonly url: string
  refused: Refusal | null = null
  readonly #secret = randomBytes(24).toString('base64url')
  readonly #end: () => void

  constructor(port: number, end: () => void) {
    this.url = `http://${this.user}:${this.#secret}@127.0.0.1:${port}`
    this.#end = end
  }

  fits(secret: string): boolean {
    const given = Buffer.from(secret)
    const own = Buffer.from(this.#secret)
    return given.length === own.length && timingSafeEqual(given, own)
  }

  /** Notes a refusal and returns the status to answer the client with. */
  statusOf(error: unknown): 400 | 403 | 502 | 504 {
    if (!(error instanceof NetError)) return 502
    if (error.code === 'address-refused' || error.code === 'port-refused') {
      this.refused = error.code
      return 403
    }
    if (error.code === 'bad-query') return 400
    return error.code === 'source-timeout' ? 504 : 502
  }

  [Symbol.dispose](): void {
    this.#end()
  }
}
