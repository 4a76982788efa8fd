import { type ErrorCode, SegueError } from '../../base/error.ts'
import type { ChannelId, UserId } from '../../base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../domain/voice.ts'
import type { Addon } from '../native/addon.ts'
import { isSilence } from '../sender/frame-sender.ts'
import { CredentialPairing, type Credentials } from '../signalling/credentials.ts'
import {
  initialLinkState,
  type LinkEffect,
  type LinkEvent,
  type LinkState,
} from '../signalling/link-state.ts'
import { decide } from '../signalling/reconnect-policy.ts'
import { SessionOwner } from '../signalling/session-owner.ts'
import { HeardGate } from './heard-gate.ts'
import { type Op4Options, Op4Requests } from './op4-requests.ts'
import type { VoiceGate, VoiceLink, VoiceLinkEvents } from './voice-link.ts'
import { VoiceSession } from './voice-session.ts'

/** A connection that ended without a close code of its own (RFC 6455, section 7.4.1). */
const ABNORMAL_CLOSURE = 1006
/** Discord's close code for a voice session that another one has replaced. */
const SESSION_INVALID = 4006

export interface GuildVoiceOptions extends Op4Options {
  readonly selfId: UserId
  readonly events: VoiceLinkEvents
  /** Sends the frames if it can; null: the library does. */
  readonly addon?: Addon | null
  /** Uniform in [0, 1); spreads the rejoins of many servers. */
  random(): number
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
  readonly #gate: HeardGate
  readonly #requests: Op4Requests
  #bitrate: number | null = null
  #timer: Disposable | null = null
  #joining: PromiseWithResolvers<void> | null = null
  readonly #owner = new SessionOwner()
  #reconnects = 0
  #disposed = false

  constructor(options: GuildVoiceOptions) {
    this.#options = options
    this.#gate = new HeardGate((gate) => options.events.onGate(gate))
    this.#requests = new Op4Requests(options)
  }

  get gate(): VoiceGate {
    return this.#gate.gate
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
    this.#requests[Symbol.dispose]()
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
    await this.#requests.leave()
  }

  send(frame: Uint8Array): boolean {
    if (this.#gate.isUnheard && !isSilence(frame)) return false
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
    this.#gate.judge(state)
    this.#requests.confirm(state.channel_id)
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
    this.#requests[Symbol.dispose]()
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
    void this.#requests.ask(channelId).then((answer) => {
      if (answer !== null) this.#dispatch({ type: 'answer', ...answer })
    })
  }

  /**
   * A first join rejects for whoever waits for it; the loss of a link that was up is reported to
   * its owner.
   */
  #lost(code: ErrorCode, leave: boolean, established: boolean): void {
    const { guildId, log } = this.#options
    log.info('lost the voice connection', { guildId, code })
    this.#rejectJoin(new SegueError(code))
    if (leave) void this.#requests.abandon()
    if (established) this.#options.events.onLost(code)
  }

  #hangUp(): void {
    this.#session?.[Symbol.dispose]()
    this.#session = null
    if (!this.#disposed) this.#setGate('voice')
  }

  #setGate(gate: VoiceGate): void {
    if (this.#gate.carries(gate) && gate === 'open') this.#dispatch({ type: 'encryption-ready' })
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
