import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { answerOf } from './answer.ts'
import { NetError } from './net-error.ts'
import { type Framing, framed, framingOf } from './response-body.ts'
import type { ResponseHead } from './response-head.ts'

export interface Authority {
  readonly host: string
  readonly port: number
}

/**
 * Passes a request on to `remote` and its answer back, without headers that concern one connection
 * only. Rejects with what went wrong; once `outgoing` has its head, only destroying it tells the
 * client.
 */
export async function forward(
  incoming: IncomingMessage,
  url: URL,
  remote: Socket,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.once('close', () => remote.destroy())
  if (incoming.headers['transfer-encoding'] !== undefined) {
    throw new NetError('bad-query', 'a request without a length')
  }
  remote.write(requestHead(incoming, url), 'latin1')
  incoming.pipe(remote, { end: false })
  const { head, chunks } = await answerOf(remote)
  const framing: Framing = incoming.method === 'HEAD' ? { bytes: 0 } : framingOf(head)
  outgoing.writeHead(head.status, answerFields(head))
  await pipeline(Readable.from(framed(chunks, framing)), outgoing)
}

function requestHead(incoming: IncomingMessage, url: URL): string {
  const lines = [`${incoming.method ?? 'GET'} ${url.pathname}${url.search} HTTP/1.1`]
  const { rawHeaders } = incoming
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (!HOP_BY_HOP.has(name.toLowerCase()) && name.toLowerCase() !== 'host') {
      lines.push(`${name}: ${rawHeaders[index + 1] ?? ''}`)
    }
  }
  return [...lines, `Host: ${url.host}`, 'Connection: close', '', ''].join('\r\n')
}

/** A length that isn't the body's would break the connection to the client, which gets chunks then. */
function answerFields(head: ResponseHead): Record<string, string | string[]> {
  const framing = framingOf(head)
  const fields: Record<string, string | string[]> = {}
  for (const [name, values] of head.fields.raw) {
    if (HOP_BY_HOP.has(name) || !TOKEN.test(name)) continue
    if (name !== 'content-length') fields[name] = values.map(sendable)
    else if (typeof framing === 'object') fields[name] = String(framing.bytes)
  }
  return fields
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/

function sendable(value: string): string {
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
}

/** "host:port" of a CONNECT, read like a URL's so that odd spellings of addresses end up the same. */
export function authorityOf(text: string): Authority {
  if (!/^[^/?#@\\]+:\d{1,5}$/.test(text) || !URL.canParse(`http://${text}`)) {
    throw new NetError('bad-query', 'not host:port')
  }
  return hostAndPort(new URL(`http://${text}`))
}

/** Where a request in absolute form goes; plain HTTP alone, since the rest tunnels. */
export function absoluteUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'http:') throw new NetError('bad-query', 'not an absolute http URL')
  return url
}

export function hostAndPort(url: URL): Authority {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 80 : Number(url.port),
  }
}

/** Headers of one connection only, which a proxy doesn't pass on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
