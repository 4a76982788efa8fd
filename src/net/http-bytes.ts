import { type BackoffLimits, backoffMs } from '../base/backoff.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import type { AddressPolicy } from './address-policy.ts'
import {
  essenceOf,
  type HttpSource,
  hostOf,
  type Opened,
  openAt,
  type RangeRequest,
  validatorOf,
} from './http-answer.ts'
import type { MetadataBlock } from './icy-metadata.ts'
import { looksLikeMarkup, looksLikePlaylist, looksLikeXmlList } from './markup.ts'
import { NetError, type NetErrorCode } from './net-error.ts'
import type { Fields } from './response-head.ts'
import { type Patience, peek, steady } from './steady-body.ts'
import { StreamStart } from './stream-start.ts'

export interface HttpBytesOptions {
  readonly policy: AddressPolicy
  /** Aborts the opening; `read` takes a signal of its own. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly random?: () => number
  /** Whether a list of links, which has no sound itself, is handed out all the same. */
  readonly lists?: boolean
  readonly firstByteTimeoutMs?: number
  /** A connection counts as dropped when a reader waits on it this long, even if it drips. */
  readonly stallTimeoutMs?: number
  readonly backoff?: BackoffLimits
}

const FIRST_BYTE_TIMEOUT_MS = 10_000
const STALL_TIMEOUT_MS = 8_000
const BACKOFF: BackoffLimits = { baseMs: 250, maxMs: 4_000 }
/** Reconnections in a row without `PROGRESS_BYTES` between them; then the source is lost. */
const MAX_RETRIES = 5
const PROGRESS_BYTES = 64 * 1024
/** The most reconnections in one whole reading, however much arrives in between. */
const MAX_RECONNECTIONS = 100
/**
 * Somebody is waiting for the first sound, so an answer that breaks off at its start is requested
 * only twice more.
 */
const MAX_REOPENINGS = 2

/**
 * The bytes of one HTTP resource, readable from any offset where the server can, and all the same
 * when connections stall or break: the reader goes on at the same byte, or is told that it can't.
 * Everything rejects with a `NetError`: 'http-status', 'source-busy' and 'rate-limited' (with the
 * status), 'not-audio' (a web page or a playlist), 'empty-file', 'address-refused', 'source-timeout',
 * and 'source-lost' when reconnecting didn't help or the resource changed in between.
 */
export class HttpBytes {
  /** Bytes in all; null when the server doesn't say. */
  readonly lengthBytes: number | null
  /** Whether `read` may start anywhere without fetching all that lies before. */
  readonly seekable: boolean
  /** The Content-Type's essence ("audio/mpeg"); a hint only. Null when absent. */
  readonly hint: string | null
  readonly headers: Fields
  /** Where the bytes came from after redirects. */
  readonly url: string
  readonly #source: HttpSource
  readonly #options: HttpBytesOptions
  /** ETag (strong) or Last-Modified: what If-Range compares (RFC 9110, 13.1.5). */
  readonly #validator: string | null
  readonly #resumable: boolean
  /** The opening's own answer, for the first reader that starts at 0. */
  #first: Opened | null

  private constructor(source: HttpSource, options: HttpBytesOptions, opened: Opened) {
    const { response, total, ranged } = opened
    this.#source = source
    this.#options = options
    this.#first = opened
    this.#validator = validatorOf(response.headers)
    this.#resumable = source.live || opened.resumable
    this.lengthBytes = source.live ? null : total
    this.seekable = ranged && total !== null
    this.hint = essenceOf(response.headers)
    this.headers = response.headers
    this.url = response.url
  }

  /** Connects and looks at the first bytes, so that a web page or an empty file is refused here. */
  static async open(source: HttpSource, options: HttpBytesOptions): Promise<HttpBytes> {
    for (let attempt = 0; ; attempt++) {
      const opened = await openAt(source, 0, rangeRequest(options, null, options.signal))
      try {
        const head = await peek(opened, patience(options, options.signal))
        if (head.length === 0) throw new NetError('empty-file', hostOf(opened))
        if (isText(head, options))
          throw new NetError('not-audio', essenceOf(opened.response.headers))
        return new HttpBytes(source, options, opened)
      } catch (error) {
        opened.response.cancel()
        const broken = error instanceof NetError && error.code === 'source-lost'
        if (!broken || attempt >= MAX_REOPENINGS) throw error
        await pause(attempt, options, options.signal)
      }
    }
  }

