import type { Server } from 'bun'
import type { Certificate } from './certificate.ts'
import type { ExternalSender } from './dave/external-sender.ts'
import type { VoiceFaults } from './faults.ts'
import { Close, isRecord, Op, parseMessage } from './ops.ts'
import type { Presence } from './presence.ts'
import { type EncryptionMode, Transport } from './transport.ts'
import { type GatewaySocket, type SocketData, VoiceSession } from './voice-session.ts'

/** What the gateway works with. */
export interface GatewayParts {
  readonly certificate: Certificate
  readonly sender: ExternalSender
  readonly faults: VoiceFaults
  readonly presence: Presence
  readonly heartbeatIntervalMs: number
}

const VERSION = 8
const NORMAL_CLOSURE = 1000
/** Video, media sinks, flags, platform and others, which a voice-only server has no use for. */
const IGNORED_OPS = new Set([12, 14, 15, 16, 17, 18, 20])

/** The websocket side of a voice server: handshake, heartbeat, resume; what is DAVE's goes on to the room. */
export class VoiceGateway implements AsyncDisposable {
  readonly #parts: GatewayParts
  readonly #server: Server<SocketData>
  readonly #sockets = new Set<GatewaySocket>()
  readonly #heartbeatCheck: Timer
  #nextSsrc = 1000

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#server = this.#serve()
    this.#heartbeatCheck = setInterval(
      () => this.#dropSilentSockets(),
      parts.heartbeatIntervalMs / 2,
    )
  }

  /** Of 127.0.0.1. */
  get port(): number {
    return this.#server.port ?? 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeatCheck)
    await this.#server.stop(true)
  }

  #serve(): Server<SocketData> {
    const { certPem: cert, keyPem: key } = this.#parts.certificate
    return Bun.serve<SocketData>({
      hostname: '127.0.0.1',
      port: 0,
      tls: { cert, key },
      fetch(request, server) {
        const version = new URL(request.url).searchParams.get('v')
        if (version !== String(VERSION)) return new Response(null, { status: 400 })
        const lastHeartbeatAtMs = performance.now()
        const data: SocketData = { session: null, lastHeartbeatAtMs, work: Promise.resolve() }
        return server.upgrade(request, { data }) ? undefined : new Response(null, { status: 426 })
      },
      websocket: {
        open: (socket) => this.#onOpen(socket),
        message: (socket, message) => {
          const data = typeof message === 'string' ? message : Buffer.from(message)
          socket.data.work = socket.data.work
            .then(() => this.#onMessage(socket, data))
            .catch((error: unknown) => {
              console.error('voice gateway:', error)
              socket.close(Close.serverCrashed)
            })
        },
        close: (socket, code) => this.#onClose(socket, code),
      },
    })
  }

  #onOpen(socket: GatewaySocket): void {
    this.#sockets.add(socket)
    const hello = { heartbeat_interval: this.#parts.heartbeatIntervalMs, v: VERSION }
    socket.sendText(JSON.stringify({ op: Op.hello, d: hello }))
  }

  #onClose(socket: GatewaySocket, code: number): void {
    this.#sockets.delete(socket)
    const { session } = socket.data
    if (!session) return
    socket.data.session = null
    session.detach()
    if (code === NORMAL_CLOSURE) this.#parts.presence.remove(session)
    else this.#parts.presence.awaitResume(session)
  }

  async #onMessage(socket: GatewaySocket, message: string | Buffer): Promise<void> {
    if (typeof message !== 'string') {
      this.#onBinary(socket, message)
      return
    }
    const parsed = parseMessage(message)
    if (!parsed) {
      socket.close(Close.undecodable)
      return
    }
    const { op, d } = parsed
    const { session } = socket.data
    if (op === Op.heartbeat) this.#heartbeat(socket, d)
    else if (op === Op.identify || op === Op.resume) {
      if (session) socket.close(Close.alreadyAuthenticated)
      else if (op === Op.identify) await this.#identify(socket, d)
      else this.#resume(socket, d)
    } else if (!session) socket.close(Close.notAuthenticated)
    else await this.#onSessionMessage(socket, session, op, d)
  }

  async #onSessionMessage(
    socket: GatewaySocket,
    session: VoiceSession,
    op: number,
    d: Record<string, unknown>,
  ): Promise<void> {
    const room = this.#parts.presence.voiceChannelOf(session)
    if (op === Op.selectProtocol) await this.#selectProtocol(socket, session, d)
    else if (op === Op.speaking) room?.speak(session, d.speaking)
    else if (op === Op.transitionReady) room?.dave.ready(session, Number(d.transition_id))
    // Op 31 asks for nothing by itself: the key package that follows it does.
    else if (op !== Op.invalidCommitWelcome && !IGNORED_OPS.has(op)) socket.close(Close.unknownOp)
  }

  #onBinary({ data: { session } }: GatewaySocket, message: Buffer): void {
    const room = session && this.#parts.presence.voiceChannelOf(session)
    if (!room || !session.daveOn || message.length < 2) return
    const payload = message.subarray(1)
    const op = message.readUInt8(0)
    if (op === Op.keyPackage) room.dave.keyPackage(session, payload)
    else if (op === Op.commitWelcome) room.dave.commit(session, payload)
  }

  #heartbeat(socket: GatewaySocket, d: Record<string, unknown>): void {
    socket.data.lastHeartbeatAtMs = performance.now()
    if (typeof d.seq_ack === 'number' && d.seq_ack >= 0) {
      socket.data.session?.acknowledge(d.seq_ack)
    }
    socket.sendText(JSON.stringify({ op: Op.heartbeatAck, d: { t: d.t } }))
  }

  async #identify(socket: GatewaySocket, d: Record<string, unknown>): Promise<void> {
    const { presence, faults } = this.#parts
    const seat = presence.seat(String(d.server_id), String(d.user_id))
    const refusal = faults.identifyCloseCode ?? this.#refusal(d)
    if (!seat || refusal !== null) {
      socket.close(refusal ?? Close.sessionInvalid)
      return
    }
    const room = await presence.room(seat.channelId)
    const session = new VoiceSession(seat, this.#nextSsrc++, socket, faults.firstSequence)
    socket.data.session = session
    presence.enter(session, room)
    session.sendUnnumbered(Op.ready, {
      ssrc: session.ssrc,
      ip: '127.0.0.1',
      port: room.port,
      modes: faults.modes,
      // Discord says itself that this one is wrong and Hello's counts.
      heartbeat_interval: 1,
    })
  }

  /** The close code that an Identify deserves, or null if it is in order. */
  #refusal(d: Record<string, unknown>): number | null {
    const { presence, faults } = this.#parts
    const seat = presence.seat(String(d.server_id), String(d.user_id))
    if (!seat || seat.sessionId !== d.session_id) return Close.sessionInvalid
    if (seat.token !== d.token) return Close.authenticationFailed
    const daveVersion = Number(d.max_dave_protocol_version ?? 0)
    return faults.daveProtocolVersion > 0 && daveVersion < 1 ? Close.daveRequired : null
  }

  async #selectProtocol(
    socket: GatewaySocket,
    session: VoiceSession,
    d: Record<string, unknown>,
  ): Promise<void> {
    const { faults } = this.#parts
    if (d.protocol !== 'udp') {
      socket.close(Close.unknownProtocol)
      return
    }
    const chosen = isRecord(d.data) ? d.data.mode : undefined
    const mode = faults.modes.find((offered) => offered === chosen)
    if (!mode) {
      socket.close(Close.unknownMode)
      return
    }
    const delayMs = faults.sessionDescriptionDelayMs
    if (delayMs === Infinity) return
    if (delayMs > 0) await Bun.sleep(delayMs)
    this.#describe(session, mode)
  }

  #describe(session: VoiceSession, mode: EncryptionMode): void {
    const { presence, faults, sender } = this.#parts
    const room = presence.voiceChannelOf(session)
    if (!room) return
    const version = faults.daveProtocolVersion
    const early = faults.externalSenderEarly && version > 0
    if (early) session.sendBinary(Op.externalSender, sender.package)
    session.transport = new Transport(mode, session.secretKey)
    session.daveOn = version > 0
    session.sendJson(Op.sessionDescription, {
      mode,
      secret_key: [...session.secretKey],
      dave_protocol_version: version,
    })
    if (version > 0 && !early) session.sendBinary(Op.externalSender, sender.package)
    room.introduce(session)
  }

  #resume(socket: GatewaySocket, d: Record<string, unknown>): void {
    const { presence, faults } = this.#parts
    const session = presence.resumable(d.server_id, d.session_id, d.token)
    if (!session || faults.resumeCloseCode !== null) {
      if (session) presence.remove(session)
      socket.close(faults.resumeCloseCode ?? Close.sessionInvalid)
      return
    }
    session.closeSocket(Close.sessionInvalid)
    if (session.resumeDeadline) clearTimeout(session.resumeDeadline)
    session.attach(socket)
    session.sendUnnumbered(Op.resumed, null)
    session.replayAfter(typeof d.seq_ack === 'number' ? d.seq_ack : null)
  }

  #dropSilentSockets(): void {
    const deadline = performance.now() - 2 * this.#parts.heartbeatIntervalMs
    for (const socket of this.#sockets) {
      if (socket.data.lastHeartbeatAtMs < deadline) socket.close(Close.sessionTimeout)
    }
  }
}
