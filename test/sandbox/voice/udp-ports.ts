import type { udp } from 'bun'
import { isRtp, readDiscoveryRequest } from './transport.ts'

/** Takes the datagrams of one ssrc. `packet` is only lent: it is overwritten after the call. */
export interface UdpRoute {
  onDiscovery(ssrc: number, port: number, address: string): void
  onPacket(packet: Buffer, port: number, address: string, arrivedAtMs: number): void
}

/**
 * Rooms per socket. Few, because a socket's receive buffer holds some 270 packets by default, which 16
 * rooms fill in a third of a second of standstill; more than one, because packets that wait for the
 * same socket are read in one go.
 */
const ROOMS_PER_PORT = 16

/** One UDP socket, shared by a few rooms. */
export class UdpPort {
  rooms = 0
  readonly #routes = new Map<number, UdpRoute>()
  #socket: udp.Socket<'buffer'> | undefined

  static async open(): Promise<UdpPort> {
    const port = new UdpPort()
    port.#socket = await Bun.udpSocket({
      hostname: '127.0.0.1',
      port: 0,
      socket: { data: (_socket, data, from, address) => port.#onData(data, from, address) },
    })
    return port
  }

  get number(): number {
    return this.#socket?.port ?? 0
  }

  route(ssrc: number, route: UdpRoute): void {
    this.#routes.set(ssrc, route)
  }

  unroute(ssrc: number): void {
    this.#routes.delete(ssrc)
  }

  send(packet: Uint8Array, port: number, address: string): void {
    try {
      this.#socket?.send(packet, port, address)
    } catch {
      // Somebody's port is gone (ICMP "port unreachable"). UDP promises nothing; the gateway socket
      // tells who left.
    }
  }

  close(): void {
    this.#socket?.close()
  }

  #onData(data: Buffer, port: number, address: string): void {
    const arrivedAtMs = performance.now()
    const packet = Buffer.from(data.buffer, data.byteOffset, data.length)
    const discovering = readDiscoveryRequest(packet)
    if (discovering !== null) {
      this.#routes.get(discovering)?.onDiscovery(discovering, port, address)
    } else if (isRtp(packet)) {
      this.#routes.get(packet.readUInt32BE(8))?.onPacket(packet, port, address, arrivedAtMs)
    }
  }
}

/** Gives each new room a place on a socket. */
export class UdpPorts implements Disposable {
  readonly #ports: UdpPort[] = []
  #opening: Promise<UdpPort> | undefined

  /** The caller lowers `rooms` again when its room closes. */
  async take(): Promise<UdpPort> {
    for (;;) {
      const free = this.#ports.find(({ rooms }) => rooms < ROOMS_PER_PORT)
      if (free) {
        free.rooms++
        return free
      }
      this.#opening ??= UdpPort.open()
      const opened = await this.#opening
      this.#opening = undefined
      if (!this.#ports.includes(opened)) this.#ports.push(opened)
    }
  }

  [Symbol.dispose](): void {
    for (const port of this.#ports) port.close()
  }
}
