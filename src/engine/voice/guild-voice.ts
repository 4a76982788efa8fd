import type { Clock } from '../../base/clock.ts'
import { type ErrorCode, SegueError } from '../../base/error.ts'
import type { ChannelId, GuildId, UserId } from '../../base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment, VoiceStateRequest } from '../../domain/voice.ts'
import type { Log } from '../../observability/log.ts'
import type { Addon } from '../native/addon.ts'
import { isSilence } from '../sender/frame-sender.ts'
import { CredentialPairing, type Credentials } from '../signalling/credentials.ts'
import { Leave } from '../signalling/leave.ts'
import {
  initialLinkState,
  type LinkEffect,
  type LinkEvent,
  type LinkState,
} from '../signalling/link-state.ts'
import { decide } from '../signalling/reconnect-policy.ts'
import { SessionOwner } from '../signalling/session-owner.ts'
import type { VoiceGate, VoiceLink, VoiceLinkEvents } from './voice-link.ts'
import { VoiceSession } from './voice-session.ts'

/** Pause after a request that couldn't even be handed over. */
const UNASKED_RETRY_MS = 1_000
/** A connection that ended without a close code of its own (RFC 6455, section 7.4.1). */
const ABNORMAL_CLOSURE = 1006
/** Discord's close code for a voice session that another one has replaced. */
const SESSION_INVALID = 4006

/** Whether op 4 was sent; if not, when asking again makes sense. */
export interface VoiceRequestAnswer {
  readonly sent: boolean
  readonly retryAfterMs: number
}

export interface GuildVoiceOptions {
  readonly guildId: GuildId
  readonly selfId: UserId
  readonly events: VoiceLinkEvents
  /** Sends op 4 on the main gateway, within the shard's budget. */
  request(request: VoiceStateRequest): Promise<VoiceRequestAnswer>
  /** Sends the frames if it can; null: the library does. */
  readonly addon?: Addon | null
  readonly clock: Clock
  /** Uniform in [0, 1); spreads the rejoins of many servers. */
  random(): number
  readonly log: Log
}

/**
 * One server's voice: the reconnect policy decides, the session carries audio, and this class
 * carries out the decisions. The bot's own voice events come in through `onState` and `onServer`.
 */
export class GuildVoice implements VoiceLink {
  readonly #options: GuildVoiceOptions
  readonly #credentials = new CredentialPairing()
  #state: LinkState = initialLinkState
  #session: VoiceSession | null = null
  /** What the session lets through, and what's left of that while the bot may not be heard. */
  #carried: VoiceGate = 'voice'
  #gate: VoiceGate = 'voice'
  #unheard: 'muted' | 'suppressed' | null = null
  #bitrate: number | null = null
  #timer: Disposable | null = null
  #joining: PromiseWithResolvers<void> | null = null
  #leave: Leave | null = null
  /** A join's op 4 was sent, and no voice state since then says that the bot is in no channel. */
  #mayBeSeated = false
  readonly #owner = new SessionOwner()
  /** Grows with each request, so that a late answer to an older one is not taken for this one's. */
  #requests = 0
  #reconnects = 0
  #disposed = false

  constructor(options: GuildVoiceOptions) {
    this.#options = options
  }

  get gate(): VoiceGate {
    return this.#gate
  }

  /** How often voice came back after it had been up: resumed, moved to another server or joined anew. */
  get reconnects(): number {
    return this.#reconnects
  }

