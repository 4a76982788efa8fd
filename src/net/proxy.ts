import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AddressPolicy } from './address-policy.ts'
import { dial, type Egress } from './dial.ts'
import { type Authority, absoluteUrl, authorityOf, forward, hostAndPort } from './forwarding.ts'
import { NetError } from './net-error.ts'
import { Lease, type ProxyLease } from './proxy-lease.ts'

export interface GuardedProxyOptions {
  readonly policy: AddressPolicy
  /** How connections leave this host; directly unless given. */
  readonly egress?: Egress
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
 * admitted. Only holders of a lease may use the proxy, so that other users of the machine can't.
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

  /** A socket to the address that was checked. */
  async #dial({ host, port }: Authority): Promise<Socket> {
    const { policy, egress, idleTimeoutMs = IDLE_TIMEOUT_MS } = this.#options
    const admitted = await policy.admit(host, port)
    const late = new AbortController()
    const reason = new NetError('source-timeout', host)
    const timer = setTimeout(() => late.abort(reason), this.#connectMs)
    try {
      const socket = await dial({ host, port, admitted, secure: false }, late.signal, egress)
      socket.setTimeout(idleTimeoutMs, () => socket.destroy())
      return socket
    } finally {
      clearTimeout(timer)
    }
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const lease = this.#leaseOf(incoming)
    if (lease === null) {
      outgoing.writeHead(407, { 'proxy-authenticate': 'Basic realm="segue"' }).end()
      return
    }
    try {
      const url = absoluteUrl(incoming.url ?? '')
      const remote = await this.#dial(hostAndPort(url))
      this.#watch(remote)
      await forward(incoming, url, remote, outgoing)
    } catch (error) {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(lease.statusOf(error), { 'content-length': 0 }).end()
    }
  }

  get #connectMs(): number {
    return this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  }
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

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one)
  one.once('close', () => other.destroy())
  other.once('close', () => one.destroy())
}
