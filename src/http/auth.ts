import { codeOf, SegueError } from '../base/error.ts'
import { errorCatalogue } from '../base/error-catalogue.ts'
import { type GuildId, guildId, newRequestId, type RequestId, SNOWFLAKE } from '../base/ids.ts'
import { decide } from '../domain/policy/decide.ts'
import { type Scope, scopesAmong } from '../domain/policy/scopes.ts'
import type { ApiKey, KeyStore } from '../keys/ports.ts'
import { hashOf, sameHash } from '../keys/secret.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { ApiError } from './api-error.ts'
import { failure, success } from './envelope.ts'
import type { RateLimit } from './ports.ts'

const MINUTE_MS = 60_000

export interface AuthPorts {
  readonly keys: Pick<KeyStore, 'findByHash'>
  readonly rateLimit: RateLimit
  /** Requests that a key may make in a minute. */
  readonly perMinute: number
  readonly log: Log
  /** Once this aborts, the process is stopping and every request is refused. */
  readonly stop: AbortSignal
}

/** A request that was let in. */
export interface Call {
  readonly requestId: RequestId
  readonly guildId: GuildId
  readonly keyId: string
  readonly scopes: readonly Scope[]
}

/**
 * Decides whom a request comes from, whether they may do that, and how the outcome is told. The one
 * place that catches: whatever a route throws becomes an answer that leaks nothing.
 */
export class Auth {
  readonly #ports: AuthPorts

  constructor(ports: AuthPorts) {
    this.#ports = ports
  }

  /** Answers a request about one server. Never rejects. */
  async forServer(
    request: Request,
    server: string,
    scope: Scope,
    work: (call: Call) => Promise<unknown>,
  ): Promise<Response> {
    return await this.#told(async (requestId) => {
      const key = await this.admit(request, scope, server)
      return await work({
        requestId,
        guildId: serverFrom(server),
        keyId: key.id,
        scopes: scopesAmong(key.scopes),
      })
    })
  }

  /** Answers a request about all servers, which needs a key for all of them. Never rejects. */
  async forAllServers(
    request: Request,
    scope: Scope,
    work: () => Promise<unknown>,
  ): Promise<Response> {
    return await this.#told(async () => {
      await this.admit(request, scope)
      return await work()
    })
  }

  async #told(work: (requestId: RequestId) => Promise<unknown>): Promise<Response> {
    const requestId = newRequestId()
    try {
      if (this.#ports.stop.aborted) throw new SegueError('shutting-down')
      return success(await work(requestId), requestId)
    } catch (error) {
      return failure(this.refusal(error, requestId), requestId)
    }
  }

  /**
   * The key of a request about one server, or about all of them (`server` null). An unknown key, a
   * revoked one and one for another server get the same answer, so that nobody learns which keys or
   * servers there are. Without a key nothing is open. Throws an `ApiError`, or a `SegueError`.
   */
  async admit(request: Request, scope: Scope, server: string | null = null): Promise<ApiKey> {
    const { rateLimit, perMinute } = this.#ports
    const key = await this.#keyOf(request.headers.get('x-api-key'))
    if (key === null || (key.serverId !== null && key.serverId !== server)) {
      throw new ApiError('unauthorized')
    }
    const { allowed, resetMs } = await rateLimit.take(`api:${key.id}`, perMinute, MINUTE_MS)
    if (!allowed) {
      const retryAfterS = Math.max(1, Math.ceil(resetMs / 1000))
      const message = `This key may make ${perMinute} requests a minute. Wait ${retryAfterS} s, then try again.`
      throw new ApiError('too-many-requests', message, { retryAfterS })
    }
    const scopes = scopesAmong(key.scopes)
    if (
      decide(scope, { kind: 'key', keyId: key.id, scopes, voiceChannelId: null }).verdict === 'deny'
    ) {
      const message = `This key doesn’t have the “${scope}” scope. Make one that does with: bun run key create`
      throw new ApiError('missing-scope', message, { details: { scope } })
    }
    return key
  }

  async #keyOf(secret: string | null): Promise<ApiKey | null> {
    const hash = hashOf(secret ?? '')
    if (hash === null) return null
    let key: Awaited<ReturnType<KeyStore['findByHash']>>
    try {
      key = await this.#ports.keys.findByHash(hash)
    } catch (error) {
      throw new SegueError('database-away', String(error), { cause: error })
    }
    if (key === null || !sameHash(key.hash, hash)) return null
    return key.revokedAt === null ? key : null
  }

  /**
   * Turns whatever was thrown into an answer. An unexpected error is logged, and its answer says
   * nothing about it.
   */
  refusal(error: unknown, requestId: RequestId): ApiError {
    if (error instanceof ApiError) return error
    const code = codeOf(error)
    const { status } = errorCatalogue[code]
    if (status >= 500) {
      const level = code === 'internal' ? 'error' : 'warn'
      this.#ports.log[level]('request failed', { requestId, code, ...reasonOf(error) })
    }
    const extra = status === 503 ? { retryAfterS: 2 } : {}
    return new ApiError(code, undefined, extra)
  }
}

function serverFrom(text: string): GuildId {
  if (SNOWFLAKE.test(text)) return guildId(text)
  throw new ApiError('bad-server-id')
}
