import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { AddressPolicy, Admitted } from './address-policy.ts'
import { NetError } from './net-error.ts'

export interface RequestOptions {
  readonly policy: AddressPolicy
  readonly headers?: Readonly<Record<string, string>>
  /** Aborts the request and its body; both then reject with the signal's reason. */
  readonly signal?: AbortSignal
  /** Until the last answer's headers are there, name look-ups and redirects included. */
  readonly firstByteTimeoutMs?: number
  readonly maxRedirects?: number
}

/** An answer whose body still arrives. Either read `body` to its end, leave its loop, or `cancel()`. */
export interface GuardedResponse {
  readonly status: number
  readonly headers: Headers
  /** Where the answer came from in the end. */
  readonly url: string
  /** Raw bytes as sent, read once. Rejects with 'source-lost' when the connection breaks off early. */
  readonly body: AsyncIterable<Uint8Array>
  /** Closes the connection; repeating it is harmless. */
  cancel(): void
}

/** Bytes of an answer's headers; browsers and servers agree on about this much. */
const MAX_HEADER_BYTES = 16 * 1024
const MAX_URL_CHARS = 8 * 1024
const FIRST_BYTE_TIMEOUT_MS = 10_000
const MAX_REDIRECTS = 5
/** Answers before the answer (RFC 9110, 15.2): servers send one or two, and a flood keeps a thread busy. */
const MAX_INTERIM_ANSWERS = 20

/**
 * GET over http or https, to addresses that `policy` admits: each hop's name is resolved once, the
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
    const answer = await ask(url, sent, options.policy, abort.signal)
    const location = answer.headers.location
    const status = answer.statusCode ?? 0
    if (!REDIRECTS.has(status) || location === undefined) {
      return guarded(answer, url, abort, release)
    }
    answer.destroy()
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
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const admitted = await abortable(policy.admit(host, port), signal)
  const send = secure ? httpsRequest : httpRequest
  return await new Promise((resolve, reject) => {
    const outgoing = send(
      {
        host,
        port,
        path: url.pathname + url.search,
        headers: { ...headers, 'accept-encoding': 'identity', host: url.host },
        lookup: answerWith(admitted),
        agent: false,
        maxHeaderSize: MAX_HEADER_BYTES,
        signal,
        // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 doesn't reach what strangers name.
        ...(secure ? { rejectUnauthorized: true } : {}),
      },
      resolve,
    )
    outgoing.once('error', (cause) => reject(lost(url, cause)))
    let interim = 0
    outgoing.on('information', () => {
      if (++interim > MAX_INTERIM_ANSWERS)
        outgoing.destroy(new Error('interim answers without end'))
    })
    // 101 hands over the bare socket, which nobody asked for.
    outgoing.once('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(new NetError('http-status', null, { status: 101 }))
    })
    outgoing.end()
  })
}

/** Answers a socket's name look-up with what was checked, so that no second resolution can differ. */
export function answerWith(admitted: readonly Admitted[]): LookupFunction {
  return (_host, options, done) => {
    const family = options.family === 4 || options.family === 6 ? options.family : null
    const fitting = admitted.filter((entry) => family === null || entry.family === family)
    const [first] = fitting
    if (first === undefined) {
      done(Object.assign(new Error('no admitted address'), { code: 'ENOTFOUND' }), '', 4)
    } else if (options.all === true) {
      done(null, [...fitting])
    } else {
      done(null, first.address, first.family)
    }
  }
}

function guarded(
  answer: IncomingMessage,
  url: URL,
  abort: AbortController,
  release: () => void,
): GuardedResponse {
  answer.once('close', release)
  // A body that is never read may still break off; the reader hears of it through the iterator.
  answer.on('error', () => {})
  return {
    status: answer.statusCode ?? 0,
    headers: headersOf(answer),
    url: url.href,
    body: bytesOf(answer, url, abort.signal),
    cancel: () => {
      release()
      answer.destroy()
    },
  }
}

async function* bytesOf(
  answer: IncomingMessage,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of answer) yield chunk as Uint8Array
    // A stream that was destroyed may end as if all were well.
    if (signal.aborted || !answer.complete) throw new Error('aborted')
  } catch (cause) {
    throw signal.aborted ? signal.reason : lost(url, cause)
  } finally {
    answer.destroy()
  }
}

function headersOf(answer: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    // Latin-1 bytes that `Headers` wouldn't take lose their character, not the answer.
    const text = (Array.isArray(value) ? value.join(', ') : (value ?? '')).replace(/[^\t -ÿ]/g, '')
    headers.set(name, text)
  }
  return headers
}

/** Rejects as soon as the signal aborts, for work that takes no signal itself. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
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
