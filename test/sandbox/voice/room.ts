import type { udp } from 'bun'
import { DaveGroup } from './dave-group.ts'
import type { ExternalSender } from './external-sender.ts'
import type { VoiceFaults } from './faults.ts'
import { Op } from './ops.ts'
import type { TrafficMeter } from './traffic.ts'
import {
  discoveryResponse,
  isRtp,
  type RtpHeader,
  readDiscoveryRequest,
  readRtpHeader,
} from './transport.ts'
import type { VoiceSession } from './voice-session.ts'

/** Statistics outlive a member's sessions, so the server owns them. */
export type MeterOf = (guildId: string, userId: string) => TrafficMeter

/**
 * One voice channel: its members, their DAVE group, and the forwarder that opens each member's packet
 * and seals it anew for every other. It has a UDP socket of its own, so that the bursts of hundreds of
 * channels don't share one receive buffer.
 */
export class Room implements Disposable {
  readonly channelId: string
  readonly dave: DaveGroup
  readonly #faults: VoiceFaults
  readonly #meterOf: MeterOf
  readonly #socket: udp.Socket<'buffer'>
  readonly #sessions = new Map<number, VoiceSession>()
  readonly #meters = new Map<number, TrafficMeter>()

  private constructor(
    channelId: string,
    socket: udp.Socket<'buffer'>,
    sender: ExternalSender,
    faults: VoiceFaults,
    meterOf: MeterOf,
  ) {
    this.channelId = channelId
    this.#socket = socket
    this.#faults = faults
    this.#meterOf = meterOf
    this.dave = new DaveGroup(channelId, sender, faults)
  }

  static async open(
    channelId: string,
    sender: ExternalSender,
    faults: VoiceFaults,
    meterOf: MeterOf,
  ): Promise<Room> {
    let room: Room | undefined
    const socket = await Bun.udpSocket({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        data(_socket, data, port, address) {
          const arrivedAtMs = performance.now()
          room?.receive(Buffer.from(data.buffer, data.byteOffset, data.length), {
            port,
            address,
            arrivedAtMs,
          })
        },
      },
    })
    room = new Room(channelId, socket, sender, faults, meterOf)
    return room
  }

  get port(): number {
    return this.#socket.port
  }

  get sessions(): Iterable<VoiceSession> {
    return this.#sessions.values()
  }

  get empty(): boolean {
    return this.#sessions.size === 0
  }

  /** After Identify: the session exists, but nobody is told before its transport is there. */
  admit(session: VoiceSession): void {
    this.#sessions.set(session.ssrc, session)
    this.#meters.set(session.ssrc, this.#meterOf(session.seat.guildId, session.userId))
  }

  /**
   * After op 4: introduces everybody to everybody. Clients need op 11 and op 25 before any proposal
   * names somebody new.
   */
  introduce(session: VoiceSession): void {
    const others = this.#present(session)
    if (others.length > 0) {
      session.sendJson(Op.clientsConnect, { user_ids: others.map(({ userId }) => userId) })
    }
    for (const other of others) {
      other.sendJson(Op.clientsConnect, { user_ids: [session.userId] })
      if (other.speaking) session.sendJson(Op.speaking, other.speaking)
    }
    if (session.daveOn) this.dave.enter(session)
  }

  leave(session: VoiceSession): void {
    if (!this.#sessions.delete(session.ssrc)) return
    this.#meters.delete(session.ssrc)
    for (const other of this.#present(session)) {
      other.sendJson(Op.clientDisconnect, { user_id: session.userId })
    }
    this.dave.leave(session)
  }

  /** Op 5: tells the others whose ssrc this is. */
  speak(session: VoiceSession, speaking: unknown): void {
    session.speaking = { user_id: session.userId, ssrc: session.ssrc, speaking }
    for (const other of this.#present(session)) other.sendJson(Op.speaking, session.speaking)
  }

  [Symbol.dispose](): void {
    this.dave[Symbol.dispose]()
    this.#socket.close()
  }

  receive(packet: Buffer, from: { port: number; address: string; arrivedAtMs: number }): void {
    const discovering = readDiscoveryRequest(packet)
    if (discovering !== null) {
      this.#discover(discovering, from.address, from.port)
      return
    }
    if (!isRtp(packet) || this.#faults.strikes(this.#faults.lossToServer)) return
    const header = readRtpHeader(packet)
    const session = this.#sessions.get(header.ssrc)
    if (!session?.transport) return
    const held = session.heldBack
    session.heldBack = null
    if (!held && this.#faults.strikes(this.#faults.reorderToServer)) {
      session.heldBack = { header, packet: Buffer.from(packet) }
      return
    }
    this.#accept(session, header, packet, from)
    if (held) this.#accept(session, held.header, held.packet, from)
  }

  #discover(ssrc: number, address: string, port: number): void {
    const session = this.#sessions.get(ssrc)
    if (!session) return
    if (this.#faults.unansweredDiscoveries > 0) {
      this.#faults.unansweredDiscoveries--
      return
    }
    session.address = address
    session.port = port
    this.#socket.send(discoveryResponse(ssrc, address, port), port, address)
  }

  #accept(
    session: VoiceSession,
    header: RtpHeader,
    packet: Buffer,
    from: { port: number; address: string; arrivedAtMs: number },
  ): void {
    const meter = this.#meters.get(session.ssrc)
    const payload = session.transport?.open(packet)
    if (!payload) {
      meter?.recordForged()
      return
    }
    session.address = from.address
    session.port = from.port
    meter?.record(header, payload, from.arrivedAtMs, session.daveOn)
    if (session.seat.muted) return
    for (const other of this.#sessions.values()) {
      if (other === session || other.seat.deaf || !other.transport || other.port === 0) continue
      if (this.#faults.strikes(this.#faults.lossToListener)) continue
      this.#socket.send(other.transport.seal(header, payload), other.port, other.address)
    }
  }

  /** Members but one whose transport is there: those who can take part. */
  #present(session: VoiceSession): VoiceSession[] {
    return [...this.#sessions.values()].filter((other) => other !== session && other.transport)
  }
}
