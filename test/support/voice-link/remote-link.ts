import { fileURLToPath } from 'node:url'
import type { Subprocess } from 'bun'
import { channelId, guildId, userId } from '../../../src/base/ids.ts'
import type { VoiceGate } from '../../../src/engine/voice/voice-link.ts'
import { Channel } from '../../discord/voice/channel.ts'
import type { VoiceServer } from '../../discord/voice/voice-server.ts'
import type { FromLink, ToLink } from './messages.ts'

const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url))
const DEADLINE_MS = 60_000

/** The bot in these tests. */
export const BOT = '100000000000000001'

/**
 * A `GuildVoice` in a process of its own, since NODE_EXTRA_CA_CERTS, which makes it trust the local
 * voice server, is read only when a process starts. Everything but the main gateway is real; the
 * test is the main gateway: it gets op 4 and answers with voice states and servers.
 */
export class RemoteLink implements AsyncDisposable {
  /** Channel of each op 4 in order; null is a leave. */
  readonly requests: (string | null)[] = []
  readonly gates: VoiceGate[] = []
  readonly moves: string[] = []
  readonly losses: string[] = []
  /** How often the bot was inaudible. */
  unheard = 0
  /** What would have ended the process. */
  readonly uncaught: string[] = []
  phase = 'away'
  /** Frames of the last playing that were taken before the gate shut for want of voice. */
  takenBeforeBreak = 0
  /** Whether op 4 is answered with voice events as Discord does. */
  answering = true
  #channel: Channel | null = null
  /** All that the bot joins with one session of the main gateway carries one id. */
  #mainSession = crypto.randomUUID() as string
  #messages: FromLink[] = []
  #wake: (() => void) | undefined
  #calls = 0
  readonly #process: Subprocess

  static async start(caPath: string): Promise<RemoteLink> {
    const link = new RemoteLink(caPath)
    await link.#next((message) => message.type === 'started')
    return link
  }

