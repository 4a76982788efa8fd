import type { AddressPolicy } from './address-policy.ts'
import { decoded } from './content-coding.ts'
import { type GuardedResponse, request } from './http.ts'
import { NetError } from './net-error.ts'

/** What to fetch; `Media` of kind 'http' fits. */
export interface HttpSource {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** A stream without an end: no Range, no length; after a drop it goes on with what is sent then. */
  readonly live: boolean
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
  /** Chunks that were looked at and belong before what `body` still yields. */
  readonly peeked: Uint8Array[]
  /** Decoded bytes to drop: the server (or a content coding) knows no ranges. */
  readonly skip: number
  readonly total: number | null
  readonly ranged: boolean
  /** Whether a second answer can be told to hold the same bytes, so that one may go on where another broke off. */
  readonly resumable: boolean
}

/**
 * Asks for a source's bytes from `offset` on. A server without ranges answers with all of them, and
 * the result says how many to skip. Rejects with 'http-status', 'empty-file' and what `request` does.
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
    // A body that was compressed is a document, not an endless stream.
    resumable: total !== null || !plain || validatorOf(response.headers) !== null,
  }
}

/** A weak ETag promises no equal bytes, so it can't guard a range (RFC 9110, 8.8.1). */
export function validatorOf(headers: Headers): string | null {
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

export function essenceOf(headers: Headers): string | null {
  const essence = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return essence === undefined || essence === '' ? null : essence
}

export function hostOf(opened: Opened): string {
  return new URL(opened.response.url).host
}
