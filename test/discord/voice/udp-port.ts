import type { udp } from 'bun'
import { isRtp, readDiscoveryRequest } from './transport.ts'

/** More than errors that may wait: one of the socket, one of its queue. */
const SEND_TRIES = 3

/** Takes a room's datagrams. `packet` is only lent: it is overwritten after the call. */
export interface UdpRoute {
  onDiscovery(ssrc: number, port: number, address: string): void
  onPacket(packet: Buffer, port: number, address: string, arrivedAtMs: number): void
}

/**
 * A room's UDP socket. Each room has its own, because a socket's receive buffer holds some 200 packets
 * by default: hundreds of rooms on one socket would lose packets whenever this process stands still for
 * a few milliseconds, one room alone bears seconds of it.
 */
export class UdpPort implements Disposable {
  #socket: udp.Socket<'buffer'> | undefined

  /** Starts listening on 127.0.0.1; what arrives goes to `route`. */
  async listen(route: UdpRoute): Promise<void> {
    this.#socket = await Bun.udpSocket({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        data: (_socket, packet, port, address) => dispatch(route, packet, port, address),
        // What somebody's closed port sends back (ICMP) about an earlier packet; see `send`.
        error: () => {},
      },
    })
  }

  get number(): number {
    return this.#socket?.port ?? 0
  }

  /**
   * An error is of an earlier packet: somebody's port is gone (ICMP "port unreachable"), which the
   * system tells whoever sends next. This packet has not gone out then, although its own port is there,
   * so it's sent again.
   */
  send(packet: Uint8Array, port: number, address: string): void {
    for (let tries = 0; tries < SEND_TRIES; tries++) {
      try {
        this.#socket?.send(packet, port, address)
        return
      } catch {
        // The gateway socket tells who left.
      }
    }
  }

  [Symbol.dispose](): void {
    this.#socket?.close()
    this.#socket = undefined
  }
}

/** No datagram of a voice client is longer. */
const scratch = Buffer.allocUnsafeSlow(2048)

function dispatch(route: UdpRoute, data: Buffer, port: number, address: string): void {
  const arrivedAtMs = performance.now()
  // A view of a small array of the runtime's costs microseconds, one of a plain buffer does not.
  const packet = scratch.subarray(0, data.copy(scratch))
  const discovering = readDiscoveryRequest(packet)
  if (discovering !== null) route.onDiscovery(discovering, port, address)
  else if (isRtp(packet)) route.onPacket(packet, port, address, arrivedAtMs)
}
