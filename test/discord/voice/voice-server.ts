import { type Certificate, makeCertificate, writeCaFile } from './certificate.ts'
import { ExternalSender } from './dave/external-sender.ts'
import { VoiceFaults } from './faults.ts'
import { Close, Op } from './ops.ts'
import { Presence, type Present } from './presence.ts'
import type { SentTraffic } from './traffic.ts'
import { VoiceGateway } from './voice-gateway.ts'
import type { Seat } from './voice-session.ts'

export interface VoiceServerOptions {
  /** 1 by default, as Discord demands since March 2026; 0 is transport encryption only. */
  readonly daveProtocolVersion?: 0 | 1
  /** Made anew by default. Two servers of one run share one, so that one CA file serves both. */
  readonly certificate?: Certificate
  /** 13 750 ms by default, as Discord's. */
  readonly heartbeatIntervalMs?: number
}

/**
 * A voice server as Discord's: gateway version 8 over TLS, UDP with IP discovery, both transport
 * encryption modes, DAVE protocol version 1. It serves on 127.0.0.1 only.
 */
export class VoiceServer implements AsyncDisposable {
  /** The certificate, to start another server that clients trust as well. */
  readonly certificate: Certificate
  readonly caPem: string
  /** A file for NODE_EXTRA_CA_CERTS. */
  readonly caPath: string
  readonly faults: VoiceFaults
  readonly #caFile: AsyncDisposable
  readonly #presence: Presence
  readonly #gateway: VoiceGateway

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
    this.faults = new VoiceFaults(options.daveProtocolVersion ?? 1)
    this.#presence = new Presence(sender, this.faults)
    this.#gateway = new VoiceGateway({
      certificate,
      sender,
      faults: this.faults,
      presence: this.#presence,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 13_750,
    })
  }

  /** `127.0.0.1:PORT`, as VOICE_SERVER_UPDATE names it. */
  get endpoint(): string {
    return `127.0.0.1:${this.#gateway.port}`
  }

  /** A VOICE_SERVER_UPDATE went out with this token: from now on Identify with it is accepted. */
  admit(seat: Seat): void {
    this.#presence.admit(seat)
  }

  /** Ends a member's presence for good (left, kicked, moved) and revokes the token. */
  evict(guildId: string, userId: string, closeCode: number = Close.disconnected): void {
    this.#presence.revoke(guildId, userId)
    const found = this.#presence.find(guildId, userId)
    found?.session.closeSocket(closeCode)
    if (found) this.#presence.remove(found.session)
  }

  /** The member's token expires: it stays connected, but neither Identify nor Resume works any more. */
  revoke(guildId: string, userId: string): void {
    this.#presence.revoke(guildId, userId)
  }

  /**
   * Closes a member's gateway socket. After 4015 and codes under 4000 the session waits for a Resume;
   * any other ends it, but the seat stays: a fresh Identify is accepted.
   */
  closeWith(guildId: string, userId: string, code: number): void {
    const { session } = this.#find(guildId, userId)
    session.closeSocket(code)
    if (code === Close.serverCrashed || code < 4000) this.#presence.awaitResume(session)
    else this.#presence.remove(session)
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
    return this.#presence.meterOf(guildId, userId).read()
  }

  /** Packets that came to the member's channel for sessions that had ended by then. */
  strays(guildId: string, userId: string): number {
    return this.#find(guildId, userId).room.strays
  }

  /** User ids in the channel's DAVE group, and its epoch (0: no group yet). */
  daveGroup(guildId: string, userId: string): { members: string[]; epoch: bigint } {
    const { dave } = this.#find(guildId, userId).room
    return { members: dave.members, epoch: dave.epoch }
  }

  /** Whether the member has a session, be it connected or waiting for a Resume. */
  isPresent(guildId: string, userId: string): boolean {
    return this.#presence.find(guildId, userId) !== undefined
  }

  /** Whether the member has a session that is connected. */
  isConnected(guildId: string, userId: string): boolean {
    return this.#presence.find(guildId, userId)?.session.connected === true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#presence[Symbol.asyncDispose]()
    await this.#gateway[Symbol.asyncDispose]()
    await this.#caFile[Symbol.asyncDispose]()
  }

  #find(guildId: string, userId: string): Present {
    const found = this.#presence.find(guildId, userId)
    if (!found) throw new Error(`no voice session of user ${userId} in server ${guildId}`)
    return found
  }
}
