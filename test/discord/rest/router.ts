import type { PlannedAnswer } from '../faults.ts'
import type { BotAccount, World } from '../state/world.ts'
import {
  type Bucket,
  type RateLimits,
  rateLimitHeaders,
  retryHeaders,
} from '../wire/rate-limits.ts'
import { readBody, type UploadedFile } from './body.ts'
import { DiscordError, notFound, unauthorized } from './errors.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One call, parsed. */
export interface Call {
  readonly world: World
  readonly bot: BotAccount
  readonly query: URLSearchParams
  /** The JSON body, or `payload_json` of a multipart one; undefined without a body. */
  readonly body: unknown
  readonly files: readonly UploadedFile[]
  /** A value of the path; throws if the route does not name it. */
  param(name: string): string
  /** A value of the path, null if the route does not name it. */
  optional(name: string): string | null
}

/** What a route answers: a status with JSON, or 204. */
export type Answer = { readonly status: number; readonly json?: unknown }

export const ok = (json: unknown): Answer => ({ status: 200, json })
export const created = (json: unknown): Answer => ({ status: 201, json })
export const noContent: Answer = { status: 204 }

export interface Route {
  readonly method: Method
  /** As the docs write it, with `:name` for a value; the first value is the bucket's major one. */
  readonly path: string
  /**
   * 'bot': needs the Authorization header. 'token': the path's own token is the proof, and the
   * calls stay out of the bot's global rate limit (docs: Receiving and Responding).
   */
  readonly proof: 'bot' | 'token'
  readonly bucket: Bucket
  readonly handle: (call: Call) => Answer | Promise<Answer>
}

/** A bucket for routes whose limit Discord does not tell; it only has to have headers. */
export const wide = (name: string): Bucket => ({ name, limit: 1000, perMs: 1000 })

interface Compiled extends Route {
  readonly name: string
  readonly segments: readonly string[]
}

/** Finds the route of a call, proves, counts, delays and answers it. */
export class Router {
  readonly #routes: readonly Compiled[]
  readonly #world: World
  readonly #limits: RateLimits
  /** Calls that no route answers, so that a test sees what a client asked in vain. */
  readonly unknown: string[] = []

  constructor(world: World, limits: RateLimits, routes: readonly Route[]) {
    this.#world = world
    this.#limits = limits
    this.#routes = routes.map((route) => ({
      ...route,
      name: `${route.method} ${route.path}`,
      segments: route.path.split('/').slice(1),
    }))
  }

  /** `path` is what follows `/api` or `/api/v10`. */
  async answer(request: Request, path: string, query: URLSearchParams): Promise<Response> {
    const found = this.#find(request.method, path)
    if (!found) {
      this.unknown.push(`${request.method} ${path}`)
      return errorResponse(notFound(), {})
    }
    const { route, params } = found
    const delayMs = this.#world.faults.rest.delayOf(route.name)
    if (delayMs > 0) await Bun.sleep(delayMs)
    const planned = this.#world.faults.rest.take(route.name)
    if (planned) return plannedResponse(planned)
    return await this.#prove(request, route, params, query)
  }

  async #prove(
    request: Request,
    route: Compiled,
    params: ReadonlyMap<string, string>,
    query: URLSearchParams,
  ): Promise<Response> {
    const bot = this.#world.botOfHeader(request.headers.get('authorization'))
    if (route.proof === 'bot' && !bot) return errorResponse(unauthorized(), {})
    const counted = this.#count(route, params, bot)
    if (counted.response) return counted.response
    try {
      const { body, files } = await readBody(request)
      const answer = await route.handle({
        world: this.#world,
        bot: bot ?? this.#world.defaultBot,
        query,
        body,
        files,
        param: (name) => paramOf(params, name),
        optional: (name) => params.get(name) ?? null,
      })
      return answerResponse(answer, counted.headers)
    } catch (error) {
      if (error instanceof DiscordError) return errorResponse(error, counted.headers)
      throw error
    }
  }

  #count(route: Compiled, params: ReadonlyMap<string, string>, bot: BotAccount | undefined) {
    const major = [...params.values()].slice(0, route.proof === 'token' ? 2 : 1).join('/')
    const owner = route.proof === 'token' ? 'token' : (bot?.user.id ?? '')
    const state = this.#limits.count(route.bucket, owner, major, route.proof === 'bot')
    const enforced = this.#world.faults.rest.rateLimits
    if (state.retryAfterMs !== null && enforced) {
      return {
        headers: {},
        response: limitedResponse(state.retryAfterMs, state.global, rateLimitHeaders(state)),
      }
    }
    // Not enforced, the headers must not tell a client to wait either.
    return { headers: enforced ? rateLimitHeaders(state) : {}, response: null }
  }

  #find(method: string, path: string) {
    const parts = path.split('/').slice(1)
    for (const route of this.#routes) {
      if (route.method !== method || route.segments.length !== parts.length) continue
      const params = match(route.segments, parts)
      if (params) return { route, params }
    }
    return null
  }
}

function match(segments: readonly string[], parts: readonly string[]): Map<string, string> | null {
  const params = new Map<string, string>()
  for (const [index, segment] of segments.entries()) {
    const part = decoded(parts[index] ?? '')
    if (segment.startsWith(':')) params.set(segment.slice(1), part)
    else if (segment !== part) return null
  }
  return params
}

/** A path is hostile text: what is no valid encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function paramOf(params: ReadonlyMap<string, string>, name: string): string {
  const value = params.get(name)
  if (value === undefined) throw new Error(`the route has no :${name}`)
  return value
}

function answerResponse(answer: Answer, headers: Record<string, string>): Response {
  if (answer.json === undefined) return new Response(null, { status: answer.status, headers })
  return jsonResponse(answer.status, answer.json, headers)
}

function errorResponse(error: DiscordError, headers: Record<string, string>): Response {
  return jsonResponse(error.status, error.body(), headers)
}

function plannedResponse(answer: PlannedAnswer): Response {
  if (answer.kind === 'rateLimit') {
    const { retryAfterMs, global } = answer
    return limitedResponse(retryAfterMs, global, retryHeaders(retryAfterMs, global))
  }
  return errorResponse(new DiscordError(answer.status, answer.code, answer.message), {})
}

function limitedResponse(
  retryAfterMs: number,
  global: boolean,
  headers: Record<string, string>,
): Response {
  const body = { message: 'You are being rate limited.', retry_after: retryAfterMs / 1000, global }
  return jsonResponse(429, body, headers)
}

function jsonResponse(status: number, json: unknown, headers: Record<string, string>): Response {
  // Some clients compare the content type to this very text.
  return new Response(JSON.stringify(json), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  })
}
