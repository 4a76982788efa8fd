import { Worker } from 'node:worker_threads'
import type { Clock } from '../base/clock.ts'
import { codeOf, SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { Media } from '../domain/media.ts'
import type { PlaybackEvent } from '../domain/playback.ts'
import type { VoiceStateRequest } from '../domain/voice.ts'
import type { Log } from '../observability/log.ts'
import { CallClient } from './protocol/client.ts'
import {
  type CallName,
  type Calls,
  type FromWorker,
  HEARTBEAT_MS,
  type Renewal,
  type ThreadTotals,
  type ToWorker,
  type VoiceAnswer,
  type WorkerSettings,
} from './protocol/messages.ts'

const START_TIMEOUT_MS = 15_000
/** Heartbeats that may be missed in a row before a thread counts as hung. */
const MISSED_HEARTBEATS = 10
const DRAIN_TIMEOUT_MS = 5_000

/** What a thread reports to its owner. */
export interface EngineThreadEvents {
  onEvent(event: PlaybackEvent): void
  onVoiceRequest(request: VoiceStateRequest): VoiceAnswer
  /** Makes another link to the same bytes. */
  onRenewal(renewal: Renewal, signal: AbortSignal): Promise<Media>
  /** The thread holds nothing of a server any more that it got under this number. */
  onReleased(guildId: GuildId, placing: number): void
  /**
   * Called once after `start` resolved, when the thread is gone and its calls have failed with
   * 'engine-lost'.
   */
  onDeath(reason: string): void
}

export interface EngineThreadOptions {
  readonly settings: WorkerSettings
  readonly spawn: () => Worker
  readonly clock: Clock
  readonly log: Log
  readonly events: EngineThreadEvents
}

/** The Bun worker that runs an engine thread. */
export function spawnEngineThread(): Worker {
  return new Worker(new URL('./worker/main.ts', import.meta.url))
}

/** The main thread's handle of one engine thread: its calls, and whether it is alive. */
export class EngineThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #options: EngineThreadOptions
  readonly #calls = new CallClient((message) => this.post(message))
  readonly #ready = Promise.withResolvers<void>()
  /** Those that are under way, by their numbers; the thread's tracks bound how many. */
  readonly #renewals = new Map<number, AbortController>()
  #missed = 0
  #totals: ThreadTotals = {
    players: 0,
    framesSent: 0,
    framesMissing: 0,
    framesLate: 0,
    voiceReconnects: 0,
  }
  #watch: Disposable | null = null
  #state: 'starting' | 'running' | 'draining' | 'dead' = 'starting'

  private constructor(options: EngineThreadOptions) {
    this.#options = options
    this.#worker = options.spawn()
    this.#worker.on('message', (message: FromWorker) => this.#onMessage(message))
    this.#worker.on('error', (error) => this.#die(`error: ${String(error)}`))
    this.#worker.on('exit', (code) => this.#die(`exit ${code}`))
  }

  /** Resolves when the thread takes calls; rejects with 'engine-lost' when it can't start. */
  static async start(options: EngineThreadOptions): Promise<EngineThread> {
    const thread = new EngineThread(options)
    using _deadline = options.clock.after(START_TIMEOUT_MS, () => thread.#die('did not start'))
    thread.post({ type: 'start', settings: options.settings })
    await thread.#ready.promise
    thread.#state = 'running'
    thread.#watchHeartbeat()
    return thread
  }

  call<K extends CallName>(name: K, args: Calls[K]['args']): Promise<Calls[K]['reply']> {
    return this.#calls.call(name, args)
  }

  /** The totals in its last heartbeat. */
  get totals(): ThreadTotals {
    return this.#totals
  }

  post(message: ToWorker): void {
    if (this.#state !== 'dead') this.#worker.postMessage(message)
  }

  /**
   * Makes the thread leave its channels and free its tracks, then ends it. A thread that takes too
   * long is ended with native tracks running.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state !== 'running') return
    this.#state = 'draining'
    const drained = this.#calls.call('drain', {}).catch(() => {})
    await within(this.#options.clock, DRAIN_TIMEOUT_MS, drained, () => {})
    this.#end('stopped')
    await this.#worker.terminate()
  }

  #onMessage(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#ready.resolve()
        break
      case 'heartbeat':
        this.#missed = 0
        this.#totals = message.totals
        break
      case 'reply':
      case 'failure':
        this.#calls.settle(message)
        break
      case 'event':
        if (this.#state === 'running') this.#options.events.onEvent(message.event)
        break
      case 'released':
        if (this.#state === 'running') {
          this.#options.events.onReleased(message.guildId, message.placing)
        }
        break
      case 'voice-request': {
        const answer = this.#options.events.onVoiceRequest(message.request)
        this.post({ type: 'voice-answer', id: message.id, answer })
        break
      }
      case 'renewal':
        void this.#renew(message.id, message.renewal)
        break
      case 'renewal-dropped':
        this.#renewals.get(message.id)?.abort()
        break
      case 'log': {
        const { level, message: text, fields } = message
        this.#options.log[level](text, { ...fields, worker: this.#options.settings.index })
        break
      }
    }
  }

  async #renew(id: number, renewal: Renewal): Promise<void> {
    const abort = new AbortController()
    this.#renewals.set(id, abort)
    const { events, log } = this.#options
    const { guildId } = renewal
    const media = await events.onRenewal(renewal, abort.signal).catch((error: unknown) => {
      if (!abort.signal.aborted)
        log.info('a link that has ended couldn’t be renewed', { guildId, code: codeOf(error) })
      return null
    })
    this.#renewals.delete(id)
    if (!abort.signal.aborted) this.post({ type: 'renewed', id, media })
  }

  /**
   * Counts checks without a heartbeat in between, not time: after a stall of the *main* thread many
   * heartbeats are in the queue and only one check is due.
   */
  #watchHeartbeat(): void {
    this.#watch = this.#options.clock.after(HEARTBEAT_MS, () => {
      this.#missed += 1
      if (this.#missed > MISSED_HEARTBEATS) this.#die('no heartbeat')
      else if (this.#state === 'running') this.#watchHeartbeat()
    })
  }

  #die(reason: string): void {
    if (this.#state === 'dead') return
    const was = this.#state
    this.#end(reason)
    void this.#worker.terminate()
    if (was === 'starting') this.#ready.reject(new SegueError('engine-lost', reason))
    if (was === 'running') this.#options.events.onDeath(reason)
  }

  #end(reason: string): void {
    this.#state = 'dead'
    this.#watch?.[Symbol.dispose]()
    for (const renewal of this.#renewals.values()) renewal.abort()
    this.#calls.close('engine-lost', reason)
  }
}
