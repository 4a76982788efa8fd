import { Socket } from 'node:dgram'
import type { VoiceUDPSocket } from '@discordjs/voice'
import type { Clock } from '../../base/clock.ts'

/** When the discovery packet is repeated, which the library sends only once. */
const DISCOVERY_REPEATS_MS = [500, 1_000, 2_000, 4_000]

/** Where a session's datagrams go. */
interface Peer {
  readonly ip: string
  readonly port: number
}

/** The library's UDP socket of one session, made to survive lost and late datagrams. */
export class UdpGuard implements Disposable {
  readonly #udp: VoiceUDPSocket
  readonly #clock: Clock
  readonly #onFault: (what: string, error: unknown) => void
  #repeat: Disposable | null = null

  constructor(udp: VoiceUDPSocket, clock: Clock, onFault: (what: string, error: unknown) => void) {
    this.#udp = udp
    this.#clock = clock
    this.#onFault = onFault
    this.#sendWith(udp.send.bind(udp))
  }

  /**
   * UDP loses packets and the library asks only once, so this repeats the request until it's
   * stopped.
   */
  repeatDiscovery(ssrc: number): void {
    if (this.#repeat === null) this.#scheduleDiscovery(ssrc, 0)
  }

  endDiscovery(): void {
    this.#repeat?.[Symbol.dispose]()
    this.#repeat = null
  }

  /**
   * Fixes the peer in the kernel. A datagram with an address is looked up and routed each time,
   * which costs half as much again, every 20 ms. A connected socket also receives from its peer
   * alone. `onConnected` is told the socket's descriptor, null where the runtime has none.
   */
  connect(onConnected: (fd: number | null) => void): void {
    const socket: unknown = Reflect.get(this.#udp, 'socket')
    const peer: unknown = Reflect.get(this.#udp, 'remote')
    if (!(socket instanceof Socket) || !isPeer(peer)) return
    try {
      socket.connect(peer.port, peer.ip, () => {
        this.#sendWith((datagram) => socket.send(datagram))
        onConnected(descriptorOf(socket))
      })
    } catch (error) {
      this.#onFault('the UDP peer was not fixed', error)
    }
  }

  [Symbol.dispose](): void {
    this.endDiscovery()
  }

  /**
   * Drops a datagram for a socket that was closed meanwhile, where the library would throw in a
   * timer.
   */
  #sendWith(send: (datagram: Buffer) => void): void {
    this.#udp.send = (datagram) => {
      try {
        send(datagram)
      } catch (error) {
        this.#onFault('a datagram was not sent', error)
      }
    }
  }

  #scheduleDiscovery(ssrc: number, repeat: number): void {
    const atMs = DISCOVERY_REPEATS_MS[repeat]
    if (atMs === undefined) return
    const pauseMs = atMs - (DISCOVERY_REPEATS_MS[repeat - 1] ?? 0)
    this.#repeat = this.#clock.after(pauseMs, () => {
      this.#udp.performIPDiscovery(ssrc).catch(() => {}) // the first one's promise counts
      this.#scheduleDiscovery(ssrc, repeat + 1)
    })
  }
}

const isPeer = (value: unknown): value is Peer =>
  typeof value === 'object' && value !== null && 'ip' in value && 'port' in value

/**
 * Node's and Bun's sockets keep their handle under a symbol; the public property for it is
 * deprecated.
 */
function descriptorOf(socket: Socket): number | null {
  const key = Object.getOwnPropertySymbols(socket).find((own) => own.description === 'state symbol')
  const state: unknown = key && Reflect.get(socket, key)
  const handle: unknown = isObject(state) ? Reflect.get(state, 'handle') : null
  const fd: unknown = isObject(handle) ? Reflect.get(handle, 'fd') : null
  return typeof fd === 'number' && fd >= 0 ? fd : null
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
