import { EventEmitter } from 'node:events'
import type { OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import type { AddressPolicy } from './address-policy.ts'
import { type GuardedResponse, request } from './http.ts'
import { NetError } from './net-error.ts'

/** What a program gives to `https.request`. */
interface Asked {
  readonly host?: string
  readonly path?: string
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
}

export interface ByProxyOptions {
  /** A lease's URL: a secret. */
  readonly proxy: string
  /** Sent in place of what the program calls itself. */
  readonly userAgent: string
}

const HEAD_MS = 10_000
const MOST_BYTES = 8 * 1024 * 1024
/** Nothing is dialled but the proxy. */
const NOWHERE: AddressPolicy = {
  naming: () => NOWHERE,
  admit: (host) => Promise.reject(new NetError('address-refused', host)),
}

/**
 * From now on, what this process asks by `node:https` goes through our guarded proxy, and it has no other
 * way out: for a program that runs a library which knows of no proxy. (Bun's `fetch` obeys HTTPS_PROXY and
 * its `node:https` doesn't, as measured.) It must be called before that library is imported. GET and
 * POST are known; redirects are followed here, through the proxy as well; bodies are at most 8 MB and not
 * compressed, and one that breaks off just ends, since many a library listens to no error behind the head.
 */
export function onlyByProxy(options: ByProxyOptions): void {
  const ask = (asked: Asked, done: (answer: Readable) => void) => requestOf(asked, done, options)
  Object.assign(https, { request: ask, get: refuse })
  Object.assign(require('node:http'), { request: refuse, get: refuse })
  Object.assign(require('node:http2'), { connect: refuse })
  Object.assign(require('node:dgram'), { createSocket: refuse })
  const processes = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']
  const started = Object.fromEntries(processes.map((name) => [name, refuse]))
  Object.assign(require('node:child_process'), started)
  Object.assign(globalThis, { fetch: refuse, WebSocket: refuse, EventSource: refuse })
}

function refuse(): never {
  throw new Error('this process has no way out but https.request')
}

/** As much of Node's ClientRequest as a plain client uses: `write`, `end` and the event 'error'. */
function requestOf(asked: Asked, done: (answer: Readable) => void, options: ByProxyOptions) {
  const events = new EventEmitter()
  let body = ''
  const send = async () => {
    try {
      done(await answerTo(asked, body, options))
    } catch (error) {
      events.emit('error', error)
    }
  }
  return Object.assign(events, {
    write(part: string) {
      body += part
    },
    end: () => void send(),
  })
}

async function answerTo(
  { host = '', path = '/', method = 'GET', headers = {} }: Asked,
  body: string,
  { proxy, userAgent }: ByProxyOptions,
): Promise<Readable> {
  if (method !== 'GET' && method !== 'POST') throw new NetError('bad-query', method)
  const answer = await request(`https://${host}${path}`, {
    ...{ via: proxy, policy: NOWHERE, firstByteTimeoutMs: HEAD_MS, maxRedirects: 3 },
    headers: { ...plain(headers), 'user-agent': userAgent },
    ...(method === 'POST' && { send: { method, body, type: 'application/json' } }),
  })
  const coding = answer.headers.get('content-encoding')
  if (coding !== null && coding !== 'identity') {
    answer.cancel()
    throw new NetError('source-lost', 'a compressed answer')
  }
  const stream = Readable.from(bounded(answer), { objectMode: false })
  return Object.assign(stream, {
    ...{ statusCode: answer.status, statusMessage: '' },
    headers: {},
  })
}

const plain = (headers: OutgoingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  )

async function* bounded({ body }: GuardedResponse): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) return
      yield chunk
    }
  } catch (error) {
    if (!(error instanceof NetError)) throw error
  }
}
