import { DaveGroup } from './dave/dave-group.ts'
import type { ExternalSender } from './dave/external-sender.ts'
import type { VoiceFaults } from './faults.ts'
import { Op } from './ops.ts'
import type { TrafficMeter } from './traffic.ts'
import { discoveryResponse, type RtpHeader, readRtpHeader } from './transport.ts'
import { UdpPort, type UdpRoute } from './udp-port.ts'
import type { VoiceSession } from './voice-session.ts'

/** Statistics outlive a member's sessions, so the server owns them. */
export type MeterOf = (guildId: string, userId: string) => TrafficMeter

/**
 * One voice channel: its members, their DAVE group, and the forwarder that opens each member's packet
 * and seals it anew for every other.
 */
export class Room implements Disposable, UdpRoute {
  readonly channelId: string
  readonly dave: DaveGroup
  /** Packets of sessions that had ended when they came: whoever sent them didn't know it yet. */
  strays = 0
  readonly #faults: VoiceFaults
  readonly #meterOf: MeterOf
  readonly #port = new UdpPort()
  readonly #sessions = new Map<number, VoiceSession>()
  readonly #meters = new Map<number, TrafficMeter>()

  static async open(
    channelId: string,
    sender: ExternalSender,
    faults: VoiceFaults,
    meterOf: MeterOf,
  ): Promise<Room> {
    const room = new Room(channelId, sender, faults, meterOf)
    await room.#port.listen(room)
    return room
  }

  private constructor(
    channelId: string,
    sender: ExternalSender,
    faults: VoiceFaults,
    meterOf: MeterOf,
  ) {
    this.channelId = channelId
    this.#faults = faults
    this.#meterOf = meterOf
    this.dave = new DaveGroup(channelId, sender, faults)
  }

  /** Where members send their audio. */
  get port(): number {
    return this.#port.number
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

  onDiscovery(ssrc: number, port: number, address: string): void {
    const session = this.#sessions.get(ssrc)
    if (!session) return
    if (this.#faults.unansweredDiscoveries > 0) {
      this.#faults.unansweredDiscoveries--
      return
    }
    session.address = address
    session.port = port
    this.#port.send(discoveryResponse(ssrc, address, port), port, address)
  }

  onPacket(packet: Buffer, port: number, address: string, arrivedAtMs: number): void {
    if (this.#faults.strikes(this.#faults.lossToServer)) return
    const header = readRtpHeader(packet)
    const session = this.#sessions.get(header.ssrc)
    if (!session) this.strays++
    if (!session?.transport) return
    const held = session.heldBack
    session.heldBack = null
    if (!held && this.#faults.strikes(this.#faults.reorderToServer)) {
      session.heldBack = { header, packet: Buffer.from(packet) }
      return
    }
    if (this.#accept(session, header, packet, arrivedAtMs)) {
      session.address = address
      session.port = port
    }
    if (held) this.#accept(session, held.header, held.packet, arrivedAtMs)
  }

  [Symbol.dispose](): void {
    this.dave[Symbol.dispose]()
    this.#port[Symbol.dispose]()
  }

  /** False if the packet does not authenticate. */
  #accept(session: VoiceSession, header: RtpHeader, packet: Buffer, arrivedAtMs: number): boolean {
    const meter = this.#meters.get(session.ssrc)
    const payload = session.transport?.open(packet)
    if (!payload) {
      meter?.recordForged()
      return false
    }
    meter?.record(header, payload, arrivedAtMs, session.daveOn)
    if (session.seat.muted) return true
    for (const other of this.#sessions.values()) {
      if (other === session || other.seat.deaf || !other.transport || other.port === 0) continue
      if (this.#faults.strikes(this.#faults.lossToListener)) continue
      this.#port.send(other.transport.seal(header, payload), other.port, other.address)
    }
    return true
  }

  /** Members but one whose transport is there: those who can take part. */
  #present(session: VoiceSession): VoiceSession[] {
    return [...this.#sessions.values()].filter((other) => other !== session && other.transport)
  }
}
