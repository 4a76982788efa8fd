import { createHash } from 'node:crypto'
import { CircuitBreaker } from '../base/circuit-breaker.ts'
import type { Clock } from '../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import { within } from '../base/within.ts'
import type { Cache } from '../cache/cache.ts'
import type { AddressPolicy } from '../net/address-policy.ts'
import { type GuardedResponse, request, type Sending } from '../net/http.ts'
import { asFailure } from './failure.ts'
import { readJson, TOO_MUCH } from './json-reader.ts'
import { retryAfterMs } from './retry-after.ts'
import type { SourceHealth } from './source.ts'
import { Turns } from './turns.ts'
import { USER_AGENT } from './user-agent.ts'

export interface ServiceOptions {
  /** As the host knows it, in health: a host's name. No secret. */
  readonly name: string
  readonly policy: AddressPolicy
  readonly clock: Clock
  readonly limits?: Partial<ServiceLimits>
  /** Where answers are remembered that ask for it; null: nowhere. */
  readonly cache?: Cache | null
}

export interface ServiceLimits {
  /** Milliseconds until the answer begins, and until it's whole. */
  readonly headMs: number
  readonly wholeMs: number
  /** Bytes of an answer; a longer one is refused. */
  readonly mostBytes: number
  /** Requests under way at once, and of one server of Discord's. */
  readonly atOnce: number
  readonly perServer: number
  /** The least time from one request to the next; 0: none. */
  readonly everyMs: number
}

const LIMITS: ServiceLimits = {
  headMs: 6_000,
  wholeMs: 12_000,
  mostBytes: 2 * 1024 * 1024,
  atOnce: 8,
  perServer: 2,
  everyMs: 0,
}

/** One request. */
export interface ServiceRequest {
  /** Whole; it may carry a secret, which no error repeats. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly send?: Sending
  /** Statuses whose answers are taken like others, since their bodies tell more. */
  readonly also?: readonly number[]
  /** The server of Discord's that asks; left out: nobody in particular. */
  readonly server?: string
  /** Of the objects of a long answer only these fields are taken; left out: all. */
  readonly fields?: readonly string[]
  /** How long its answer is remembered, and that there's none; left out: not at all. */
  readonly keep?: { readonly forMs: number; readonly missForMs: number }
}

/** After so many failures in a row a service is left alone for a while. */
const BREAKER = { failures: 5, openMs: 60_000 }
/** More servers of Discord's wait for nothing. */
const WAITING_PER_SERVER = 16
/** Longer than that nobody waits for a service that wants requests spread out. */
const MOST_SPREAD_MS = 10_000
/** Longer answers aren't remembered. */
const MOST_KEPT_CHARS = 64 * 1024
const TAKEN: ReadonlySet<number> = new Set([200, 201, 202])
/** Answers that say: there's no such thing. */
const NONE: ReadonlySet<number> = new Set([204, 404, 410])
/** What a service is to blame for; anything else says nothing about how it is. */
const ITS_FAULT: ReadonlySet<ErrorCode> = new Set([
  ...(['source-busy', 'source-lost', 'source-timeout', 'rate-limited'] as const),
])

/**
 * A client of one service on the web: it asks politely, and takes nothing that's too long, too late or
 * too much. Rejects with a `SegueError`: 'source-timeout', 'source-lost', 'source-busy' (also while it's
 * left alone after failures), 'rate-limited', 'http-status' with the status alone, 'unsupported' for an
 * answer that can't be read, 'address-refused', or with the reason of the signal.
 */
export class Service {
  readonly #options: ServiceOptions
  readonly #limits: ServiceLimits
  readonly #breaker: CircuitBreaker
  readonly #turns: Turns
  #heldUntilMs = Number.NEGATIVE_INFINITY
  #nextAtMs = Number.NEGATIVE_INFINITY
  #lastFailure: ErrorCode | null = null

  constructor(options: ServiceOptions) {
    this.#options = options
    this.#limits = { ...LIMITS, ...options.limits }
    const { atOnce, perServer } = this.#limits
    this.#breaker = new CircuitBreaker(options.clock, BREAKER)
    this.#turns = new Turns({ atOnce, perServer, waitingPerServer: WAITING_PER_SERVER })
  }

  /** The answer's JSON, which may be anything; null: it has no such thing (204, 404, 410). */
  async json(asked: ServiceRequest, signal: AbortSignal): Promise<unknown> {
    const text = await this.text(asked, signal)
    return text === null ? null : await readJson(text, asked.fields ?? null, signal)
  }

  /** The answer as text; null: it has no such thing. */
  async text(asked: ServiceRequest, signal: AbortSignal): Promise<string | null> {
    const { cache = null } = this.#options
    const { keep } = asked
    if (cache === null || keep === undefined) return await this.#text(asked, signal)
    const key = this.#keyOf(asked)
    const known = readKept(await cache.get(key))
    if (known !== undefined) return known
    const text = await this.#text(asked, signal)
    if (text === null || text.length <= MOST_KEPT_CHARS) {
      await cache.set(key, JSON.stringify({ text }), text === null ? keep.missForMs : keep.forMs)
    }
    return text
  }

