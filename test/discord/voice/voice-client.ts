import type { udp } from 'bun'
import { Op, parseMessage } from './ops.ts'
import {
  discoveryRequest,
  ENCRYPTION_MODES,
  isRtp,
  readDiscoveryResponse,
  Transport,
} from './transport.ts'
import type { Seat } from './voice-session.ts'

/** A seat and where to take it. */
export interface Ticket extends Seat {
  /** host:port, as VOICE_SERVER_UPDATE names it. */
  readonly endpoint: string
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string
}

/** What a client tells its owner. */
export interface VoiceClientEvents {
  /** A JSON message that is not of the handshake. */
  onJson(op: number, data: Record<string, unknown>): void
  /** A binary message's opcode and payload. */
  onBinary(op: number, payload: Buffer): void
  /** An RTP packet, still encrypted. */
  onPacket(packet: Buffer, arrivedAtMs: number): void
  onClose(code: number): void
}

/** What the handshake negotiated. */
export interface Negotiated {
  readonly ssrc: number
  readonly transport: Transport
  readonly daveProtocolVersion: number
}

const CONNECT_DEADLINE_MS = 30_000

/** The plain part of a voice client: gateway socket, handshake, heartbeat, IP discovery, UDP. */
export class VoiceClient implements AsyncDisposable {
  readonly #ticket: Ticket
  readonly #events: VoiceClientEvents
  readonly #socket: WebSocket
  readonly #ready = Promise.withResolvers<Negotiated>()
  #udp: udp.ConnectedSocket<'buffer'> | undefined
  #serverPort = 0
  #heartbeat: Timer | undefined
  #sequence = -1
  #ssrc = 0
  #modes: string[] = []

  constructor(ticket: Ticket, events: VoiceClientEvents) {
    this.#ticket = ticket
    this.#events = events
    const tls = { ca: ticket.ca }
    this.#socket = new WebSocket(`wss://${ticket.endpoint}?v=8`, { tls })
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.onopen = () => this.#identify()
    this.#socket.onmessage = ({ data }) => this.#onMessage(data)
    this.#socket.onclose = ({ code, reason }) => this.#onClose(code, reason)
  }

  /** The UDP ports at both ends of its way, while it's open. */
  get ports(): number[] {
    return this.#udp === undefined ? [] : [this.#serverPort, this.#udp.port]
  }

  /** Resolves with op 4; rejects when the server closes first or takes longer than 5 s. */
  async negotiated(): Promise<Negotiated> {
    const timer = setTimeout(
      () => this.#ready.reject(new Error('the voice server did not finish the handshake')),
      CONNECT_DEADLINE_MS,
    )
    try {
      return await this.#ready.promise
    } finally {
      clearTimeout(timer)
    }
  }

  sendJson(op: number, data: unknown): void {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ op, d: data }))
    }
  }

  sendBinary(op: number, payload: Uint8Array): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#socket.send(Buffer.concat([Uint8Array.of(op), payload]))
  }

  /** Sends a datagram to the voice server. */
  sendPacket(packet: Uint8Array): void {
    try {
      this.#udp?.send(packet)
    } catch {
      // The server's port is gone. UDP promises nothing; the gateway socket tells of the end.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeat)
    this.#udp?.close()
    this.#udp = undefined
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const closed = Promise.withResolvers<void>()
    this.#socket.addEventListener('close', () => closed.resolve())
    this.#socket.close(1000)
    await closed.promise
  }

  #identify(): void {
    const { guildId, userId, sessionId, token } = this.#ticket
    this.sendJson(Op.identify, {
      server_id: guildId,
      user_id: userId,
      session_id: sessionId,
      token,
      max_dave_protocol_version: 1,
    })
  }

  #onMessage(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const bytes = Buffer.from(data)
      this.#sequence = bytes.readUInt16BE(0)
      this.#events.onBinary(bytes.readUInt8(2), bytes.subarray(3))
      return
    }
    const text = String(data)
    const message = parseMessage(text)
    if (!message) throw new Error(`not a gateway message: ${text.slice(0, 80)}`)
    const { seq } = JSON.parse(text) as { seq?: number }
    if (seq !== undefined) this.#sequence = seq
    this.#onJson(message.op, message.d)
  }

  #onJson(op: number, d: Record<string, unknown>): void {
    if (op === Op.hello) this.#startHeartbeat(Number(d.heartbeat_interval))
    else if (op === Op.ready) void this.#discover(d)
    else if (op === Op.sessionDescription) {
      const mode = ENCRYPTION_MODES.find((known) => known === d.mode)
      if (!mode || !Array.isArray(d.secret_key)) throw new Error('an unusable op 4')
      const transport = new Transport(mode, Uint8Array.from(d.secret_key, Number))
      const daveProtocolVersion = Number(d.dave_protocol_version)
      this.#events.onJson(op, d)
      this.#ready.resolve({ ssrc: this.#ssrc, transport, daveProtocolVersion })
    } else this.#events.onJson(op, d)
  }

  async #discover(d: Record<string, unknown>): Promise<void> {
    this.#ssrc = Number(d.ssrc)
    this.#modes = Array.isArray(d.modes) ? d.modes.map(String) : []
    this.#serverPort = Number(d.port)
    this.#udp = await Bun.udpSocket({
      connect: { hostname: String(d.ip), port: this.#serverPort },
      socket: {
        data: (_socket, packet) => this.#onDatagram(packet),
        // A server that has just gone: the kernel reports its closed port.
        error: () => undefined,
      },
    })
    this.#udp.send(discoveryRequest(this.#ssrc))
  }

  #onDatagram(data: Buffer): void {
    const arrivedAtMs = performance.now()
    const packet = Buffer.from(data)
    const found = readDiscoveryResponse(packet)
    if (found) {
      const mode = ENCRYPTION_MODES.find((known) => this.#modes.includes(known))
      this.sendJson(Op.selectProtocol, { protocol: 'udp', data: { ...found, mode } })
    } else if (isRtp(packet)) {
      this.#events.onPacket(packet, arrivedAtMs)
    }
  }

  #startHeartbeat(intervalMs: number): void {
    this.#heartbeat = setInterval(
      () => this.sendJson(Op.heartbeat, { t: Date.now(), seq_ack: this.#sequence }),
      intervalMs,
    )
  }

  #onClose(code: number, reason: string): void {
    clearInterval(this.#heartbeat)
    this.#ready.reject(new Error(`the voice server closed the socket: ${code} ${reason}`))
    this.#ready.promise.catch(() => undefined) // nobody need be waiting any more
    this.#events.onClose(code)
  }
}
