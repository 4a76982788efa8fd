import type { Clock } from '../clock.ts'
import { isFields } from '../rest/form.ts'
import type { Session } from './session.ts'

/** Docs: Opcodes and Status Codes, "Gateway Opcodes". */
export const Op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  requestChannelInfo: 43,
} as const

/** Docs: Opcodes and Status Codes, "Gateway Close Event Codes". */
export const Close = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const

/** What a socket offers; Bun's WebSocket is one. */
export interface Socket {
  send(text: string): unknown
  close(code: number, reason?: string): void
  terminate(): void
}

/** A client may send so much ("Rate Limiting": 120 events in 60 s) and so long ("4096 bytes"). */
const SENDS = { limit: 120, perMs: 60_000 }
const PAYLOAD_LIMIT_BYTES = 4096

export interface Received {
  readonly op: number
  readonly d: unknown
}

/** One socket of the main gateway: heartbeats, limits, and the session that sits on it. */
export class Connection {
  session: Session | null = null
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #heartbeatMs: number
  #sends: number[] = []
  #deadline: Disposable | null = null
  #closed = false

  constructor(socket: Socket, clock: Clock, heartbeatMs: number) {
    this.#socket = socket
    this.#clock = clock
    this.#heartbeatMs = heartbeatMs
    this.sendOp(Op.hello, { heartbeat_interval: heartbeatMs, _trace: ['["local"]'] })
    this.alive()
  }

  sendOp(op: number, d: unknown): void {
    this.write(JSON.stringify({ op, d, s: null, t: null }))
  }

  readonly write = (text: string): void => {
    if (!this.#closed) this.#socket.send(text)
  }

  close(code: number, reason?: string): void {
    this.ended()
    this.#socket.close(code, reason)
  }

  /** As a network does that goes away: no close frame. */
  drop(): void {
    this.ended()
    this.#socket.terminate()
  }

  /** The socket is gone; the session waits to be resumed. */
  ended(): void {
    this.#closed = true
    this.#deadline?.[Symbol.dispose]()
    this.session?.detach()
    this.session = null
  }

  /** Called at each heartbeat; without any for two intervals the connection is a zombie. */
  alive(): void {
    this.#deadline?.[Symbol.dispose]()
    this.#deadline = this.#clock.after(2 * this.#heartbeatMs, () =>
      this.close(Close.sessionTimedOut, 'Session timed out.'),
    )
  }

  /** Parses and counts one message; null if it cost the client its connection. */
  receive(text: string): Received | null {
    const now = this.#clock.now()
    this.#sends = this.#sends.filter((at) => at > now - SENDS.perMs)
    this.#sends.push(now)
    if (this.#sends.length > SENDS.limit) return this.#refuse(Close.rateLimited, 'Rate limited.')
    if (Buffer.byteLength(text) > PAYLOAD_LIMIT_BYTES) {
      return this.#refuse(Close.decodeError, 'Error while decoding payload.')
    }
    try {
      const value: unknown = JSON.parse(text)
      if (isFields(value) && typeof value.op === 'number') return { op: value.op, d: value.d }
    } catch {}
    return this.#refuse(Close.decodeError, 'Error while decoding payload.')
  }

  #refuse(code: number, reason: string): null {
    this.close(code, reason)
    return null
  }
}
