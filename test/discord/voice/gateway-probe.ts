import { Op } from './ops.ts'
import type { Ticket } from './voice-client.ts'

/** A message of the gateway as it came. */
export interface Probed {
  readonly op: number
  /** Undefined for unnumbered messages. */
  readonly seq: number | undefined
  /** JSON data, or a binary message's payload. */
  readonly d: unknown
}

const DEADLINE_MS = 30_000

/** A bare gateway socket that sends what a test says and shows all that comes, with its numbers. */
export class GatewayProbe implements Disposable {
  readonly messages: Probed[] = []
  closeCode: number | null = null
  readonly #socket: WebSocket
  #wake = Promise.withResolvers<void>()

  static async open(ticket: Ticket): Promise<GatewayProbe> {
    const probe = new GatewayProbe(ticket)
    await probe.next(Op.hello)
    return probe
  }

  private constructor({ endpoint, ca }: Ticket) {
    this.#socket = new WebSocket(`wss://${endpoint}?v=8`, { tls: { ca } })
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.onmessage = ({ data }) => this.#onMessage(data)
    this.#socket.onclose = ({ code }) => {
      this.closeCode = code
      this.#stir()
    }
  }

  identify({ guildId, userId, sessionId, token }: Ticket, daveVersion = 1): void {
    this.send(Op.identify, {
      server_id: guildId,
      user_id: userId,
      session_id: sessionId,
      token,
      max_dave_protocol_version: daveVersion,
    })
  }

  resume({ guildId, sessionId, token }: Ticket, sequence: number): void {
    this.send(Op.resume, {
      server_id: guildId,
      session_id: sessionId,
      token,
      seq_ack: sequence,
    })
  }

  /** Chooses a mode without IP discovery, which the gateway does not insist on. */
  selectProtocol(mode = 'aead_aes256_gcm_rtpsize'): void {
    this.send(Op.selectProtocol, { protocol: 'udp', data: { address: '127.0.0.1', port: 9, mode } })
  }

  send(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }))
  }

  sendText(text: string): void {
    this.#socket.send(text)
  }

  /** Takes the oldest message with this opcode; rejects if none comes in 3 s or the socket closes. */
  async next(op: number): Promise<Probed> {
    const deadline = performance.now() + DEADLINE_MS
    for (;;) {
      const index = this.messages.findIndex((message) => message.op === op)
      const [found] = index >= 0 ? this.messages.splice(index, 1) : []
      if (found) return found
      if (this.closeCode !== null) throw new Error(`closed with ${this.closeCode}`)
      await this.#stirred(deadline - performance.now(), `op ${op}`)
    }
  }

  /** The code with which the server closes; rejects if it does not in 3 s. */
  async closed(): Promise<number> {
    const deadline = performance.now() + DEADLINE_MS
    while (this.closeCode === null) await this.#stirred(deadline - performance.now(), 'a close')
    return this.closeCode
  }

  /** Drops the socket as a broken network would: without a close of ours that ends the session. */
  [Symbol.dispose](): void {
    this.#socket.close(4900)
  }

  #onMessage(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const bytes = Buffer.from(data)
      const [seq, op] = [bytes.readUInt16BE(0), bytes.readUInt8(2)]
      this.messages.push({ op, seq, d: bytes.subarray(3) })
    } else {
      const { op, seq, d } = JSON.parse(String(data)) as Probed
      this.messages.push({ op, seq, d })
    }
    this.#stir()
  }

  #stir(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }

  async #stirred(withinMs: number, what: string): Promise<void> {
    const { promise, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(() => reject(new Error(`${what} did not come`)), withinMs)
    await Promise.race([this.#wake.promise, promise]).finally(() => clearTimeout(timer))
  }
}
