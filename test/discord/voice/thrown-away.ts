import { existsSync, readFileSync } from 'node:fs'

/** Linux's UDP sockets: the local address second, what was thrown away last (proc(5), /proc/net/udp). */
const SOCKETS = '/proc/net/udp'
/** The loopback's address as it stands there. */
const LOOPBACK = '0100007F'

/**
 * How many datagrams the system has thrown away since nobody had read those before them: a socket has
 * room for some 160 packets, three seconds of one member, and a process may stand still for longer on
 * a busy machine. No fault of whoever sent them. 0 where the system doesn't tell.
 *
 * `ports`: of sockets on the loopback that are still open.
 */
export function thrownAway(ports: readonly number[]): number {
  if (!existsSync(SOCKETS)) return 0
  const wanted = new Set(ports.map((port) => port.toString(16).toUpperCase().padStart(4, '0')))
  let count = 0
  for (const line of readFileSync(SOCKETS, 'latin1').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    const [address, port] = (fields[1] ?? '').split(':')
    if (address === LOOPBACK && port !== undefined && wanted.has(port))
      count += Number(fields.at(-1))
  }
  return count
}