  private constructor(caPath: string) {
    this.#process = Bun.spawn([process.execPath, PROCESS], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: caPath },
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: (message: FromLink) => this.#onMessage(message),
    })
  }

  /** A test that times out ends the processes that it finds. */
  get alive(): boolean {
    return this.#process.exitCode === null && !this.#process.killed
  }

  /** Starts fresh: another Discord server, nothing recorded. */
  open(channel: Channel, { luck = null }: { luck?: number | null } = {}): void {
    this.#channel = channel
    this.#mainSession = crypto.randomUUID()
    this.answering = true
    this.phase = 'away'
    this.#messages = []
    this.unheard = 0
    for (const list of [this.requests, this.gates, this.moves, this.losses, this.uncaught]) {
      list.length = 0
    }
    this.#send({ type: 'open', guildId: guildId(channel.guildId), selfId: userId(BOT), luck })
  }

  /** Resolves with null when joined, or with the code of the refusal. */
  async connect(channel = this.#home().channelId): Promise<string | null> {
    const id = ++this.#calls
    this.#send({ type: 'connect', id, channelId: channelId(channel) })
    return this.#settled(id)
  }

  async disconnect(): Promise<string | null> {
    const id = ++this.#calls
    this.#send({ type: 'disconnect', id })
    return this.#settled(id)
  }

  /** VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE of a fresh seat, in the given order. */
  assign(
    channel = this.#home(),
    order: 'state first' | 'server first' = 'state first',
    session = this.#mainSession,
  ): void {
    const { sessionId, token, endpoint } = channel.ticket(BOT, { sessionId: session })
    const server = () => this.server(token, endpoint)
    if (order === 'server first') server()
    this.state(channel.channelId, sessionId)
    if (order === 'state first') server()
  }

  state(channel: string | null, sessionId = 'none'): void {
    const state = {
      guild_id: guildId(this.#home().guildId),
      channel_id: channel === null ? null : channelId(channel),
      user_id: userId(BOT),
      session_id: sessionId,
      self_mute: false,
      self_deaf: true,
      mute: false,
      suppress: false,
      bitrate: null,
    }
    this.#send({ type: 'state', state })
  }

  server(token: string, endpoint: string | null): void {
    const assignment = { guild_id: guildId(this.#home().guildId), token, endpoint }
    this.#send({ type: 'server', assignment })
  }

  /** Resolves when all frames were offered (and taken), with the number of refusals. */
  async play(frames: Uint8Array[], { untilTaken = true } = {}): Promise<number> {
    this.#send({ type: 'play', frames, untilTaken })
    const played = await this.#next((message) => message.type === 'played')
    return played.type === 'played' ? played.refused : 0
  }

  /** The library's encryption throws at each frame of music for so long. */
  refusesToEncrypt(ms: number): void {
    this.#send({ type: 'encryption', refusesForMs: ms })
  }

  async skip(ms: number): Promise<void> {
    this.#send({ type: 'skip', ms })
    await this.#next((message) => message.type === 'skipped')
  }

  /** Resolves when a frame has been refused. */
  async untilRefused(): Promise<void> {
    await this.#next((message) => message.type === 'refused')
  }

  /** Resolves when the condition over what was recorded holds. */
  async until(condition: () => boolean, what: string): Promise<void> {
    const deadline = performance.now() + DEADLINE_MS
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(`within ${DEADLINE_MS} ms: not ${what}`)
      await this.#anything(Math.min(20, deadline - performance.now()))
    }
  }

  untilPhase(phase: string): Promise<void> {
    return this.until(() => this.phase === phase, `phase ${phase}, but ${this.phase}`)
  }

  untilGate(gate: VoiceGate): Promise<void> {
    return this.until(() => this.gates.at(-1) === gate, `gate ${gate}, but ${this.gates}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill()
    await this.#process.exited
  }

  #onMessage(message: FromLink): void {
    if (message.type === 'gate') this.#onGate(message)
    else if (message.type === 'phase') this.phase = message.phase
    else if (message.type === 'moved') this.moves.push(message.channelId)
    else if (message.type === 'unheard') this.unheard++
    else if (message.type === 'lost') this.losses.push(message.code)
    else if (message.type === 'uncaught') this.uncaught.push(message.reason)
    else if (message.type === 'request') this.#onRequest(message.id, message.channelId)
    else this.#messages.push(message)
    this.#wake?.()
  }

  #onGate({ gate, taken }: Extract<FromLink, { type: 'gate' }>): void {
    this.gates.push(gate)
    if (gate === 'voice') this.takenBeforeBreak = taken
  }

  #onRequest(id: number, channel: string | null): void {
    this.requests.push(channel)
    this.#send({ type: 'answer', id, sent: true, retryAfterMs: 0 })
    if (!this.answering) return
    if (channel === null) this.state(null)
    else if (channel === this.#home().channelId) this.assign()
  }

  async #settled(id: number): Promise<string | null> {
    const settled = await this.#next((message) => message.type === 'settled' && message.id === id)
    return settled.type === 'settled' ? settled.code : null
  }

  async #next(wanted: (message: FromLink) => boolean): Promise<FromLink> {
    await this.until(() => this.#messages.some(wanted), `an answer, but ${this.gates}`)
    const index = this.#messages.findIndex(wanted)
    return this.#messages.splice(index, 1)[0] as FromLink
  }

  #anything(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#wake = () => {
      clearTimeout(timer)
      resolve()
    }
    return promise
  }

  #home(): Channel {
    if (this.#channel === null) throw new Error('no link is open')
    return this.#channel
  }

  #send(message: ToLink): void {
    this.#process.send(message)
  }
}

/** A channel of the server with ids that no other test uses. */
export function freshChannel(server: VoiceServer): Channel {
  const n = ++channels
  return new Channel(server, String(900_000 + 2 * n), String(900_001 + 2 * n))
}
let channels = 0
