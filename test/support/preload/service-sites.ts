/**
 * Preloaded by `bun --preload`: the hosts that services are asked at lead to the local server at SERVICE_SITE
 * (an address and a port) instead. Their names resolve to a public address, so that the guard judges them as
 * ever, and TLS is left out. The server tells them apart by the header `host`.
 */
import type { Socket } from 'node:net'

const HOSTS =
  /(?:^|\.)(?:spotify\.com|spotify\.link|deezer\.com|deezer\.page\.link|apple\.com|apple\.co|tidal\.com|soundcloud\.com|sndcdn\.com)$/
/** Of no service, and never dialled. */
const PUBLIC_ADDRESS = '93.184.216.34'

const [hostname = '', port = ''] = (process.env.SERVICE_SITE ?? '').split(':')

interface Where {
  readonly host?: string
}

// What `import` gives is taken from these objects, at the first import in the process.
const dns: {
  lookup: (host: string, options: object) => Promise<unknown>
} = require('node:dns/promises')
const net: { connect: (where: object) => Socket } = require('node:net')
const tls: { connect: (where: Where) => Socket } = require('node:tls')

const { lookup } = dns
dns.lookup = async (host, options) =>
  HOSTS.test(host) ? [{ address: PUBLIC_ADDRESS, family: 4 }] : await lookup(host, options)

const { connect } = tls
tls.connect = (where) => {
  if (where.host === undefined || !HOSTS.test(where.host)) return connect(where)
  const socket = net.connect({ host: hostname, port: Number(port) })
  socket.once('connect', () => socket.emit('secureConnect'))
  return socket
}