  /**
   * The bytes from `offset` to the end, in chunks of any size. Several readers may be active; each
   * has its own connection. Leaving the loop or aborting closes it. `onMetadata` gets what a station
   * mixes in, its places counted from 0 over all connections, before the bytes at that place.
   */
  async *read(
    offset: number,
    signal?: AbortSignal,
    onMetadata: (block: MetadataBlock) => void = () => {},
  ): AsyncGenerator<Uint8Array> {
    if (this.lengthBytes !== null && offset >= this.lengthBytes) return
    let position = offset
    let failures = 0
    let marked = offset
    let opened = this.#takeFirst(offset)
    const start = this.#source.live ? new StreamStart() : null
    for (let connections = 0; ; connections++) {
      try {
        opened ??= await this.#reopen(position, signal)
        const body = steady(opened, patience(this.#options, signal))
        const connectedAt = position
        for await (const chunk of start?.follow(body) ?? body) {
          for (const { place, bytes } of opened.icy?.takeBlocks() ?? [])
            onMetadata({ place: connectedAt + place, bytes })
          position += chunk.length
          yield chunk
        }
        if (start?.repeated === true || this.#complete(position)) return
        throw new NetError('source-lost', `${hostOf(opened)}: ended early`)
      } catch (error) {
        signal?.throwIfAborted()
        if (!mayRetry(error, this.#source) || !this.#resumable) throw error
        if (position - marked >= PROGRESS_BYTES) failures = 0
        marked = position
        if (++failures > MAX_RETRIES || connections >= MAX_RECONNECTIONS) throw givenUp(error)
        await pause(failures - 1, this.#options, signal)
      } finally {
        opened?.response.cancel()
        opened = null
      }
    }
  }

  /** Closes the opening's connection unless somebody reads from it; repeating this is harmless. */
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
    const asked = rangeRequest(this.#options, this.#validator, signal)
    const opened = await openAt(this.#source, position, asked)
    const changed =
      differ(opened.total, this.lengthBytes) ||
      differ(validatorOf(opened.response.headers), this.#validator)
    if (this.#source.live) return await this.#onAir(opened, signal)
    if (!changed) return opened
    opened.response.cancel()
    throw new ChangedError(hostOf(opened))
  }

  /** A station that's off the air for a while may send a page in its place, which is no sound of its. */
  async #onAir(opened: Opened, signal?: AbortSignal): Promise<Opened> {
    try {
      const head = await peek(opened, patience(this.#options, signal))
      if (!isText(head, this.#options)) return opened
      throw new NetError('source-lost', `${hostOf(opened)}: a page in place of a stream`)
    } catch (error) {
      opened.response.cancel()
      throw error
    }
  }
}

class ChangedError extends NetError {
  constructor(host: string) {
    super('source-lost', `${host}: changed while it was read`)
  }
}

function rangeRequest(
  { policy, firstByteTimeoutMs = FIRST_BYTE_TIMEOUT_MS }: HttpBytesOptions,
  validator: string | null,
  signal: AbortSignal | undefined,
): RangeRequest {
  return { policy, firstByteTimeoutMs, validator, signal }
}

function patience(
  { clock = systemClock, stallTimeoutMs = STALL_TIMEOUT_MS }: HttpBytesOptions,
  signal: AbortSignal | undefined,
): Patience {
  return { clock, stallTimeoutMs, signal }
}

/** Waits before attempt `attempt` is repeated; rejects with the signal's reason. */
function pause(
  attempt: number,
  { clock = systemClock, random = Math.random, backoff = BACKOFF }: HttpBytesOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
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

function isText(head: Uint8Array, { lists = false }: HttpBytesOptions): boolean {
  if (lists && looksLikeXmlList(head)) return false
  return looksLikeMarkup(head) || (!lists && looksLikePlaylist(head))
}

const MAY_PASS: ReadonlySet<NetErrorCode> = new Set([
  'source-lost',
  'source-timeout',
  'source-busy',
  'rate-limited',
])

function mayRetry(error: unknown, { live }: HttpSource): boolean {
  if (error instanceof ChangedError || !(error instanceof NetError)) return false
  // Icecast knows nothing of a station whose source has just dropped, too.
  return MAY_PASS.has(error.code) || (live && error.status === 404)
}

/** A 206 may omit headers (RFC 9110, 15.3.7), so only two that are present can differ. */
function differ<T>(one: T | null, other: T | null): boolean {
  return one !== null && other !== null && one !== other
}

/**
 * A status says more than "lost" (also whether the link expired); anything else is a lost source.
 */
function givenUp(error: unknown): unknown {
  if (!(error instanceof NetError) || error.status !== null) return error
  return new NetError('source-lost', error.detail, { cause: error })
}
