import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AddressPolicy } from './address-policy.ts'
import { answerWith } from './dial.ts'
import { NetError } from './net-error.ts'
import { Lease, type ProxyLease } from './proxy-lease.ts'

export interface GuardedProxyOptions {
  readonly policy: AddressPolicy
  readonly connectTimeoutMs?: number
  /** A connection on which nothing moves for so long is closed. */
  readonly idleTimeoutMs?: number
  readonly maxConnections?: number
}

const CONNECT_TIMEOUT_MS = 10_000
const IDLE_TIMEOUT_MS = 60_000
const MAX_CONNECTIONS = 256
const MAX_HEADER_BYTES = 32 * 1024
const PROXY_HEADERS_TIMEOUT_MS = 10_000

/**
 * An HTTP proxy on loopback for programs that fetch on their own: CONNECT and absolute-form
 * requests (RFC 9110, 9.3.6; RFC 9112, 3.2.2), each connection to an address that the policy
 * admitted. Only who holds a lease may use it, so that other users of the machine can't.
 */
export class GuardedProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #options: GuardedProxyOptions
  readonly #leases = new Map<string, Lease>()
  readonly #sockets = new Set<Duplex>()

  private constructor(options: GuardedProxyOptions) {
    this.#options = options
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES })
    this.#server.headersTimeout = PROXY_HEADERS_TIMEOUT_MS
    this.#server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS
    this.#server.on('connection', (socket: Socket) => this.#watch(socket))
    this.#server.on('request', (incoming, outgoing) => void this.#forward(incoming, outgoing))
    this.#server.on(
      'connect',
      (incoming, socket, head) => void this.#tunnel(incoming, socket, head),
    )
    this.#server.on('upgrade', (_incoming, socket) => socket.destroy())
  }

  /** Listens on a free port of 127.0.0.1; rejects when there is none. */
  static async start(options: GuardedProxyOptions): Promise<GuardedProxy> {
    const proxy = new GuardedProxy(options)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(0, '127.0.0.1', resolve)
    })
    return proxy
  }

  lease(): ProxyLease {
    const lease = new Lease(this.#port, () => this.#leases.delete(lease.user))
    this.#leases.set(lease.user, lease)
    return lease
  }

  /** Refuses new connections and closes the open ones; repeating it is harmless. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  get #port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed')
    return address.port
  }

  #watch(socket: Duplex): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #leaseOf(incoming: IncomingMessage): Lease | null {
    const [scheme, text = ''] = (incoming.headers['proxy-authorization'] ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'basic') return null
    const [user = '', secret = ''] = Buffer.from(text, 'base64').toString('latin1').split(':')
    const lease = this.#leases.get(user)
    return lease?.fits(secret) === true ? lease : null
  }

  async #tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const lease = this.#leaseOf(incoming)
    if (lease === null) {
      socket.end(`HTTP/1.1 ${statusLine(407)}\r\n${CHALLENGE}\r\n\r\n`)
      return
    }
    try {
      const remote = await this.#dial(authorityOf(incoming.url ?? ''))
      this.#watch(remote)
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      if (head.length > 0) remote.write(head)
      join(socket, remote)
    } catch (error) {
      socket.end(`HTTP/1.1 ${statusLine(lease.statusOf(error))}\r\nContent-Length: 0\r\n\r\n`)
    }
  }

  /** A socket to the very address that was checked. */
  async #dial({ host, port }: Authority): Promise<Socket> {
    const { policy, idleTimeoutMs = IDLE_TIMEOUT_MS } = this.#options
    const lookup = answerWith(await policy.admit(host, port))
    return await new Promise((resolve, reject) => {
      const socket = connect({ host, port, lookup, autoSelectFamily: true })
      const timer = setTimeout(
        () => socket.destroy(new NetError('source-timeout', host)),
        this.#connectMs,
      )
      socket.once('error', reject)
      socket.once('close', () => clearTimeout(timer))
      socket.once('connect', () => {
        clearTimeout(timer)
        socket.setTimeout(idleTimeoutMs, () => socket.destroy())
        resolve(socket)
      })
    })
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const lease = this.#leaseOf(incoming)
    if (lease === null) {
      outgoing.writeHead(407, { 'proxy-authenticate': 'Basic realm="segue"' }).end()
      return
    }
    try {
      const url = absoluteUrl(incoming.url ?? '')
      const request = await this.#ask(url, incoming)
      outgoing.once('close', () => request.destroy())
      incoming.pipe(request)
      const answer = await answerOf(request)
      outgoing.writeHead(
        answer.statusCode ?? 502,
        answer.statusMessage,
        endToEnd(answer.rawHeaders),
      )
      answer.on('error', () => outgoing.destroy())
      answer.pipe(outgoing)
    } catch (error) {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(lease.statusOf(error), { 'content-length': 0 }).end()
    }
  }

  async #ask(url: URL, incoming: IncomingMessage): Promise<ClientRequest> {
    const { host, port } = hostAndPort(url)
    const lookup = answerWith(await this.#options.policy.admit(host, port))
    const request = httpRequest({
      host,
      port,
      lookup,
      agent: false,
      method: incoming.method ?? 'GET',
      path: url.pathname + url.search,
      headers: [...endToEnd(incoming.rawHeaders, 'host'), 'Host', url.host],
      maxHeaderSize: MAX_HEADER_BYTES,
    })
    request.setTimeout(this.#options.idleTimeoutMs ?? IDLE_TIMEOUT_MS, () => request.destroy())
    return request
  }

  get #connectMs(): number {
    return this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  }
}

interface Authority {
  readonly host: string
  readonly port: number
}

const CHALLENGE = 'Proxy-Authenticate: Basic realm="segue"\r\nContent-Length: 0'

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
}

function statusLine(status: number): string {
  return `${status} ${REASONS[status] ?? 'Error'}`
}

/** "host:port" of a CONNECT, read like a URL's so that odd spellings of addresses end up the same. */
function authorityOf(text: string): Authority {
  if (!/^[^/?#@\\]+:\d{1,5}$/.test(text) || !URL.canParse(`http://${text}`)) {
    throw new NetError('bad-query', 'not host:port')
  }
  return hostAndPort(new URL(`http://${text}`))
}

function absoluteUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'http:') throw new NetError('bad-query', 'not an absolute http URL')
  return url
}

function hostAndPort(url: URL): Authority {
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

function endToEnd(raw: readonly string[], ...without: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (HOP_BY_HOP.has(name.toLowerCase()) || without.includes(name.toLowerCase())) continue
    kept.push(name, raw[index + 1] ?? '')
  }
  return kept
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.on('error', reject)
    request.once('close', () => reject(new NetError('source-lost', 'no answer')))
  })
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one)
  one.once('close', () => other.destroy())
  other.once('close', () => one.destroy())
}
