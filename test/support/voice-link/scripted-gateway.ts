import type { Server, ServerWebSocket, udp } from 'bun'
import type { Certificate } from '../../discord/voice/certificate.ts'
import {
  discoveryResponse,
  isRtp,
  isSilence,
  readDiscoveryRequest,
  Transport,
} from '../../discord/voice/transport.ts'

const MODE = 'aead_aes256_gcm_rtpsize'
const SSRC = 4242

/** A JSON message, or the bytes of a binary one. */
export type Message = object | string | Uint8Array

export interface Script {
  /** Sent after Hello and before anything else. */
  readonly beforeReady?: readonly Message[]
  /** Sent after Ready and before op 4. */
  readonly beforeDescription?: readonly Message[]
  /** Of op 4; null never sends it. 0 by default. */
  readonly daveProtocolVersion?: number | null
  /** Closes right behind Ready with this code. */
  readonly closeAfterReady?: number
}

/**
 * A voice gateway that says what a test wants it to say, in any order, right or wrong. It knows no
 * members and no MLS; UDP discovery and transport encryption are real.
 */
export class ScriptedGateway implements AsyncDisposable {
  /** JSON messages of the client. */
  readonly received: { op: number; d: Record<string, unknown> }[] = []
  /** Opcodes of the client's binary messages. */
  readonly receivedBinary: number[] = []
  /** Opus payloads, not silence, as they were before transport encryption. */
  readonly audio: Buffer[] = []
  readonly #script: Script
  readonly #key = crypto.getRandomValues(Buffer.alloc(32))
  readonly #transport = new Transport(MODE, this.#key)
  readonly #server: Server<undefined>
  readonly #udp: udp.Socket<'buffer'>
  #socket: ServerWebSocket<undefined> | null = null

  static async start(certificate: Certificate, script: Script = {}): Promise<ScriptedGateway> {
    let gateway: ScriptedGateway | undefined
    const socket = await Bun.udpSocket({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        data: (_socket, data, port, address) => gateway?.onPacket(Buffer.from(data), port, address),
        error: () => {}, // whoever waited for the answer is gone
      },
    })
    gateway = new ScriptedGateway(certificate, script, socket)
    return gateway
  }

  private constructor(certificate: Certificate, script: Script, socket: udp.Socket<'buffer'>) {
    this.#script = script
    this.#udp = socket
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      tls: { cert: certificate.certPem, key: certificate.keyPem },
      fetch: (request, server) => (server.upgrade(request) ? undefined : new Response(null)),
      websocket: {
        open: (ws) => {
          this.#socket = ws
          this.send({ op: 8, d: { heartbeat_interval: 10_000, v: 8 } })
        },
        message: (_ws, message) => this.#onMessage(message),
      },
    })
  }

  get endpoint(): string {
    return `127.0.0.1:${this.#server.port}`
  }

  send(...messages: Message[]): void {
    for (const message of messages) {
      if (message instanceof Uint8Array) this.#socket?.sendBinary(message)
      else this.#socket?.sendText(typeof message === 'string' ? message : JSON.stringify(message))
    }
  }

  close(code: number): void {
    this.#socket?.close(code)
  }

  /** Data of the client's messages of one opcode. */
  said(op: number): Record<string, unknown>[] {
    return this.received.filter((message) => message.op === op).map(({ d }) => d)
  }

  onPacket(packet: Buffer, port: number, address: string): void {
    const ssrc = readDiscoveryRequest(packet)
    if (ssrc !== null) this.#udp.send(discoveryResponse(ssrc, address, port), port, address)
    if (!isRtp(packet)) return
    const payload = this.#transport.open(packet)
    if (payload && !isSilence(payload)) this.audio.push(payload)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
    this.#udp.close()
  }

  #onMessage(message: string | Buffer): void {
    if (typeof message !== 'string') {
      this.receivedBinary.push(message[0] ?? -1)
      return
    }
    const { op, d } = JSON.parse(message)
    this.received.push({ op, d })
    if (op === 0) {
      const ready = { ssrc: SSRC, ip: '127.0.0.1', port: this.#udp.port, modes: [MODE] }
      this.send(...(this.#script.beforeReady ?? []), { op: 2, d: ready })
      if (this.#script.closeAfterReady) this.close(this.#script.closeAfterReady)
    } else if (op === 1) {
      const { daveProtocolVersion: dave_protocol_version = 0 } = this.#script
      if (dave_protocol_version === null) return
      const description = { mode: MODE, secret_key: [...this.#key], dave_protocol_version }
      this.send(...(this.#script.beforeDescription ?? []), { op: 4, d: description })
    } else if (op === 7) this.send({ op: 9, d: null })
  }
}
