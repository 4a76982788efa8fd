import {
  Networking,
  type NetworkingState,
  NetworkingStatusCode,
  type VoiceUDPSocket,
  type VoiceWebSocket,
} from '@discordjs/voice'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../observability/log.ts'
import type { Addon } from '../native/addon.ts'
import { FrameSender, isSilence, type SenderGate } from '../sender/frame-sender.ts'
import type { Credentials } from '../signalling/credentials.ts'
import { DaveGate } from './dave-gate.ts'
import { EarlyMessages } from './early-messages.ts'
import { RefusedFrames } from './refused-frames.ts'
import { UdpGuard } from './udp-guard.ts'
import type { VoiceGate } from './voice-link.ts'
import { isMessage, opcodeOf } from './voice-message.ts'

/** DAVE opcode 27: proposals for the MLS group. */
const PROPOSALS = 0x1b

export interface VoiceSessionEvents {
  /** The handshake, or a resume, took a step. */
  onProgress(): void
  /** Audio can be carried. Called again after each resume. */
  onReady(): void
  /** The session is closed, and the library doesn't resume it. */
  onClosed(code: number): void
  onGate(gate: VoiceGate): void
  /**
   * End-to-end encryption didn't start in time, was turned off, or refuses frames that should be
   * heard.
   */
  onEncryptionFailed(): void
}

export interface VoiceSessionOptions {
  readonly credentials: Credentials
  readonly events: VoiceSessionEvents
  /** Sends the frames; without it the library does. */
  readonly addon: Addon | null
  readonly clock: Clock
  readonly log: Log
}

/**
 * One voice server session: the library's `Networking`, which identifies, discovers, resumes and
 * speaks DAVE, behind guards. The session never rejoins by itself (the library's `VoiceConnection`
 * would, without a pause, and isn't used). An error thrown in the library's handlers ends here
 * instead of ending the thread, and messages that the library would drop are held for it.
 */
export class VoiceSession implements Disposable {
  readonly #networking: Networking
  readonly #credentials: Credentials
  readonly #events: VoiceSessionEvents
  readonly #clock: Clock
  readonly #log: Log
  readonly #early: EarlyMessages
  readonly #sender: FrameSender
  readonly #dave = new DaveGate()
  readonly #refused: RefusedFrames
  #gate: VoiceGate = 'voice'
  #gateTimer: Disposable | null = null
  #ws: VoiceWebSocket | null = null
  #udp: VoiceUDPSocket | null = null
  #udpGuard: UdpGuard | null = null
  #disposed = false

