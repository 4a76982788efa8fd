import { Elysia } from 'elysia'
import { systemClock } from '../base/clock.ts'
import { newRequestId } from '../base/ids.ts'
import type { Role } from '../base/role.ts'
import { within } from '../base/within.ts'
import type { Health } from '../observability/health.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { ApiError } from './api-error.ts'
import { failure } from './envelope.ts'
import { methodsAt, patternAt, plain } from './methods.ts'
import { PortError } from './port-error.ts'

/** Adds its routes to an app and returns it. */
export type Routes = (app: Elysia) => Elysia

/**
 * An answered request, for logs and metrics. `route` is the pattern that matched, never the path.
 */
export interface HttpAnswer {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
  readonly requestId: string
}

export interface ListenOptions {
  /** 0: any free one. */
  readonly port: number
  /** The variable that names the port, for whoever has to change it. */
  readonly variable: string
  readonly bind: string
  readonly log: Log
  readonly answered?: (answer: HttpAnswer) => void
}

export interface RoleServerOptions extends ListenOptions {
  readonly role: Role
  readonly health: Health
  /** Whether the event loop turns. */
  readonly live: () => boolean
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>
  /** Shown beside the health: what the process is allowed to use. */
  readonly facts: () => Readonly<Record<string, unknown>>
}

/** Larger requests are cut off. Whoever reads a body refuses it with a message long before that. */
const MAX_BODY_BYTES = 1024 * 1024
/** Longer than the slowest answer: one that waits until a track sounds. */
const IDLE_TIMEOUT_S = 60
/** How long requests that are under way may take when the server closes. */
const CLOSE_WITHIN_MS = 1_000

/** One listening port and the routes that it answers. */
export class HttpServer implements AsyncDisposable {
  readonly port: number
  readonly #options: ListenOptions
  readonly #server: Bun.Server<undefined>
  readonly #matched = new WeakMap<Request, string>()
  readonly #mounted: { readonly prefix: string; readonly routes: Routes }[]
  #app: Elysia

  constructor(options: ListenOptions, routes: Routes) {
    this.#options = options
    this.#mounted = [{ prefix: '', routes }]
    this.#app = this.#build()
    this.#server = this.#listen()
    this.port = this.#server.port ?? options.port
  }

  /** Answers these as well, from now on, below `prefix`. */
  mount(prefix: string, routes: Routes): void {
    this.#mounted.push({ prefix, routes })
    this.#app = this.#build()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.stop()
    await within(systemClock, CLOSE_WITHIN_MS, closed, () => {})
    await this.#server.stop(true)
  }

  #listen(): Bun.Server<undefined> {
    const { bind, port, variable } = this.#options
    try {
      return Bun.serve({
        hostname: bind,
        port,
        maxRequestBodySize: MAX_BODY_BYTES,
        idleTimeout: IDLE_TIMEOUT_S,
        fetch: (request) => this.#answer(request),
      })
    } catch (error) {
      throw new PortError({ bind, port, variable }, error)
    }
  }

  #build(): Elysia {
    const app = new Elysia()
    app.onError(({ error, code, request }) => this.#refusal(error, code, request))
    for (const { prefix, routes } of this.#mounted) {
      const part = new Elysia()
      part.onBeforeHandle({ as: 'scoped' }, ({ request, route, path }) => {
        this.#matched.set(request, plain(route))
        // Elysia looks by method first, so a DELETE takes “move” for one of its parameters.
        if (patternAt(app, path) !== plain(route)) throw this.#notThere(request)
      })
      app.use(new Elysia({ prefix }).use(routes(part)))
    }
    return app
  }

  /**
   * HEAD is GET without its body (RFC 9110, section 9.3.2); Bun drops the body and states its
   * length.
   */
  async #answer(request: Request): Promise<Response> {
    const began = performance.now()
    const asked = request.method === 'HEAD' ? new Request(request, { method: 'GET' }) : request
    const answer = await this.#app.fetch(asked)
    const requestId = answer.headers.get('x-request-id') ?? newRequestId()
    answer.headers.set('x-request-id', requestId)
    this.#options.answered?.({
      method: request.method,
      route: this.#matched.get(asked) ?? 'none',
      status: answer.status,
      ms: performance.now() - began,
      requestId,
    })
    return answer
  }

  #refusal(error: unknown, code: string | number, request: Request): Response {
    const requestId = newRequestId()
    if (error instanceof ApiError) return failure(error, requestId)
    if (code === 'NOT_FOUND') return failure(this.#notThere(request), requestId)
    this.#options.log.error('a route failed', { requestId, ...reasonOf(error) })
    return failure(new ApiError('internal'), requestId)
  }

  /**
   * The error for an address that doesn't exist, or that only answers other methods (RFC 9110,
   * section 15.5.6).
   */
  #notThere({ url }: Request): ApiError {
    const allow = methodsAt(this.#app, new URL(url).pathname)
    if (allow.length === 0) {
      return new ApiError('not-found')
    }
    const message = `This address is for ${allow.join(' and ')} only.`
    return new ApiError('method-not-allowed', message, { allow })
  }
}

/** The port of one role: `/health`, `/live`, `/ready`, `/metrics`, and what is added. */
export function roleServer(options: RoleServerOptions): HttpServer {
  const { role, health, live, metrics, facts } = options
  return new HttpServer(options, (app) => {
    app
      .get('/health', async () => {
        const report = await health.report()
        const body = { role, ...report, ...facts() }
        return Response.json(body, { status: report.status === 'down' ? 503 : 200 })
      })
      .get('/live', () => yesOrNo('live', live()))
      .get('/ready', async () => yesOrNo('ready', await health.ready()))
      .get('/metrics', async () => {
        const { text, contentType } = await metrics()
        return new Response(text, { headers: { 'content-type': contentType } })
      })
    return app
  })
}

function yesOrNo(what: string, yes: boolean): Response {
  return Response.json({ [what]: yes }, { status: yes ? 200 : 503 })
}
