import { randomBytes, randomUUID } from 'node:crypto'
import type { ServerWebSocket } from 'bun'
import type { DaveClient } from './dave/dave-group.ts'
import type { GatewayMessage } from './ops.ts'
import type { RtpHeader, Transport } from './transport.ts'

/** A place in a voice channel that the main gateway gave away with a VOICE_SERVER_UPDATE. */
export interface Seat {
  readonly guildId: string
  readonly channelId: string
  readonly userId: string
  readonly sessionId: string
  readonly token: string
  /** A deafened member gets no audio, as with Discord. */
  readonly deaf?: boolean
  /** In a stage's audience, without speak, or muted by a moderator: nobody gets its audio. */
  readonly muted?: boolean
}

/** What is attached to a gateway socket: its session once it has identified or resumed. */
export interface SocketData {
  session: VoiceSession | null
  lastHeartbeatAtMs: number
  /** Messages of one socket are handled one after the other. */
  work: Promise<void>
}
export type GatewaySocket = ServerWebSocket<SocketData>

/** A numbered message that the client has not acknowledged. */
interface Sent {
  readonly sequence: number
  readonly data: string | Buffer
}

/** Enough for any pause that a resume can bridge; the oldest fall out. */
const REPLAY_MESSAGES = 512

/**
 * One member's session with the voice gateway. It outlives its socket: what is sent while there is
 * none is kept, and replayed to the one that resumes.
 */
export class VoiceSession implements DaveClient {
  readonly id = randomUUID()
  readonly seat: Seat
  readonly ssrc: number
  readonly secretKey = randomBytes(32)
  /** Set by SelectProtocol. */
  transport: Transport | null = null
  /** Where the member's UDP packets come from; set by IP discovery, corrected by real packets. */
  address = ''
  port = 0
  daveOn = false
  /** The last op 5 of this member, as others get it; null before the first. */
  speaking: { user_id: string; ssrc: number; speaking: unknown } | null = null
  /** A packet held back by the reorder fault. */
  heldBack: { header: RtpHeader; packet: Buffer } | null = null
  resumeDeadline: Timer | null = null
  #socket: GatewaySocket | null
  #sequence: number
  readonly #sent: Sent[] = []

  constructor(seat: Seat, ssrc: number, socket: GatewaySocket, firstSequence: number) {
    this.seat = seat
    this.ssrc = ssrc
    this.#socket = socket
    this.#sequence = firstSequence
  }

  get userId(): string {
    return this.seat.userId
  }

  get connected(): boolean {
    return this.#socket !== null
  }

  /** A message without a sequence number: Ready, heartbeat acknowledgements. */
  sendUnnumbered(op: number, data: unknown): void {
    this.#socket?.sendText(JSON.stringify({ op, d: data } satisfies GatewayMessage))
  }

  sendJson(op: number, data: unknown): void {
    const sequence = this.#next()
    this.#send({ sequence, data: JSON.stringify({ op, d: data, seq: sequence }) })
  }

  /** `u16 seq | u8 op | payload`, big endian. */
  sendBinary(op: number, payload: Uint8Array): void {
    const sequence = this.#next()
    const data = Buffer.alloc(3 + payload.length)
    data.writeUInt16BE(sequence, 0)
    data.writeUInt8(op, 2)
    data.set(payload, 3)
    this.#send({ sequence, data })
  }

  /** Drops what the client has seen; called with a heartbeat's `seq_ack`. */
  acknowledge(sequence: number): void {
    while (this.#sent[0] && !isAfter(this.#sent[0].sequence, sequence)) this.#sent.shift()
  }

  /** Ends the socket with a close code; the session itself stays until it is removed. */
  closeSocket(code: number, reason = ''): void {
    const socket = this.#socket
    this.#socket = null
    if (socket) socket.data.session = null
    socket?.close(code, reason)
  }

  /** The socket is gone by itself. */
  detach(): void {
    this.#socket = null
  }

  /** Takes over a socket that resumes; the caller has announced it with Resumed. */
  attach(socket: GatewaySocket): void {
    this.#socket = socket
    socket.data.session = this
  }

  /** Sends again everything after `sequence` (-1 or null: everything kept). */
  replayAfter(sequence: number | null): void {
    for (const sent of this.#sent) {
      if (sequence === null || sequence < 0 || isAfter(sent.sequence, sequence)) this.#write(sent)
    }
  }

  #next(): number {
    const sequence = this.#sequence
    this.#sequence = (sequence + 1) & 0xffff
    return sequence
  }

  #send(sent: Sent): void {
    this.#sent.push(sent)
    if (this.#sent.length > REPLAY_MESSAGES) this.#sent.shift()
    this.#write(sent)
  }

  #write({ data }: Sent): void {
    if (typeof data === 'string') this.#socket?.sendText(data)
    else this.#socket?.sendBinary(data)
  }
}

/** Comparison of 16-bit sequence numbers that wrap (RFC 1982). */
const isAfter = (a: number, b: number): boolean => {
  const ahead = (a - b) & 0xffff
  return ahead !== 0 && ahead < 0x8000
}