  connect(channelId: ChannelId): Promise<void> {
    if (this.#disposed) return Promise.reject(new SegueError('shutting-down'))
    const { phase } = this.#state
    if (phase === 'ready' && this.#state.channelId === channelId) return Promise.resolve()
    if (this.#joining && this.#state.channelId === channelId) return this.#joining.promise
    this.#leave?.end()
    this.#rejectJoin(new SegueError('superseded'))
    const joining = Promise.withResolvers<void>()
    this.#joining = joining
    this.#dispatch({ type: 'join', channelId })
    return joining.promise
  }

  async disconnect(): Promise<void> {
    if (this.#disposed) return
    this.#dispatch({ type: 'leave' })
    this.#rejectJoin(new SegueError('superseded', 'the bot was told to leave'))
    // Waits for Discord's confirmation: a join that follows would take this leave's voice state for
    // a kick.
    await this.#sendLeave(() => this.#mayBeSeated)
  }

  send(frame: Uint8Array): boolean {
    if (this.#unheard !== null && !isSilence(frame)) return false
    return this.#session?.send(frame) ?? false
  }

  setSpeaking(speaking: boolean): void {
    this.#session?.setSpeaking(speaking)
  }

  /** The bot's own voice state in this server changed. */
  onState(state: OwnVoiceState): void {
    if (this.#disposed) return
    if (this.#owner.isTakenBy(state, this.#state)) {
      this.#dispatch({ type: 'closed', code: SESSION_INVALID })
      return
    }
    this.#credentials.state(state)
    this.#bitrate = state.bitrate
    this.#unheard = state.mute ? 'muted' : state.suppress ? 'suppressed' : null
    this.#publishGate()
    this.#mayBeSeated = state.channel_id !== null
    if (state.channel_id === null) this.#leave?.end()
    this.#dispatch({ type: 'state', channelId: state.channel_id })
    this.#openSession()
  }

  /** Discord assigned a voice server, or withdrew it. */
  onServer(assignment: VoiceServerAssignment): void {
    if (this.#disposed) return
    this.#credentials.server(assignment, this.#options.clock.now())
    if (assignment.endpoint === null) this.#dispatch({ type: 'serverless' })
    this.#openSession()
  }

  /** Drops everything at once and sends nothing; `disconnect` leaves the channel first. */
  [Symbol.dispose](): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#timer?.[Symbol.dispose]()
    this.#leave?.end()
    this.#hangUp()
    this.#rejectJoin(new SegueError('shutting-down'))
  }

  #openSession(): void {
    if (this.#state.phase === 'away' || this.#owner.taken) return
    const now = this.#options.clock.now()
    const credentials = this.#credentials.take(this.#state.channelId, now)
    if (credentials === null) return
    this.#hangUp()
    this.#dispatch({ type: 'configured' })
    try {
      this.#session = this.#newSession(credentials)
    } catch (error) {
      const { guildId, log } = this.#options
      log.warn('couldn’t open a voice session', { guildId, reason: String(error) })
      this.#dispatch({ type: 'closed', code: ABNORMAL_CLOSURE })
    }
  }

  /** Throws on an invalid endpoint. */
  #newSession(credentials: Credentials): VoiceSession {
    return new VoiceSession({
      credentials,
      addon: this.#options.addon ?? null,
      clock: this.#options.clock,
      log: this.#options.log,
      events: {
        onProgress: () => this.#dispatch({ type: 'progress' }),
        onReady: () => this.#dispatch({ type: 'ready' }),
        onClosed: (code) => this.#dispatch({ type: 'closed', code }),
        onGate: (gate) => this.#setGate(gate),
        onEncryptionFailed: () => this.#dispatch({ type: 'encryption-failed' }),
      },
    })
  }

  #dispatch(event: LinkEvent): void {
    if (this.#disposed) return
    const { clock, random, log, guildId } = this.#options
    const now = clock.now()
    const before = this.#state
    const { state, effects } = decide(before, event, now, random)
    this.#state = state
    if (state.phase !== before.phase) {
      const closeCode = event.type === 'closed' ? event.code : null
      const [from, to] = [before.phase, state.phase]
      log.debug('voice phase', { guildId, from, to, cause: event.type, closeCode })
    }
    this.#arm(now)
    for (const effect of effects) this.#perform(effect, before.established)
    if (state.phase !== 'ready') return
    if (before.phase !== 'ready' && before.established) this.#reconnects += 1
    this.#resolveJoin()
  }

  #perform(effect: LinkEffect, established: boolean): void {
    switch (effect.type) {
      case 'request':
        this.#ask(effect.channelId)
        return
      case 'hang-up':
        this.#hangUp()
        return
      case 'moved':
        this.#options.events.onMoved(effect.channelId, this.#bitrate)
        return
      case 'unheard':
        this.#options.events.onUnheard()
        return
      case 'refused':
        this.#rejectJoin(new SegueError(effect.code))
        return
      case 'lost':
        this.#lost(effect.code, effect.leave, established)
        return
    }
  }

  #ask(channelId: ChannelId | null): void {
    this.#credentials.expectServer()
    this.#owner.ask()
    void this.#request(channelId).then((answer) => {
      if (answer !== null) this.#dispatch({ type: 'answer', ...answer })
    })
  }

  /** Null: another request went out meanwhile, so the answer is dropped. */
  async #request(channelId: ChannelId | null): Promise<VoiceRequestAnswer | null> {
    const serial = ++this.#requests
    const { guildId, log } = this.#options
    try {
      const answer = await this.#options.request({
        guild_id: guildId,
        channel_id: channelId,
        self_mute: false,
        self_deaf: true,
      })
      if (answer.sent && channelId !== null) this.#mayBeSeated = true
      return serial === this.#requests ? answer : null
    } catch (error) {
      log.warn('couldn’t send op 4 to Discord', { guildId, reason: String(error) })
      return serial === this.#requests ? { sent: false, retryAfterMs: UNASKED_RETRY_MS } : null
    }
  }

  async #sendLeave(inChannel: () => boolean): Promise<void> {
    this.#leave?.end()
    const answer = async () => (await this.#request(null)) ?? { sent: true, retryAfterMs: 0 }
    const leave = new Leave(answer, this.#options.clock)
    this.#leave = leave
    await leave.run(inChannel)
  }

  /**
   * A first join rejects for whoever waits for it; the loss of a link that was up is reported to
   * its owner.
   */
  #lost(code: ErrorCode, leave: boolean, established: boolean): void {
    const { guildId, log } = this.#options
    log.info('lost the voice connection', { guildId, code })
    this.#rejectJoin(new SegueError(code))
    if (leave) {
      this.#sendLeave(() => false).catch((error: unknown) =>
        log.warn('couldn’t leave the voice channel', { guildId, reason: String(error) }),
      )
    }
    if (established) this.#options.events.onLost(code)
  }

  #hangUp(): void {
    this.#session?.[Symbol.dispose]()
    this.#session = null
    if (!this.#disposed) this.#setGate('voice')
  }

  #setGate(gate: VoiceGate): void {
    if (gate === this.#carried) return
    this.#carried = gate
    this.#publishGate()
    if (gate === 'open') this.#dispatch({ type: 'encryption-ready' })
  }

  /** While Discord drops what's sent, the track waits. */
  #publishGate(): void {
    const gate = (this.#carried === 'open' ? this.#unheard : null) ?? this.#carried
    if (gate === this.#gate) return
    this.#gate = gate
    this.#options.events.onGate(gate)
  }

  #arm(now: number): void {
    this.#timer?.[Symbol.dispose]()
    const { deadlineMs } = this.#state
    this.#timer =
      deadlineMs === null
        ? null
        : this.#options.clock.after(Math.max(0, deadlineMs - now), () =>
            this.#dispatch({ type: 'time' }),
          )
  }

  #resolveJoin(): void {
    this.#joining?.resolve()
    this.#joining = null
  }

  #rejectJoin(error: SegueError): void {
    this.#joining?.reject(error)
    this.#joining = null
  }
}
