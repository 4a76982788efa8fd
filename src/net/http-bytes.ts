import { type BackoffLimits, backoffMs } from '../base/backoff.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import type { AddressPolicy } from './address-policy.ts'
import { decoded } from './content-coding.ts'
import { type GuardedResponse, request } from './http.ts'
import { looksLikeMarkup, looksLikePlaylist } from './markup.ts'
import { NetError } from './net-error.ts'

/** What to fetch; `Media` of kind 'http' fits. */
export interface HttpSource {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** A stream without an end: no Range, no length; after a drop it goes on with what is sent then. */
  readonly live: boolean
}

export interface HttpBytesOptions {
  readonly policy: AddressPolicy
  /** Aborts the opening; `read` takes its own. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly random?: () => number
  readonly firstByteTimeoutMs?: number
  /** A connection that a reader waits on for so long without a byte counts as dropped. */
  readonly stallTimeoutMs?: number
  readonly backoff?: BackoffLimits
}

const FIRST_BYTE_TIMEOUT_MS = 10_000
const STALL_TIMEOUT_MS = 8_000
const BACKOFF: BackoffLimits = { baseMs: 250, maxMs: 4_000 }
/** Reconnections in a row without `PROGRESS_BYTES` between them; then the source is lost. */
const MAX_RETRIES = 5
const PROGRESS_BYTES = 64 * 1024
/** Over the whole life of one reading, however much arrives in between. */
const MAX_RECONNECTIONS = 100
/** Enough to tell markup from audio. */
const SNIFF_BYTES = 512

/**
 * The bytes of one HTTP resource, readable from any offset where the server can, and all the same
 * when connections stall or break: the reader goes on at the same byte, or is told that it can't.
 * Everything rejects with a `NetError`: 'http-status' (with the status), 'not-audio' (a web page or a playlist),
 * 'empty-file', 'address-refused', 'source-timeout', and 'source-lost' when reconnecting didn't
 * help or the resource changed in between.
 */
export class HttpBytes {
  /** Bytes in all; null when the server doesn't say. */
  readonly lengthBytes: number | null
  /** Whether `read` may start anywhere without fetching all that lies before. */
  readonly seekable: boolean
  /** The Content-Type's essence ("audio/mpeg"); a hint only. Null when absent. */
  readonly hint: string | null
  readonly headers: Headers
  /** Where the bytes came from after redirects. */
  readonly url: string
  readonly #source: HttpSource
  readonly #options: HttpBytesOptions
  /** ETag (strong) or Last-Modified: what If-Range compares (RFC 9110, 13.1.5). */
  readonly #validator: string | null
  /** The opening's own answer, for the first reader that starts at 0. */
  #first: Opened | null

  private constructor(source: HttpSource, options: HttpBytesOptions, opened: Opened) {
    const { response, total, ranged } = opened
    this.#source = source
    this.#options = options
    this.#first = opened
    this.#validator = validatorOf(response.headers)
    this.lengthBytes = source.live ? null : total
    this.seekable = ranged && total !== null
    this.hint = essenceOf(response.headers)
    this.headers = response.headers
    this.url = response.url
  }

  /** Connects and looks at the first bytes, so that a web page or an empty file is refused here. */
  static async open(source: HttpSource, options: HttpBytesOptions): Promise<HttpBytes> {
    const opened = await openAt(source, options, 0, null, options.signal)
    try {
      const head = await peek(opened, options)
      if (head.length === 0) throw new NetError('empty-file', hostOf(opened))
      if (isText(head)) throw new NetError('not-audio', essenceOf(opened.response.headers))
      return new HttpBytes(source, options, opened)
    } catch (error) {
      opened.response.cancel()
      throw error
    }
  }

