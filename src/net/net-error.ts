/** What can go wrong between here and a server; every code is one of the product's error codes too. */
export type NetErrorCode =
  | 'bad-query'
  | 'address-refused'
  | 'port-refused'
  | 'http-status'
  | 'source-busy'
  | 'rate-limited'
  | 'not-audio'
  | 'empty-file'
  | 'source-timeout'
  | 'source-lost'

/**
 * The one error that this folder throws (besides an `AbortSignal`'s own reason). `detail` names
 * hosts and limits, never an address that a name resolved to: that would tell strangers about the
 * bot's network.
 */
export class NetError extends Error {
  override readonly name = 'NetError'
  readonly code: NetErrorCode
  readonly detail: string | null
  /** The answer's status when that is what went wrong, else null. */
  readonly status: number | null

  constructor(
    code: NetErrorCode,
    detail: string | null = null,
    options: ErrorOptions & { status?: number } = {},
  ) {
    super(detail === null ? code : `${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
    this.status = options.status ?? null
  }

  /** Whether this is how an expired link answers, so that opening the track again may help. */
  get expired(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404 || this.status === 410
  }
}
