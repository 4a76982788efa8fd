import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Admitted } from './address-policy.ts'
import { openTunnel } from './tunnel.ts'

/** Where a connection goes: a name (or an address without brackets) for TLS to check, and the addresses that were admitted. */
export interface Destination {
  readonly host: string
  readonly port: number
  readonly admitted: readonly Admitted[]
  /** Whether to use TLS, with the name's certificate checked. */
  readonly secure: boolean
}

/** How connections leave this host when not directly. */
export interface Egress {
  /** A proxy to go through, in the form that `openTunnel` takes; its URL may contain a password. */
  readonly proxy: string | null
  /** This host's address to connect from. */
  readonly sourceAddress: string | null
}

const STRAIGHT: Egress = { proxy: null, sourceAddress: null }
/** A proxy is asked for one address after another, since it can't be given several. */
const MAX_ADDRESSES_BY_PROXY = 3

/**
 * Connects to one of the addresses that were checked; resolves when bytes may be written. Rejects with
 * the socket's error, a `TunnelRefused`, or the signal's reason, which destroys the connection later on, too.
 */
export async function dial(
  to: Destination,
  signal: AbortSignal,
  { proxy, sourceAddress }: Egress = STRAIGHT,
): Promise<Socket> {
  if (proxy !== null) return await dialThrough(new URL(proxy), sourceAddress, to, signal)
  const { host, port, secure } = to
  const family = sourceAddress === null ? 0 : isIP(sourceAddress)
  const admitted = to.admitted.filter((entry) => family === 0 || entry.family === family)
  const where = {
    ...{ host, port, lookup: answerWith(admitted), autoSelectFamily: true },
    ...(sourceAddress === null ? {} : { localAddress: sourceAddress }),
  }
  const socket = secure ? connectTls({ ...where, ...trusting(host) }) : connect(where)
  return await established(socket, secure ? 'secureConnect' : 'connect', signal)
}

/**
 * Connects through our guarded proxy, which resolves and checks the name. `proxy` is a lease's URL.
 */
export async function dialBy(
  proxy: string,
  { host, port, secure }: Omit<Destination, 'admitted'>,
  signal: AbortSignal,
): Promise<Socket> {
  return await tunnelled(new URL(proxy), null, { host, port, secure }, host, signal)
}

async function dialThrough(
  proxy: URL,
  sourceAddress: string | null,
  { admitted, ...to }: Destination,
  signal: AbortSignal,
): Promise<Socket> {
  let failure: unknown = new Error('no admitted address')
  for (const { address } of admitted.slice(0, MAX_ADDRESSES_BY_PROXY)) {
    try {
      return await tunnelled(proxy, sourceAddress, to, address, signal)
    } catch (error) {
      signal.throwIfAborted()
      failure = error
    }
  }
  throw failure
}

async function tunnelled(
  proxy: URL,
  sourceAddress: string | null,
  { host, port, secure }: Omit<Destination, 'admitted'>,
  target: string,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = await reach(proxy, sourceAddress, signal)
  try {
    await openTunnel(socket, proxy, target, port)
    if (!secure) return socket
    return await established(connectTls({ socket, ...trusting(host) }), 'secureConnect', signal)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'socks5:': 1080,
  'socks5h:': 1080,
}

/** The host chose this proxy, so its address isn't checked. */
function reach(proxy: URL, sourceAddress: string | null, signal: AbortSignal): Promise<Socket> {
  const socket = connect({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port || DEFAULT_PORTS[proxy.protocol]),
    ...(sourceAddress === null ? {} : { localAddress: sourceAddress }),
  })
  return established(socket, 'connect', signal)
}

/** Set explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 doesn't apply to strangers' links. */
function trusting(host: string) {
  return {
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    // An address is no server name (RFC 6066, 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
  }
}

function established(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('close', () => signal.removeEventListener('abort', onAbort))
    // This listener stays; a later error reaches whoever reads.
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('closed')))
    socket.once(event, () => resolve(socket))
    if (signal.aborted) onAbort()
  })
}

/**
 * Answers a socket's name look-up with the checked addresses, so that a second resolution can't
 * differ.
 */
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