  /**
   * The bytes from `offset` to the end, in chunks of any size. Several readers may be active; each
   * has its own connection. Leaving the loop or aborting closes it.
   */
  async *read(offset: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    if (this.lengthBytes !== null && offset >= this.lengthBytes) return
    let position = offset
    let failures = 0
    let marked = offset
    let opened = this.#takeFirst(offset)
    for (let connections = 0; ; connections++) {
      try {
        opened ??= await this.#reopen(position, signal)
        for await (const chunk of steady(opened, this.#options, signal)) {
          position += chunk.length
          yield chunk
        }
        if (this.#complete(position)) return
        throw new NetError('source-lost', `${hostOf(opened)}: ended early`)
      } catch (error) {
        signal?.throwIfAborted()
        if (!mayRetry(error)) throw error
        if (position - marked >= PROGRESS_BYTES) failures = 0
        marked = position
        if (++failures > MAX_RETRIES || connections >= MAX_RECONNECTIONS) throw givenUp(error)
        await this.#pause(failures - 1, signal)
      } finally {
        opened?.response.cancel()
        opened = null
      }
    }
  }

  /** Closes the opening's connection when nobody reads from it; repeating it is harmless. */
  [Symbol.dispose](): void {
    this.#first?.response.cancel()
    this.#first = null
  }

  #takeFirst(offset: number): Opened | null {
    const first = this.#first
    this.#first = null
    if (offset === 0) return first
    first?.response.cancel()
    return null
  }

  #complete(position: number): boolean {
    if (this.#source.live) return false
    return this.lengthBytes === null || position >= this.lengthBytes
  }

  async #reopen(position: number, signal?: AbortSignal): Promise<Opened> {
    const opened = await openAt(this.#source, this.#options, position, this.#validator, signal)
    const changed =
      differ(opened.total, this.lengthBytes) ||
      differ(validatorOf(opened.response.headers), this.#validator)
    if (this.#source.live || !changed) return opened
    opened.response.cancel()
    throw new ChangedError(hostOf(opened))
  }

  #pause(attempt: number, signal?: AbortSignal): Promise<void> {
    const { clock = systemClock, random = Math.random, backoff = BACKOFF } = this.#options
    return new Promise((resolve, reject) => {
      const timer = clock.after(backoffMs(attempt, backoff, random), () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      const onAbort = () => {
        timer[Symbol.dispose]()
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      if (signal?.aborted === true) onAbort()
    })
  }
}

/** One connection whose body starts at the asked offset, or `skip` bytes before it. */
interface Opened {
  readonly response: GuardedResponse
  readonly body: AsyncIterator<Uint8Array>
  /** Chunks that were looked at and belong before what `body` still yields. */
  readonly peeked: Uint8Array[]
  /** Decoded bytes to drop: the server (or a content coding) knows no ranges. */
  readonly skip: number
  readonly total: number | null
  readonly ranged: boolean
}

class ChangedError extends NetError {
  constructor(host: string) {
    super('source-lost', `${host}: changed while it was read`)
  }
}

async function openAt(
  source: HttpSource,
  options: HttpBytesOptions,
  offset: number,
  validator: string | null,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  const { policy, firstByteTimeoutMs = FIRST_BYTE_TIMEOUT_MS } = options
  const ask = (headers: Record<string, string>) =>
    request(source.url, {
      policy,
      firstByteTimeoutMs,
      headers: { ...source.headers, ...headers },
      ...(signal === undefined ? {} : { signal }),
    })
  const wanted: Record<string, string> = source.live ? {} : { range: `bytes=${offset}-` }
  if (!source.live && validator !== null) wanted['if-range'] = validator
  let response = await ask(wanted)
  if (response.status === 416 && offset === 0) {
    response.cancel()
    if (/\/0$/.test(response.headers.get('content-range') ?? '')) {
      throw new NetError('empty-file', new URL(response.url).host)
    }
    response = await ask({})
  }
  if (response.status !== 200 && response.status !== 206) {
    response.cancel()
    throw new NetError('http-status', String(response.status), { status: response.status })
  }
  return describe(response, source.live ? 0 : offset)
}

function describe(response: GuardedResponse, offset: number): Opened {
  const coding = response.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  const plain = coding === 'identity' || coding === ''
  const range = response.status === 206 ? rangeOf(response.headers) : null
  if (response.status === 206 && (range === null || range.start !== offset || !plain)) {
    response.cancel()
    throw new NetError('source-lost', 'the server sent another range than asked')
  }
  const body = (plain ? response.body : decoded(response.body, coding))[Symbol.asyncIterator]()
  const length = plain ? numberOf(response.headers.get('content-length')) : null
  const total = range === null ? length : range.total
  return {
    response,
    body,
    peeked: [],
    skip: range === null ? offset : 0,
    total,
    ranged: range !== null,
  }
}

async function peek(opened: Opened, options: HttpBytesOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for (let size = 0; size < SNIFF_BYTES; ) {
    const next = await nextOf(opened, options, options.signal)
    if (next.done === true) break
    chunks.push(next.value)
    size += next.value.length
    if (!mayBeText(chunks)) break
  }
  opened.peeked.push(...chunks)
  return Buffer.concat(chunks)
}

/** Whether more bytes could still turn out to be a page or a playlist: so far only text. */
function mayBeText(chunks: readonly Uint8Array[]): boolean {
  return chunks.every((chunk) =>
    chunk.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)),
  )
}

/** The body from the asked offset on; throws when it stalls. */
async function* steady(
  opened: Opened,
  options: HttpBytesOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let skip = opened.skip
  for (;;) {
    const next = await nextOf(opened, options, signal)
    if (next.done === true) return
    const { value } = next
    if (value.length > skip) yield skip === 0 ? value : value.subarray(skip)
    skip = Math.max(0, skip - value.length)
  }
}

/** The next chunk, or 'source-timeout' when none comes in time; the connection is closed then. */
function nextOf(
  opened: Opened,
  options: HttpBytesOptions,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<Uint8Array>> {
  const looked = opened.peeked.shift()
  if (looked !== undefined) return Promise.resolve({ done: false, value: looked })
  const { clock = systemClock, stallTimeoutMs = STALL_TIMEOUT_MS } = options
  return new Promise((resolve, reject) => {
    const fail = (reason: unknown) => {
      opened.response.cancel()
      settle(() => reject(reason))
    }
    const onAbort = () => fail(signal?.reason)
    const timer = clock.after(stallTimeoutMs, () =>
      fail(new NetError('source-timeout', `${hostOf(opened)}: stalled`)),
    )
    const settle = (answer: () => void) => {
      timer[Symbol.dispose]()
      signal?.removeEventListener('abort', onAbort)
      answer()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted === true) onAbort()
    opened.body.next().then(
      (result) => settle(() => resolve(result)),
      (error) => settle(() => reject(error)),
    )
  })
}

/** Statuses that pass: the server is overloaded or restarts (RFC 9110, 15.6; RFC 6585, 4). */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

function isText(head: Uint8Array): boolean {
  return looksLikeMarkup(head) || looksLikePlaylist(head)
}

function mayRetry(error: unknown): boolean {
  if (error instanceof ChangedError || !(error instanceof NetError)) return false
  if (error.code === 'http-status') return PASSING.has(error.status ?? 0)
  return error.code === 'source-lost' || error.code === 'source-timeout'
}

/** Headers may be absent from a 206 (RFC 9110, 15.3.7): only two that are there can differ. */
function differ<T>(one: T | null, other: T | null): boolean {
  return one !== null && other !== null && one !== other
}

/** A status says more than "lost" (and whether the link ran out); the rest is a lost source. */
function givenUp(error: unknown): unknown {
  if (!(error instanceof NetError) || error.code === 'http-status') return error
  return new NetError('source-lost', error.detail, { cause: error })
}

/** A weak ETag promises no equal bytes, so it can't guard a range (RFC 9110, 8.8.1). */
function validatorOf(headers: Headers): string | null {
  const tag = headers.get('etag')
  return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
}

function rangeOf(headers: Headers): { start: number; total: number | null } | null {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  if (match === null) return null
  return { start: Number(match[1]), total: numberOf(match[2] ?? null) }
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

function essenceOf(headers: Headers): string | null {
  const essence = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return essence === undefined || essence === '' ? null : essence
}

function hostOf(opened: Opened): string {
  return new URL(opened.response.url).host
}
