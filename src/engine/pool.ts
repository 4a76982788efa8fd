import type { Worker } from 'node:worker_threads'
import type { AddressRules } from '../base/address-rules.ts'
import { type BackoffLimits, backoffMs } from '../base/backoff.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { SegueError } from '../base/error.ts'
import type { ChannelId, GuildId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { Media } from '../domain/media.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder, PreparedTrack } from '../domain/playback.ts'
import type { Sound } from '../domain/sound.ts'
import type { Track } from '../domain/track.ts'
import type {
  OwnVoiceState,
  VoiceServerAssignment,
  VoiceSignalling,
  VoiceStateRequest,
} from '../domain/voice.ts'
import type { Log } from '../observability/log.ts'
import type { Playback } from '../player/ports.ts'
import { EngineThread, spawnEngineThread } from './engine-thread.ts'
import { Placement } from './placement.ts'
import type { CallName, Calls, ThreadTotals, VoiceAnswer } from './protocol/messages.ts'
import { VoiceBudget } from './signalling/budget.ts'

export interface EnginePoolOptions {
  readonly signalling: VoiceSignalling
  /** Engine threads; at least one. */
  readonly threads: number
  /** False forces the portable path (FFmpeg + @discordjs/opus). */
  readonly native: boolean
  /** libopus complexity, 0–10. */
  readonly encoderComplexity: number
  /** host:port or CIDR entries that the address guard lets pass. */
  readonly addresses: AddressRules
  readonly ffmpegPath: string
  /** Makes another link to the same bytes for that server; rejects when there's none. */
  readonly renew: (track: Track, server: GuildId, signal: AbortSignal) => Promise<Media>
  readonly log: Log
  readonly clock?: Clock
  /** Makes a thread; a test keeps the handle and ends it. */
  readonly spawn?: () => Worker
}

const RESTART_BACKOFF: BackoffLimits = { baseMs: 200, maxMs: 10_000 }
/** How long to wait for a shard that is not connected. */
const SHARD_AWAY_MS = 1_000
/** A thread that hangs keeps nobody from being answered. */
const CAUGHT_UP_WITHIN_MS = 1_000
const NO_STATS: PlaybackStats = { framesSent: 0, framesMissing: 0, framesLate: 0 }

/** The engine in this process: threads that each hold the voice and the music of some servers. */
export class EnginePool implements Playback, AsyncDisposable {
  readonly #options: EnginePoolOptions
  readonly #clock: Clock
  readonly #budget: VoiceBudget
  readonly #placement: Placement
  /** For each worker index, the thread that runs or is being started. */
  readonly #threads: Promise<EngineThread>[] = []
  readonly #running: (EngineThread | null)[] = []
  readonly #listeners = new Set<(event: PlaybackEvent) => void>()
  /** Of servers where one is on its way: the thread has taken the newest voice state. */
  readonly #catchingUp = new Map<GuildId, Promise<void>>()
  /** Servers that know that their join waits. */
  readonly #queued = new Set<GuildId>()
  readonly #subscriptions = new DisposableStack()
  #stopping = false

  private constructor(options: EnginePoolOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#budget = new VoiceBudget(this.#clock)
    this.#placement = new Placement(options.threads)
  }

  /** Resolves when every thread takes calls; rejects with 'engine-lost' when one can't start. */
  static async start(options: EnginePoolOptions): Promise<EnginePool> {
    const pool = new EnginePool(options)
    for (let index = 0; index < options.threads; index++) {
      pool.#threads[index] = pool.#startThread(index)
    }
    try {
      await Promise.all(pool.#threads)
    } catch (error) {
      await pool[Symbol.asyncDispose]()
      throw error
    }
    const { signalling } = options
    pool.#subscriptions.use(signalling.onState((state) => pool.#onState(state)))
    pool.#subscriptions.use(signalling.onServer((assignment) => pool.#onServer(assignment)))
    return pool
  }

  async connect(guildId: GuildId, channelId: ChannelId, bitrate: number): Promise<void> {
    const { worker, placing } = this.#placement.place(guildId)
    await this.#call(worker, 'connect', { guildId, channelId, bitrate, placing })
  }

  async disconnect(guildId: GuildId): Promise<void> {
    if (this.#placement.find(guildId) !== null)
      await this.#callFor(guildId, 'disconnect', { guildId })
  }

  async abandon(guildId: GuildId): Promise<void> {
    if (this.#placement.find(guildId) !== null) await this.#callFor(guildId, 'abandon', { guildId })
  }

  play(guildId: GuildId, order: PlayOrder): Promise<void> {
    return this.#callFor(guildId, 'play', { guildId, order })
  }

  async prepare(guildId: GuildId, next: PreparedTrack | null): Promise<void> {
    if (this.#placement.find(guildId) === null) return
    await this.#callFor(guildId, 'prepare', { guildId, next })
  }

  async stop(guildId: GuildId): Promise<void> {
    if (this.#placement.find(guildId) !== null) await this.#callFor(guildId, 'stop', { guildId })
  }

  async setPaused(guildId: GuildId, paused: boolean): Promise<void> {
    if (this.#placement.find(guildId) === null) return
    await this.#callFor(guildId, 'setPaused', { guildId, paused })
  }

  seek(guildId: GuildId, positionMs: number): Promise<number> {
    return this.#callFor(guildId, 'seek', { guildId, positionMs })
  }

  async setSound(guildId: GuildId, sound: Sound): Promise<void> {
    if (this.#placement.find(guildId) === null) return
    await this.#callFor(guildId, 'setSound', { guildId, sound })
  }

  async stats(guildId: GuildId): Promise<PlaybackStats> {
    if (this.#placement.find(guildId) === null) return NO_STATS
    return this.#callFor(guildId, 'stats', { guildId })
  }

  async caughtUp(guildId: GuildId): Promise<void> {
    await this.#catchingUp.get(guildId)
  }

  /** The totals of each running thread, at most a second old. */
  totals(): (ThreadTotals & { readonly worker: number })[] {
    return this.#running.flatMap((thread, worker) =>
      thread === null ? [] : [{ worker, ...thread.totals }],
    )
  }

  /** How many threads run, and how many there should be. */
  get threads(): { readonly running: number; readonly all: number } {
    const running = this.#running.filter((thread) => thread !== null).length
    return { running, all: this.#options.threads }
  }

  onEvent(listener: (event: PlaybackEvent) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    await Promise.all(this.#running.map((thread) => thread?.[Symbol.asyncDispose]()))
    this.#subscriptions.dispose()
  }

  #callFor<K extends CallName>(
    guildId: GuildId,
    name: K,
    args: Calls[K]['args'],
  ): Promise<Calls[K]['reply']> {
    const index = this.#placement.find(guildId)
    if (index === null) return Promise.reject(new SegueError('voice-lost', 'not connected'))
    return this.#call(index, name, args)
  }

  /** Waits for the thread if it's being restarted. */
  async #call<K extends CallName>(
    index: number,
    name: K,
    args: Calls[K]['args'],
  ): Promise<Calls[K]['reply']> {
    const thread = await this.#threads[index]
    if (!thread || this.#stopping) throw new SegueError('engine-lost', 'stopping')
    return thread.call(name, args)
  }

  async #startThread(index: number): Promise<EngineThread> {
    const { signalling, log, spawn = spawnEngineThread, ...options } = this.#options
    const thread = await EngineThread.start({
      settings: {
        selfId: signalling.selfId,
        index,
        encoderComplexity: options.encoderComplexity,
        addresses: options.addresses,
        native: options.native,
        ffmpegPath: options.ffmpegPath,
      },
      spawn,
      clock: this.#clock,
      log,
      events: {
        onEvent: (event) => this.#emit(event),
        onReleased: (guildId, placing) => this.#release(guildId, placing),
        onVoiceRequest: (request) => this.#onVoiceRequest(request),
        onRenewal: ({ track, guildId }, signal) => options.renew(track, guildId, signal),
        onDeath: (reason) => this.#onDeath(index, reason),
      },
    })
    if (this.#stopping) {
      await thread[Symbol.asyncDispose]()
      throw new SegueError('engine-lost', 'stopping')
    }
    this.#running[index] = thread
    return thread
  }

  /** The servers of a dead thread have lost voice and music. They may connect again at once. */
  #onDeath(index: number, reason: string): void {
    this.#options.log.error('an engine thread died', { worker: index, reason })
    this.#running[index] = null
    if (this.#stopping) return
    this.#threads[index] = this.#restartThread(index)
    // Perhaps nobody waits for this; whoever does later sees the failure.
    this.#threads[index]?.catch(() => undefined)
    for (const guildId of this.#placement.guildsOf(index)) {
      this.#release(guildId)
      this.#emit({ kind: 'engine-lost', guildId })
    }
  }

  async #restartThread(index: number): Promise<EngineThread> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#startThread(index)
      } catch (error) {
        if (this.#stopping) throw error
        this.#options.log.error('an engine thread doesn’t start', { worker: index, attempt })
        const pauseMs = backoffMs(attempt, RESTART_BACKOFF, Math.random)
        await new Promise<void>((resolve) => this.#clock.after(pauseMs, resolve))
        if (this.#stopping) throw error
      }
    }
  }

  #onVoiceRequest(request: VoiceStateRequest): VoiceAnswer {
    const { signalling } = this.#options
    const guildId = request.guild_id
    const waitMs = this.#budget.ask(signalling.shardOf(guildId), request)
    if (waitMs > 0) {
      if (request.channel_id !== null && !this.#queued.has(guildId)) {
        this.#queued.add(guildId)
        this.#emit({ kind: 'join-queued', guildId, waitMs })
      }
      return { sent: false, retryAfterMs: waitMs }
    }
    this.#queued.delete(guildId)
    const sent = signalling.send(request)
    if (!sent) this.#budget.unsent(signalling.shardOf(guildId), request)
    return { sent, retryAfterMs: sent ? 0 : SHARD_AWAY_MS }
  }

  /** Not through `#call`, which would wait for a thread that knows nothing of the server any more. */
  #onState(state: OwnVoiceState): void {
    const thread = this.#threadOf(state.guild_id)
    if (thread === null) return
    const taken = thread.call('voiceState', { state })
    const done = within(this.#clock, CAUGHT_UP_WITHIN_MS, taken, () => {}).catch(() => {})
    this.#catchingUp.set(state.guild_id, done)
    void done.then(() => {
      if (this.#catchingUp.get(state.guild_id) === done) this.#catchingUp.delete(state.guild_id)
    })
  }

  #onServer(assignment: VoiceServerAssignment): void {
    this.#threadOf(assignment.guild_id)?.post({ type: 'voice-server', assignment })
  }

  #threadOf(guildId: GuildId): EngineThread | null {
    const index = this.#placement.find(guildId)
    return index === null ? null : (this.#running[index] ?? null)
  }

  #release(guildId: GuildId, placing?: number): void {
    if (this.#placement.release(guildId, placing)) this.#queued.delete(guildId)
  }

  #emit(event: PlaybackEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
