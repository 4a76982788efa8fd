import type { Server } from 'bun'
import { type Certificate, makeCertificate, writeCaFile } from './certificate.ts'
import { ExternalSender } from './external-sender.ts'
import { VoiceFaults } from './faults.ts'
import { Close, isRecord, Op, parseMessage } from './ops.ts'
import { Room } from './room.ts'
import { type SentTraffic, TrafficMeter } from './traffic.ts'
import { type EncryptionMode, Transport } from './transport.ts'
import { type GatewaySocket, type Seat, type SocketData, VoiceSession } from './voice-session.ts'

export interface VoiceServerOptions {
  /** 1 by default, as Discord demands since March 2026; 0 is transport encryption only. */
  readonly daveProtocolVersion?: 0 | 1
  /** Made anew by default. Two servers of one run share one, so that one CA file serves both. */
  readonly certificate?: Certificate
  /** 13 750 ms by default, as Discord's. */
  readonly heartbeatIntervalMs?: number
}

const GATEWAY_VERSION = 8
/** How long a session waits for its client to resume. */
const RESUME_WINDOW_MS = 15_000
const NORMAL_CLOSURE = 1000

/**
 * A voice server as Discord's: gateway version 8 over TLS, UDP with IP discovery, both transport
 * encryption modes, DAVE protocol version 1. It serves on 127.0.0.1 only.
 */
export class VoiceServer implements AsyncDisposable {
  readonly caPem: string
  /** A file for NODE_EXTRA_CA_CERTS. */
  readonly caPath: string
  /** The certificate, to start another server that clients trust as well. */
  readonly certificate: Certificate
  readonly faults: VoiceFaults
  readonly #server: Server<SocketData>
  readonly #caFile: AsyncDisposable
  readonly #sender: ExternalSender
  readonly #heartbeatIntervalMs: number
  readonly #heartbeatCheck: Timer
  readonly #seats = new Map<string, Seat>()
  readonly #rooms = new Map<string, Promise<Room>>()
  readonly #sessions = new Map<string, { session: VoiceSession; room: Room }>()
  readonly #meters = new Map<string, TrafficMeter>()
  readonly #sockets = new Set<GatewaySocket>()
  #nextSsrc = 1000

  static async start(options: VoiceServerOptions = {}): Promise<VoiceServer> {
    const certificate = options.certificate ?? (await makeCertificate())
    const sender = await ExternalSender.create()
    return new VoiceServer(options, certificate, await writeCaFile(certificate.caPem), sender)
  }