  /** The answer as it is, never remembered; null: it has no such thing. */
  async bytes(
    asked: Omit<ServiceRequest, 'keep'>,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    return await this.#ask(asked, signal)
  }

  health(): SourceHealth {
    const { name } = this.#options
    const isOff = !this.#breaker.closed || this.#options.clock.now() < this.#heldUntilMs
    const state = isOff ? 'off' : this.#lastFailure === null ? 'ok' : 'failing'
    return { name, state, detail: this.#lastFailure }
  }

  async #text(asked: ServiceRequest, signal: AbortSignal): Promise<string | null> {
    return (await this.#ask(asked, signal))?.toString('utf8') ?? null
  }

  async #ask(asked: ServiceRequest, signal: AbortSignal): Promise<Buffer | null> {
    using _turn = await this.#turns.take(asked.server ?? '', signal)
    await this.#spread(signal)
    const away = () => new SegueError('source-busy', 'left alone after failures')
    try {
      const answer = await this.#breaker.run(() => this.#request(asked, signal), away, isItsFault)
      this.#lastFailure = null
      return answer
    } catch (error) {
      signal.throwIfAborted()
      if (isItsFault(error)) this.#lastFailure = codeOf(error)
      throw error
    }
  }

  /** Waits until the service may be asked again. */
  async #spread(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options
    const nowMs = clock.now()
    if (nowMs < this.#heldUntilMs) throw new SegueError('rate-limited', 'it asked for a pause')
    const atMs = Math.max(nowMs, this.#nextAtMs)
    if (atMs - nowMs > MOST_SPREAD_MS) throw new SegueError('rate-limited', 'too many requests')
    this.#nextAtMs = atMs + this.#limits.everyMs
    if (atMs > nowMs) await within(clock, atMs - nowMs, aborted(signal), () => {})
  }

  async #request(asked: ServiceRequest, signal: AbortSignal): Promise<Buffer | null> {
    const { policy, clock } = this.#options
    const { headMs, wholeMs } = this.#limits
    const over = new AbortController()
    const either = AbortSignal.any([signal, over.signal])
    const headers = { 'user-agent': USER_AGENT, accept: 'application/json', ...asked.headers }
    const { url, send } = asked
    const options = { policy, headers, maxRedirects: 2, firstByteTimeoutMs: headMs }
    const answering = request(url, { ...options, ...(send && { send }), signal: either })
    const late = () => {
      over.abort()
      throw new SegueError('source-timeout', this.#options.name)
    }
    try {
      const whole = answering.then((answer) => this.#bytesOf(answer, asked.also ?? []))
      return await within(clock, wholeMs, whole, late)
    } catch (error) {
      signal.throwIfAborted()
      throw asFailure(error)
    }
  }

  async #bytesOf(answer: GuardedResponse, also: readonly number[]): Promise<Buffer | null> {
    try {
      const { status } = answer
      if (NONE.has(status)) return null
      if (status === 429 || status === 503) this.#hold(answer)
      if (status === 429) throw new SegueError('rate-limited', `HTTP ${status}`)
      if (status >= 500) throw new SegueError('source-busy', `HTTP ${status}`)
      if (!TAKEN.has(status) && !also.includes(status)) {
        throw new SegueError('http-status', `HTTP ${status}`)
      }
      return await bytesWithin(answer.body, this.#limits.mostBytes)
    } finally {
      answer.cancel()
    }
  }

  #hold({ headers }: GuardedResponse): void {
    const ms = retryAfterMs(headers.get('retry-after'), Date.now())
    if (ms !== null) this.#heldUntilMs = this.#options.clock.now() + ms
  }

  /** Without the secrets that the address or the body may carry. */
  #keyOf({ url, send }: ServiceRequest): string {
    const asked = JSON.stringify([url, send?.method ?? 'GET', send?.body ?? ''])
    const hash = createHash('sha256').update(asked).digest('base64url')
    return `service:${this.#options.name}:${hash}`
  }
}

const TOO_LONG = 'a longer answer than is taken'

const isItsFault = (error: unknown): boolean => ITS_FAULT.has(codeOf(error))

/** Rejects with the signal's reason once it aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Undefined: nothing that's known. */
function readKept(kept: string | null): string | null | undefined {
  if (kept === null) return undefined
  try {
    const { text } = JSON.parse(kept) as { text?: unknown }
    return typeof text === 'string' || text === null ? text : undefined
  } catch {
    return undefined
  }
}

/** Whether it's that an answer had more in it than is taken. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof SegueError &&
  error.code === 'unsupported' &&
  (error.detail === TOO_LONG || error.detail === TOO_MUCH)

async function bytesWithin(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new SegueError('unsupported', TOO_LONG)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
