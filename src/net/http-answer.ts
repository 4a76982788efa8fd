import type { AddressPolicy } from './address-policy.ts'
import { decoded } from './content-coding.ts'
import { type GuardedResponse, request } from './http.ts'
import { IcyBody, metadataInterval } from './icy-metadata.ts'
import { NetError, type NetErrorCode } from './net-error.ts'
import type { Fields } from './response-head.ts'

/** What to fetch; `Media` of kind 'http' fits. */
export interface HttpSource {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /**
   * An endless stream: no Range, no length; after a drop, reading goes on with whatever is sent
   * then.
   */
  readonly live: boolean
  /** The guarded proxy to go through, as `request` takes it. */
  readonly via?: string
}

export interface RangeRequest {
  readonly policy: AddressPolicy
  readonly firstByteTimeoutMs: number
  /** Of the first answer; the server sends a range only of the same representation (If-Range). */
  readonly validator: string | null
  readonly signal: AbortSignal | undefined
}

/** One connection whose body starts at the asked offset, or `skip` bytes before it. */
export interface Opened {
  readonly response: GuardedResponse
  readonly body: AsyncIterator<Uint8Array>
  /** What a station mixes in, which isn't in `body`; null: it does not. */
  readonly icy: IcyBody | null
  /** Chunks that were already read; they come before what `body` still yields. */
  readonly peeked: Uint8Array[]
  /** Decoded bytes to drop: the server (or a content coding) knows no ranges. */
  readonly skip: number
  readonly total: number | null
  readonly ranged: boolean
  /**
   * Whether a second answer can be recognised as the same bytes, so that it may go on where the
   * first broke off.
   */
  readonly resumable: boolean
}

/**
 * Statuses of servers that don't know ranges or forbid them: without a range they may send the
 * file.
 */
const REFUSES_RANGES: ReadonlySet<number> = new Set([400, 403, 405, 406, 412, 416, 500, 501])

/**
 * Asks for a source's bytes from `offset` on. A server that has no ranges, refuses one or sends a
 * different one is asked for the whole file, and the result says how many bytes to skip. Rejects
 * with 'http-status', 'source-busy', 'rate-limited', 'empty-file' and what `request` does.
 */
export async function openAt(
  source: HttpSource,
  offset: number,
  { policy, firstByteTimeoutMs, validator, signal }: RangeRequest,
): Promise<Opened> {
  const ask = (headers: Record<string, string>) =>
    request(source.url, {
      policy,
      firstByteTimeoutMs,
      headers: { ...source.headers, ...headers },
      ...(source.via === undefined ? {} : { via: source.via }),
      ...(signal === undefined ? {} : { signal }),
    })
  if (source.live) return describe(await ask({ 'icy-metadata': '1' }), 0)
  const wanted = {
    range: `bytes=${offset}-`,
    ...(validator === null ? {} : { 'if-range': validator }),
  }
  const response = await ask(wanted)
  const isEmpty =
    response.status === 416 && /\/0$/.test(response.headers.get('content-range') ?? '')
  if (isEmpty && offset === 0) {
    response.cancel()
    throw new NetError('empty-file', new URL(response.url).host)
  }
  if (
    !REFUSES_RANGES.has(response.status) &&
    !(response.status === 206 && misses(response, offset))
  ) {
    return describe(response, offset)
  }
  response.cancel()
  return describe(await ask({}), offset)
}

/** Whether the range of a 206 is unknown or begins after the requested offset. */
function misses(response: GuardedResponse, offset: number): boolean {
  const range = rangeOf(response.headers)
  return range === null || range.start > offset || codingOf(response.headers) !== null
}

/** 429 asks for patience (RFC 6585, 4), others pass: the server is overloaded or restarts (RFC 9110, 15.6). */
function codeOf(status: number): NetErrorCode {
  if (status === 429) return 'rate-limited'
  return PASSING.has(status) ? 'source-busy' : 'http-status'
}

const PASSING = new Set([408, 425, 500, 502, 503, 504])

function describe(response: GuardedResponse, offset: number): Opened {
  const { status, headers } = response
  if (status !== 200 && status !== 206) {
    response.cancel()
    throw new NetError(codeOf(status), String(status), { status })
  }
  if (status === 206 && misses(response, offset)) {
    response.cancel()
    throw new NetError('source-lost', 'the server sent another range than asked')
  }
  const coding = codingOf(headers)
  const interval = metadataInterval(headers.get('icy-metaint'))
  const plain = coding === null && interval === null
  const range = status === 206 && interval === null ? rangeOf(headers) : null
  const uncoded = coding === null ? response.body : decoded(response.body, coding)
  const icy = interval === null ? null : new IcyBody(uncoded, interval)
  const body = icy?.sound() ?? uncoded
  const length = plain ? numberOf(headers.get('content-length')) : null
  const total = range === null ? length : range.total
  return {
    response,
    body: body[Symbol.asyncIterator](),
    icy,
    peeked: [],
    skip: offset - (range?.start ?? 0),
    total,
    ranged: range !== null,
    // A body that was compressed is a document, not an endless stream.
    resumable: total !== null || coding !== null || validatorOf(headers) !== null,
  }
}

/** The content coding that the server used although none was asked for; null for none. */
function codingOf(headers: Fields): string | null {
  const coding = headers.all('content-encoding').join(',').trim().toLowerCase()
  return coding === '' || coding === 'identity' ? null : coding
}

/** A weak ETag promises no equal bytes, so it can't guard a range (RFC 9110, 8.8.1). */
export function validatorOf(headers: Fields): string | null {
  const tag = headers.get('etag')
  return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
}

/**
 * Reads a Content-Range ("bytes 0-99/100"), also as servers misspell it: "bytes=0-99/100", "bytes: 0-99/100",
 * "bytes 0--1/100", "0-99-100". Null when it doesn't tell where the bytes begin.
 */
function rangeOf(headers: Fields): { start: number; total: number | null } | null {
  const match = CONTENT_RANGE.exec(headers.get('content-range') ?? '')
  if (match?.[1] === undefined) return null
  const total = numberOf(match[2] ?? null)
  return { start: Number(match[1]), total: total === 0 ? null : total }
}

const CONTENT_RANGE =
  /^(?:bytes)?[\s:=]*-?(\d{1,15})(?:\s*[-=]\s*-?\d{0,15})?(?:\s*[/=-]\s*(\d{1,15}|\*))?/i

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** The type that a server claims ("audio/mpeg"); of several the last, as browsers take it. */
export function essenceOf(headers: Fields): string | null {
  const essence = headers
    .all('content-type')
    .flatMap((value) => value.split(','))
    .map((value) => (value.split(';')[0] ?? '').trim().toLowerCase())
    .findLast((value) => value.includes('/'))
  return essence ?? null
}

export function hostOf(opened: Opened): string {
  return new URL(opened.response.url).host
}
