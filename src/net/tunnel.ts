import { isIPv4, isIPv6, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { HeadReader } from './response-head.ts'
import { SocketInput } from './socket-input.ts'

/** A proxy declined to connect; `status` is HTTP's, or null for a SOCKS proxy. */
export class TunnelRefused extends Error {
  override readonly name = 'TunnelRefused'
  readonly status: number | null

  constructor(message: string, status: number | null = null) {
    super(message)
    this.status = status
  }
}

/**
 * Has the proxy at the other end of `socket` connect to `host`, a name or an address without brackets:
 * by CONNECT (RFC 9110, 9.3.6) or SOCKS5 (RFC 1928, RFC 1929), as the scheme of its URL says, with the
 * user and the password in it. Afterwards the socket's bytes are the target's. Rejects with a
 * `TunnelRefused` or the socket's error.
 */
export async function openTunnel(
  socket: Socket,
  proxy: URL,
  host: string,
  port: number,
): Promise<void> {
  const input = new SocketInput(socket)
  try {
    if (proxy.protocol === 'http:') await connectOver(socket, input, proxy, host, port)
    else await socks(socket, input, proxy, host, port)
  } finally {
    input.release()
  }
}

async function connectOver(
  socket: Socket,
  input: SocketInput,
  proxy: URL,
  host: string,
  port: number,
): Promise<void> {
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  const [user, password] = credentials(proxy)
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  const auth = user === '' ? '' : `Proxy-Authorization: Basic ${basic}\r\n`
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${auth}\r\n`)
  const reader = new HeadReader()
  while (reader.push(await input.take(1)) === null);
  const status = reader.head?.status ?? 0
  if (status < 200 || status > 299) throw new TunnelRefused(`the proxy answers ${status}`, status)
}

const VERSION = 0x05
const NO_AUTH = 0x00
const BY_PASSWORD = 0x02
const CONNECT = 0x01
const IPV4 = 0x01
const NAME = 0x03
const IPV6 = 0x04

async function socks(
  socket: Socket,
  input: SocketInput,
  proxy: URL,
  host: string,
  port: number,
): Promise<void> {
  const [user, password] = credentials(proxy)
  const methods = user === '' ? [NO_AUTH] : [NO_AUTH, BY_PASSWORD]
  socket.write(Buffer.from([VERSION, methods.length, ...methods]))
  const [, method] = await input.take(2)
  if (method === BY_PASSWORD && user !== '') {
    socket.write(Buffer.from([0x01, ...counted(user), ...counted(password)]))
    const [, refused] = await input.take(2)
    if (refused !== 0) throw new TunnelRefused('the proxy refuses user and password')
  } else if (method !== NO_AUTH) {
    throw new TunnelRefused('the proxy wants another way to sign in')
  }
  const target = [...addressBytes(host), port >> 8, port & 0xff]
  socket.write(Buffer.from([VERSION, CONNECT, 0x00, ...target]))
  const [, reply, , kind] = await input.take(4)
  if (reply !== 0) throw new TunnelRefused(`the proxy replies ${reply}`)
  const length = kind === IPV4 ? 4 : kind === IPV6 ? 16 : ((await input.take(1))[0] ?? 0)
  await input.take(length + 2)
}

function addressBytes(host: string): number[] {
  if (isIPv4(host)) return [IPV4, ...ipaddr.parse(host).toByteArray()]
  if (isIPv6(host)) return [IPV6, ...ipaddr.parse(host).toByteArray()]
  return [NAME, ...counted(host)]
}

/** A text of at most 255 bytes behind its length. */
function counted(text: string): number[] {
  const bytes = Buffer.from(text).subarray(0, 255)
  return [bytes.length, ...bytes]
}

function credentials(proxy: URL): readonly [string, string] {
  return [decodeURIComponent(proxy.username), decodeURIComponent(proxy.password)]
}
