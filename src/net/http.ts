import type { Socket } from 'node:net'
import type { AddressPolicy } from './address-policy.ts'
import { type Answer, answerOf } from './answer.ts'
import { dial, dialBy } from './dial.ts'
import { NetError } from './net-error.ts'
import { framed, framingOf } from './response-body.ts'
import type { Fields } from './response-head.ts'
import { TunnelRefused } from './tunnel.ts'

export interface RequestOptions {
  readonly policy: AddressPolicy
  readonly headers?: Readonly<Record<string, string>>
  /** Aborts the request and its body; both then reject with the signal's reason. */
  readonly signal?: AbortSignal
  /** The time until the last answer's headers, name look-ups and redirects included. */
  readonly firstByteTimeoutMs?: number
  readonly maxRedirects?: number
  /** Whether a redirect is followed, and not the answer itself; it is unless given. */
  readonly follows?: boolean
  /** What to send, instead of asking with GET. Such a request follows no redirect. */
  readonly send?: Sending
  /**
   * Our guarded proxy to go through, which asks its own policy instead of `policy`. Its URL
   * contains a secret.
   */
  readonly via?: string
}

/** A request with a body, which may be empty. */
export interface Sending {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly body: string
  /** Its media type: 'application/json'. */
  readonly type: string
}

/**
 * An answer whose body is still arriving. Read `body` to its end, leave its loop, or `cancel()`.
 */
export interface GuardedResponse {
  readonly status: number
  readonly headers: Fields
  /** Where the answer came from in the end. */
  readonly url: string
  /** Raw bytes as sent, read once. Rejects with 'source-lost' when the connection breaks off early. */
  readonly body: AsyncIterable<Uint8Array>
  /** Closes the connection; repeating it is harmless. */
  cancel(): void
}

const MAX_URL_CHARS = 8 * 1024
const FIRST_BYTE_TIMEOUT_MS = 10_000
const MAX_REDIRECTS = 5

/**
 * Asks over http or https, with GET unless it sends something, at addresses that `policy` admits: each hop's name is resolved once, the
 * answer is checked, and the connection goes to the very address that was checked. Any status is an
 * answer; what rejects is a `NetError` ('bad-query' for a URL that can't be asked, 'address-refused',
 * 'source-timeout', 'source-lost', 'http-status' for too many redirects).
 */
export async function request(url: string, options: RequestOptions): Promise<GuardedResponse> {
  options.signal?.throwIfAborted()
  const timeoutMs = options.firstByteTimeoutMs ?? FIRST_BYTE_TIMEOUT_MS
  const abort = new AbortController()
  const onAbort = () => abort.abort(options.signal?.reason)
  options.signal?.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(
    () => abort.abort(new NetError('source-timeout', hostOf(url))),
    timeoutMs,
  )
  const release = () => options.signal?.removeEventListener('abort', onAbort)
  try {
    return await follow(parseWebUrl(url), options, abort, release)
  } catch (error) {
    release()
    throw abort.signal.aborted ? abort.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}

/** Reads an http(s) URL without credentials; rejects anything else with 'bad-query'. */
export function parseWebUrl(text: string): URL {
  const url = text.length <= MAX_URL_CHARS && URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new NetError('bad-query', 'not an http or https URL')
  }
  if (url.username !== '' || url.password !== '') {
    throw new NetError('bad-query', 'a URL with credentials')
  }
  url.hash = ''
  return url
}

/** Sent only to the origin that the caller named: they are its secrets. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization'])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

async function follow(
  first: URL,
  options: RequestOptions,
  abort: AbortController,
  release: () => void,
): Promise<GuardedResponse> {
  const headers = lowerCased(options.headers ?? {})
  let url = first
  for (let hop = 0; ; hop++) {
    const sent = url.origin === first.origin ? headers : withoutSecrets(headers)
    const answer = await ask(url, sent, options, abort.signal)
    const { status, fields } = answer.head
    const location = fields.address('location')
    const isFinal = options.send !== undefined || options.follows === false
    const isLast = isFinal || !REDIRECTS.has(status) || location === null
    if (isLast) return guarded(answer, url, abort, release)
    answer.socket.destroy()
    if (hop >= (options.maxRedirects ?? MAX_REDIRECTS)) {
      throw new NetError('http-status', 'too many redirects', { status })
    }
    url = redirected(location, url)
  }
}

function redirected(location: string, from: URL): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : null
  if (target === null) throw new NetError('source-lost', 'a redirect to no URL')
  return parseWebUrl(target.href)
}

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { policy, via, send }: RequestOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const text = requestText(url, headers, send)
  const admitted = via === undefined ? await abortable(policy.admit(host, port), signal) : []
  try {
    const to = { host, port, admitted, secure }
    const socket = via === undefined ? await dial(to, signal) : await dialBy(via, to, signal)
    socket.write(text, 'latin1')
    if (send !== undefined) socket.write(send.body, 'utf8')
    return await answerOf(socket)
  } catch (cause) {
    throw cause instanceof NetError ? cause : failed(url, cause)
  }
}

/** Throws a `TypeError` for a header that would smuggle in more than its name and value. */
function requestText(
  url: URL,
  headers: Readonly<Record<string, string>>,
  send: Sending | undefined,
): string {
  const all = {
    ...headers,
    ...(send && { 'content-type': send.type, 'content-length': `${Buffer.byteLength(send.body)}` }),
    ...{ 'accept-encoding': 'identity', connection: 'close' },
  }
  const lines = Object.entries(all).map(([name, value]) => {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new TypeError(`no header: ${JSON.stringify(name)}`)
    }
    return `${name}: ${value}\r\n`
  })
  const method = send?.method ?? 'GET'
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}\r\n`
}

function guarded(
  { socket, head, chunks }: Answer,
  url: URL,
  abort: AbortController,
  release: () => void,
): GuardedResponse {
  socket.once('close', release)
  return {
    status: head.status,
    headers: head.fields,
    url: url.href,
    body: bytesOf(framed(chunks, framingOf(head)), socket, url, abort.signal),
    cancel: () => {
      release()
      socket.destroy()
    },
  }
}

async function* bytesOf(
  body: AsyncGenerator<Uint8Array>,
  socket: Socket,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
    // A socket that was destroyed may end as if it had ended normally.
    if (signal.aborted || socket.errored !== null) throw socket.errored ?? new Error('aborted')
  } catch (cause) {
    throw signal.aborted ? signal.reason : lost(url, cause)
  } finally {
    socket.destroy()
  }
}

/** Rejects as soon as the signal aborts, for work that takes no signal itself. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function failed(url: URL, cause: unknown): NetError {
  if (!(cause instanceof TunnelRefused)) return lost(url, cause)
  if (cause.status === 403) return new NetError('address-refused', url.host, { cause })
  if (cause.status === 504) return new NetError('source-timeout', url.host, { cause })
  return lost(url, cause)
}

function lost(url: URL, cause: unknown): NetError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer'
  return new NetError('source-lost', `${url.host}: ${code}`, { cause })
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET_HEADERS.has(name)))
}