  constructor(options: VoiceSessionOptions) {
    const { guildId, userId, channelId, sessionId, token, endpoint } = options.credentials
    this.#credentials = options.credentials
    this.#events = options.events
    this.#clock = options.clock
    this.#log = options.log
    this.#networking = new Networking(
      { endpoint, serverId: guildId, token, sessionId, userId, channelId },
      { debug: false, daveEncryption: true },
    )
    this.#early = new EarlyMessages(this.#networking)
    this.#sender = new FrameSender(this.#networking, options.clock, options.addon)
    this.#refused = new RefusedFrames(options.clock, () => this.#events.onEncryptionFailed())
    // Some of these errors only the host can fix, such as an untrusted certificate.
    this.#networking.on('error', ({ message: reason }) =>
      this.#log.info('voice error', { guildId, reason }),
    )
    this.#networking.on('transitioned', () => this.#dave.transitioned())
    this.#networking.on('close', (code) => this.#closed(code))
    this.#networking.on('stateChange', (before, after) => this.#stateChanged(before, after))
    this.#adopt(this.#networking.state)
  }

  get gate(): VoiceGate {
    return this.#gate
  }

  /** One Opus frame; audio passes while the gate is open, silence while there is a session. */
  send(frame: Uint8Array): boolean {
    const sent = this.#send(frame)
    if (this.#sender.gate === 'music' && !isSilence(frame)) this.#refused.note(sent)
    return sent
  }

  setSpeaking(speaking: boolean): void {
    if (!this.#disposed) this.#sender.setSpeaking(speaking)
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#refused[Symbol.dispose]()
    this.#gateTimer?.[Symbol.dispose]()
    this.#udpGuard?.[Symbol.dispose]()
    this.#sender[Symbol.dispose]()
    try {
      this.#networking.destroy()
    } catch (error) {
      this.#fault('the voice connection didn’t close cleanly', error)
    }
  }

  #send(frame: Uint8Array): boolean {
    try {
      return this.#sender.send(frame)
    } catch (error) {
      this.#fault('couldn’t send a frame', error)
      return false
    }
  }

  #stateChanged(before: NetworkingState, after: NetworkingState): void {
    if (this.#disposed) return
    this.#sender.use(after.code === NetworkingStatusCode.Ready ? after : null)
    this.#adopt(after)
    if (before.code === after.code || after.code === NetworkingStatusCode.Closed) return
    if (before.code === NetworkingStatusCode.SelectingProtocol) this.#connectUdp()
    if (after.code === NetworkingStatusCode.Ready) this.#events.onReady()
    else this.#events.onProgress()
    this.#judge()
  }

  #closed(code: number): void {
    if (this.#disposed) return
    this.#judge()
    this.#events.onClosed(code)
  }

  #adopt(state: NetworkingState): void {
    if ('ws' in state && state.ws !== this.#ws) this.#adoptWebSocket(state.ws)
    if ('udp' in state && state.udp !== this.#udp) this.#adoptUdp(state.udp)
    if (state.code === NetworkingStatusCode.UdpHandshaking) {
      this.#udpGuard?.repeatDiscovery(state.connectionData.ssrc)
    } else {
      this.#udpGuard?.endDiscovery()
    }
  }

  /** Everything that the server sends passes through `onMessage`, so its errors are caught here. */
  #adoptWebSocket(ws: VoiceWebSocket): void {
    this.#ws = ws
    const take = ws.onMessage.bind(ws)
    ws.onMessage = (event) => {
      if (this.#disposed) return
      try {
        take(event)
      } catch (error) {
        this.#messageFailed(opcodeOf(event.data), error)
      }
      this.#early.release((kind, message) => this.#handOver(ws, kind, message))
      this.#judge()
    }
    // The library ignores a sequence number of zero and would resume from the message before.
    ws.on('packet', (packet: { seq?: number }) => {
      if (packet.seq === 0) ws.sequence = 0
    })
    this.#early.watch(ws)
  }

  #adoptUdp(udp: VoiceUDPSocket): void {
    this.#udp = udp
    this.#sender.useSocket(null)
    this.#udpGuard?.[Symbol.dispose]()
    this.#udpGuard = new UdpGuard(udp, this.#clock, (what, error) => this.#fault(what, error))
  }

  #connectUdp(): void {
    const udp = this.#udp
    this.#udpGuard?.connect((fd) => {
      if (!this.#disposed && udp === this.#udp) this.#sender.useSocket(fd)
    })
  }

  #handOver(ws: VoiceWebSocket, kind: 'packet' | 'binary', message: unknown): void {
    try {
      ws.emit(kind, message)
    } catch (error) {
      const op = isMessage(message) ? message.op : null
      this.#messageFailed(kind === 'binary' ? op : null, error)
    }
  }

  /**
   * Proposals that don't fit the current MLS group make the library throw. Proposals of another
   * epoch are ignored, since the commit that counts follows. Without a group, because no external
   * sender came, the bot asks to be added again (op 31 and a new key package). It must not do so
   * needlessly, since the library doesn't repeat it before the next transition.
   */
  #messageFailed(op: number | null, error: unknown): void {
    this.#fault('couldn’t read a voice message', error, op)
    const state = this.#networking.state
    if (op !== PROPOSALS || state.code !== NetworkingStatusCode.Ready) return
    const { dave } = state
    if (!dave?.session || hasGroup(dave.session)) return
    try {
      dave.recoverFromInvalidTransition(dave.lastTransitionId ?? 0)
    } catch (failure) {
      this.#fault('couldn’t renew the encryption session', failure)
    }
  }

  #judge(): void {
    if (this.#disposed) return
    this.#gateTimer?.[Symbol.dispose]()
    this.#gateTimer = null
    const state = this.#networking.state
    if (state.code !== NetworkingStatusCode.Ready) {
      this.#setGate('voice', 'shut')
      return
    }
    const now = this.#clock.now()
    const verdict = this.#dave.judge(this.#daveFacts(state), now)
    if (this.#dave.deadlineMs !== null) {
      this.#gateTimer = this.#clock.after(this.#dave.deadlineMs - now, () => this.#judge())
    }
    const gate = verdict === 'failed' ? 'encryption' : verdict
    this.#setGate(gate, gate === 'open' ? 'music' : 'silence')
    if (verdict === 'failed') this.#events.onEncryptionFailed()
  }

  #daveFacts({
    dave,
    connectionData,
  }: Extract<NetworkingState, { code: NetworkingStatusCode.Ready }>) {
    const clients = connectionData.connectedClients
    return {
      version: dave?.protocolVersion ?? 0,
      ready: dave?.session?.ready ?? false,
      others: clients.size - (clients.has(this.#credentials.userId) ? 1 : 0),
    }
  }

  #setGate(gate: VoiceGate, sender: SenderGate): void {
    this.#sender.gate = sender
    if (gate === this.#gate) return
    this.#gate = gate
    this.#events.onGate(gate)
  }

  #fault(what: string, error: unknown, op: number | null = null): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#log.debug(what, { guildId: this.#credentials.guildId, reason, op })
  }
}

/** The session's MLS group has an epoch from the external sender on; the library's types omit it. */
const hasGroup = (session: object): boolean => 'epoch' in session && session.epoch !== null
