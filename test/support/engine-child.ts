import { fileURLToPath } from 'node:url'
import type { Subprocess } from 'bun'
import { SegueError } from '../../src/base/error.ts'
import { type ChannelId, type GuildId, guildId, userId } from '../../src/base/ids.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder } from '../../src/domain/playback.ts'
import type { Sound } from '../../src/domain/sound.ts'
import type { VoiceStateRequest } from '../../src/domain/voice.ts'
import { Channel } from '../discord/voice/channel.ts'
import type { VoiceServer } from '../discord/voice/voice-server.ts'
import type { FromHost, HostCall, HostSettings, ToHost } from './engine-messages.ts'

const HOST = fileURLToPath(new URL('./engine-host.ts', import.meta.url))
const DEADLINE_MS = 60_000

type Pending = { resolve(value: unknown): void; reject(error: unknown): void }

/**
 * An engine pool in a child process, played like the product's own. Its op 4 is answered as Discord's
 * main gateway would, with seats on `server`.
 */
export class EngineChild implements AsyncDisposable {
  readonly events: PlaybackEvent[] = []
  readonly op4: VoiceStateRequest[] = []
  readonly log: string[] = []
  readonly #process: Subprocess
  readonly #server: VoiceServer
  readonly #selfId: string
  readonly #pending = new Map<number, Pending>()
  readonly #started = Promise.withResolvers<void>()
  #nextId = 1
  #wake: (() => void)[] = []

  static async start(
    server: VoiceServer,
    selfId: string,
    settings: Partial<HostSettings> = {},
  ): Promise<EngineChild> {
    const child = new EngineChild(server, selfId)
    child.#post({
      type: 'start',
      settings: {
        selfId,
        threads: 1,
        native: true,
        encoderComplexity: 5,
        addresses: { allowed: [], refused: [], ports: [] },
        ffmpegPath: 'ffmpeg',
        ...settings,
      },
    })
    await child.#started.promise
    return child
  }

  private constructor(server: VoiceServer, selfId: string) {
    this.#server = server
    this.#selfId = selfId
    this.#process = Bun.spawn([process.execPath, HOST], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: server.caPath },
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: (message: FromHost) => this.#onMessage(message),
    })
  }

  get pid(): number {
    return this.#process.pid
  }

  connect(guild: GuildId, channel: ChannelId, bitrate = 96_000): Promise<void> {
    return this.#call('connect', guild, channel, bitrate)
  }

  disconnect(guild: GuildId): Promise<void> {
    return this.#call('disconnect', guild)
  }

  play(guild: GuildId, order: PlayOrder): Promise<void> {
    return this.#call('play', guild, order)
  }

  stop(guild: GuildId): Promise<void> {
    return this.#call('stop', guild)
  }

  setPaused(guild: GuildId, paused: boolean): Promise<void> {
    return this.#call('setPaused', guild, paused)
  }

  seek(guild: GuildId, positionMs: number): Promise<number> {
    return this.#call('seek', guild, positionMs)
  }

  setSound(guild: GuildId, sound: Sound): Promise<void> {
    return this.#call('setSound', guild, sound)
  }

  stats(guild: GuildId): Promise<PlaybackStats> {
    return this.#call('stats', guild)
  }

  /** Ends the engine thread that was started last, as a crash would: at once and without a word. */
  killWorker(): void {
    this.#post({ type: 'kill-newest-worker' })
  }

  /** Makes the engine thread that was started last throw an error that nothing catches. */
  poisonWorker(): void {
    this.#post({ type: 'poison-newest-worker' })
  }

  blockMainThread(ms: number): void {
    this.#post({ type: 'block-main-thread', ms })
  }

  /** The first event of a kind that fits, from those that came already on. */
  async whenEvent<K extends PlaybackEvent['kind']>(
    kind: K,
    fits: (event: Extract<PlaybackEvent, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<PlaybackEvent, { kind: K }>> {
    const deadline = performance.now() + DEADLINE_MS
    for (;;) {
      for (const event of this.events) {
        const candidate = event as Extract<PlaybackEvent, { kind: K }>
        if (event.kind === kind && fits(candidate)) return candidate
      }
      if (performance.now() > deadline) {
        const kinds = this.events.map((event) => JSON.stringify(event)).join('\n')
        throw new Error(`no '${kind}' came; events:\n${kinds}\nlog:\n${this.log.join('\n')}`)
      }
      await this.#anyMessage(deadline - performance.now())
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill()
    await this.#process.exited
  }

  #call<T>(name: HostCall, ...args: unknown[]): Promise<T> {
    const id = this.#nextId++
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, { resolve, reject })
    this.#post({ type: 'call', id, name, args })
    return promise as Promise<T>
  }

  #post(message: ToHost): void {
    this.#process.send(message)
  }

  #onMessage(message: FromHost): void {
    switch (message.type) {
      case 'started':
        this.#started.resolve()
        break
      case 'reply':
        this.#pending.get(message.id)?.resolve(message.value)
        break
      case 'failure':
        this.#pending.get(message.id)?.reject(new SegueError(message.code, message.text))
        break
      case 'event':
        this.events.push(message.event)
        break
      case 'op4':
        this.op4.push(message.request)
        this.#answer(message.request)
        break
      case 'log':
        this.log.push(`${message.level} ${message.text} ${JSON.stringify(message.fields)}`)
        break
    }
    for (const wake of this.#wake.splice(0)) wake()
  }

  /** VOICE_STATE_UPDATE, then VOICE_SERVER_UPDATE, with a new session and token each time. */
  #answer(request: VoiceStateRequest): void {
    const { guild_id, channel_id } = request
    const channel = channel_id ?? '0'
    const ticket = new Channel(this.#server, guild_id, channel).ticket(this.#selfId)
    const { self_mute, self_deaf } = request
    const state = {
      guild_id: guildId(guild_id),
      channel_id,
      user_id: userId(this.#selfId),
      session_id: ticket.sessionId,
      self_mute,
      self_deaf,
      mute: false,
      suppress: false,
      bitrate: null,
    }
    this.#post({ type: 'state', state })
    if (channel_id === null) return
    const { token, endpoint } = ticket
    this.#post({ type: 'server', assignment: { guild_id, token, endpoint } })
  }

  #anyMessage(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#wake.push(() => {
      clearTimeout(timer)
      resolve()
    })
    return promise
  }
}