  private constructor(
    options: VoiceServerOptions,
    certificate: Certificate,
    caFile: AsyncDisposable & { path: string },
    sender: ExternalSender,
  ) {
    this.certificate = certificate
    this.caPem = certificate.caPem
    this.caPath = caFile.path
    this.#caFile = caFile
    this.#sender = sender
    this.faults = new VoiceFaults(options.daveProtocolVersion ?? 1)
    this.#heartbeatIntervalMs = options.heartbeatIntervalMs ?? 13_750
    this.#server = this.#serve()
    this.#heartbeatCheck = setInterval(
      () => this.#dropSilentSockets(),
      this.#heartbeatIntervalMs / 2,
    )
  }

  /** `127.0.0.1:PORT`, as VOICE_SERVER_UPDATE names it. */
  get endpoint(): string {
    return `127.0.0.1:${this.#server.port}`
  }

  /** A VOICE_SERVER_UPDATE went out with this token: from now on Identify with it is accepted. */
  admit(seat: Seat): void {
    this.#seats.set(memberKey(seat.guildId, seat.userId), seat)
  }

  /** Ends a member's presence for good (left, kicked, moved) and revokes the token. */
  evict(guildId: string, userId: string, closeCode: number = Close.disconnected): void {
    this.#seats.delete(memberKey(guildId, userId))
    const found = this.#sessions.get(memberKey(guildId, userId))
    found?.session.closeSocket(closeCode)
    if (found) this.#remove(found.session)
  }

  /** The member's token expires: it stays connected, but neither Identify nor Resume works any more. */
  revoke(guildId: string, userId: string): void {
    this.#seats.delete(memberKey(guildId, userId))
  }

  /**
   * Closes a member's gateway socket. After 4015 and codes under 4000 the session waits for a Resume;
   * any other ends it, but the seat stays: a fresh Identify is accepted.
   */
  closeWith(guildId: string, userId: string, code: number): void {
    const { session } = this.#find(guildId, userId)
    session.closeSocket(code)
    this.#abandon(session, code)
  }

  /** Has every member of the channel found the DAVE group anew (op 24 with epoch 1). */
  resetEpoch(guildId: string, userId: string): void {
    this.#find(guildId, userId).room.dave.reset()
  }

  /** Tells one member that another is gone (op 13) although nobody left. */
  announceDeparture(guildId: string, userId: string, departedUserId: string): void {
    const { session } = this.#find(guildId, userId)
    session.sendJson(Op.clientDisconnect, { user_id: departedUserId })
  }

  /** What arrived from a member, over all of its sessions. */
  traffic(guildId: string, userId: string): SentTraffic {
    return this.#meterOf(guildId, userId).read()
  }

  /** User ids in the channel's DAVE group, and its epoch (0: no group yet). */
  daveGroup(guildId: string, userId: string): { members: string[]; epoch: bigint } {
    const { dave } = this.#find(guildId, userId).room
    return { members: dave.members, epoch: dave.epoch }
  }

  /** Whether the member has a session, be it connected or waiting for a Resume. */
  isPresent(guildId: string, userId: string): boolean {
    return this.#sessions.has(memberKey(guildId, userId))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeatCheck)
    for (const { session } of [...this.#sessions.values()]) {
      session.closeSocket(1001)
      this.#remove(session)
    }
    await Promise.all([...this.#rooms.values()].map(async (room) => (await room)[Symbol.dispose]()))
    this.#rooms.clear()
    await this.#server.stop(true)
    await this.#caFile[Symbol.asyncDispose]()
  }

  #serve(): Server<SocketData> {
    return Bun.serve<SocketData>({
      hostname: '127.0.0.1',
      port: 0,
      tls: { cert: this.certificate.certPem, key: this.certificate.keyPem },
      fetch(request, server) {
        const version = new URL(request.url).searchParams.get('v')
        if (version !== String(GATEWAY_VERSION)) return new Response(null, { status: 400 })
        const data: SocketData = {
          session: null,
          lastHeartbeatAtMs: performance.now(),
          work: Promise.resolve(),
        }
        return server.upgrade(request, { data }) ? undefined : new Response(null, { status: 426 })
      },
      websocket: {
        open: (socket) => this.#onOpen(socket),
        message: (socket, message) => {
          const data = typeof message === 'string' ? message : Buffer.from(message)
          socket.data.work = socket.data.work.then(() => this.#onMessage(socket, data))
        },
        close: (socket, code) => this.#onClose(socket, code),
      },
    })
  }

  #onOpen(socket: GatewaySocket): void {
    this.#sockets.add(socket)
    const hello = { heartbeat_interval: this.#heartbeatIntervalMs, v: GATEWAY_VERSION }
    socket.sendText(JSON.stringify({ op: Op.hello, d: hello }))
  }

  #onClose(socket: GatewaySocket, code: number): void {
    this.#sockets.delete(socket)
    const { session } = socket.data
    if (!session) return
    socket.data.session = null
    session.detach()
    if (code === NORMAL_CLOSURE) this.#remove(session)
    else this.#awaitResume(session)
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
    if (op === Op.identify) {
      if (session) socket.close(Close.alreadyAuthenticated)
      else await this.#identify(socket, d)
    } else if (op === Op.resume) {
      if (session) socket.close(Close.alreadyAuthenticated)
      else this.#resume(socket, d)
    } else if (op === Op.heartbeat) {
      this.#heartbeat(socket, d)
    } else if (!session) {
      socket.close(Close.notAuthenticated)
    } else {
      await this.#onSessionMessage(socket, session, op, d)
    }
  }

  async #onSessionMessage(
    socket: GatewaySocket,
    session: VoiceSession,
    op: number,
    d: Record<string, unknown>,
  ): Promise<void> {
    const room = this.#sessions.get(memberKey(session.seat.guildId, session.userId))?.room
    if (op === Op.selectProtocol) {
      await this.#selectProtocol(socket, session, d)
    } else if (op === Op.speaking) {
      room?.speak(session, d.speaking)
    } else if (op === Op.transitionReady) {
      room?.dave.ready(session, Number(d.transition_id))
    } else if (op !== Op.invalidCommitWelcome && !IGNORED_OPS.has(op)) {
      socket.close(Close.unknownOp)
    }
    // Op 31 asks for nothing by itself: the key package that follows it does.
  }

  #onBinary({ data: { session } }: GatewaySocket, message: Buffer): void {
    const room =
      session && this.#sessions.get(memberKey(session.seat.guildId, session.userId))?.room
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
    const refusal = this.#refusal(d)
    if (refusal !== null) {
      socket.close(refusal)
      return
    }
    const key = memberKey(String(d.server_id), String(d.user_id))
    const seat = this.#seats.get(key)
    if (!seat) throw new Error('a seat vanished while it was checked')
    const room = await this.#room(seat.channelId)
    const former = this.#sessions.get(key)
    former?.session.closeSocket(Close.sessionInvalid)
    if (former) this.#remove(former.session, room)
    const session = new VoiceSession(seat, this.#nextSsrc++, socket, this.faults.firstSequence)
    socket.data.session = session
    this.#sessions.set(key, { session, room })
    room.admit(session)
    session.sendUnnumbered(Op.ready, {
      ssrc: session.ssrc,
      ip: '127.0.0.1',
      port: room.port,
      modes: this.faults.modes,
      // Discord says itself that this one is wrong and Hello's counts.
      heartbeat_interval: 1,
    })
  }

  /** The close code that an Identify deserves, or null if it is in order. */
  #refusal(d: Record<string, unknown>): number | null {
    if (this.faults.identifyCloseCode !== null) return this.faults.identifyCloseCode
    const seat = this.#seats.get(memberKey(String(d.server_id), String(d.user_id)))
    if (!seat || seat.sessionId !== d.session_id) return Close.sessionInvalid
    if (seat.token !== d.token) return Close.authenticationFailed
    const daveVersion = Number(d.max_dave_protocol_version ?? 0)
    return this.faults.daveProtocolVersion > 0 && daveVersion < 1 ? Close.daveRequired : null
  }

  async #selectProtocol(
    socket: GatewaySocket,
    session: VoiceSession,
    d: Record<string, unknown>,
  ): Promise<void> {
    if (d.protocol !== 'udp') {
      socket.close(Close.unknownProtocol)
      return
    }
    const chosen = isRecord(d.data) ? d.data.mode : undefined
    const mode = this.faults.modes.find((offered) => offered === chosen)
    if (!mode) {
      socket.close(Close.unknownMode)
      return
    }
    const delayMs = this.faults.sessionDescriptionDelayMs
    if (delayMs === Infinity) return
    if (delayMs > 0) await Bun.sleep(delayMs)
    this.#describe(session, mode)
  }

  #describe(session: VoiceSession, mode: EncryptionMode): void {
    const found = this.#sessions.get(memberKey(session.seat.guildId, session.userId))
    if (found?.session !== session) return
    const version = this.faults.daveProtocolVersion
    const early = this.faults.externalSenderEarly && version > 0
    if (early) session.sendBinary(Op.externalSender, this.#sender.package)
    session.transport = new Transport(mode, session.secretKey)
    session.daveOn = version > 0
    session.sendJson(Op.sessionDescription, {
      mode,
      secret_key: [...session.secretKey],
      dave_protocol_version: version,
    })
    if (version > 0 && !early) session.sendBinary(Op.externalSender, this.#sender.package)
    found.room.introduce(session)
  }

  #resume(socket: GatewaySocket, d: Record<string, unknown>): void {
    const found = [...this.#sessions.values()].find(
      ({ session: { seat } }) =>
        seat.guildId === d.server_id &&
        seat.sessionId === d.session_id &&
        seat.token === d.token &&
        this.#seats.get(memberKey(seat.guildId, seat.userId))?.token === seat.token,
    )
    const code = this.faults.resumeCloseCode ?? (found ? null : Close.sessionInvalid)
    if (!found || code !== null) {
      if (found) this.#remove(found.session)
      socket.close(code ?? Close.sessionInvalid)
      return
    }
    const { session } = found
    session.closeSocket(Close.sessionInvalid)
    if (session.resumeDeadline) clearTimeout(session.resumeDeadline)
    session.attach(socket)
    session.sendUnnumbered(Op.resumed, null)
    session.replayAfter(typeof d.seq_ack === 'number' ? d.seq_ack : null)
  }

  /** A socket closed with `code` by this side. */
  #abandon(session: VoiceSession, code: number): void {
    if (code === Close.serverCrashed || code < 4000) this.#awaitResume(session)
    else this.#remove(session)
  }

  #awaitResume(session: VoiceSession): void {
    if (session.resumeDeadline) clearTimeout(session.resumeDeadline)
    session.resumeDeadline = setTimeout(() => this.#remove(session), RESUME_WINDOW_MS)
  }

  /** `reuse` names a room that must stay although it gets empty. */
  #remove(session: VoiceSession, reuse?: Room): void {
    if (session.resumeDeadline) clearTimeout(session.resumeDeadline)
    const key = memberKey(session.seat.guildId, session.userId)
    const found = this.#sessions.get(key)
    if (found?.session !== session) return
    this.#sessions.delete(key)
    found.room.leave(session)
    if (found.room.empty && found.room !== reuse) {
      this.#rooms.delete(found.room.channelId)
      found.room[Symbol.dispose]()
    }
  }

  #room(channelId: string): Promise<Room> {
    let room = this.#rooms.get(channelId)
    if (!room) {
      const meterOf = (guildId: string, userId: string) => this.#meterOf(guildId, userId)
      room = Room.open(channelId, this.#sender, this.faults, meterOf)
      this.#rooms.set(channelId, room)
    }
    return room
  }

  #meterOf(guildId: string, userId: string): TrafficMeter {
    const key = memberKey(guildId, userId)
    let meter = this.#meters.get(key)
    if (!meter) {
      meter = new TrafficMeter()
      this.#meters.set(key, meter)
    }
    return meter
  }

  #find(guildId: string, userId: string): { session: VoiceSession; room: Room } {
    const found = this.#sessions.get(memberKey(guildId, userId))
    if (!found) throw new Error(`no voice session of user ${userId} in server ${guildId}`)
    return found
  }

  #dropSilentSockets(): void {
    const deadline = performance.now() - 2 * this.#heartbeatIntervalMs
    for (const socket of this.#sockets) {
      if (socket.data.lastHeartbeatAtMs < deadline) socket.close(Close.sessionTimeout)
    }
  }
}

/** Video, media sinks, flags, platform and others, which a voice-only server has no use for. */
const IGNORED_OPS = new Set([12, 14, 15, 16, 17, 18, 20])

const memberKey = (guildId: string, userId: string): string => `${guildId}/${userId}`
