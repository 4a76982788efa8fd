import { Redis, type RedisOptions } from 'ioredis'
import { CircuitBreaker } from '../base/circuit-breaker.ts'
import { type Clock, systemClock } from '../base/clock.ts'

/** All of Segue's keys and channels begin with this, so that a shared Redis stays tidy. */
const PREFIX = 'segue:'
/** A command that Redis has not answered by then has failed. */
const COMMAND_TIMEOUT_MS = 1_000
const CONNECT_TIMEOUT_MS = 3_000
const RECONNECT_MAX_MS = 2_000
const BREAKER = { failures: 3, openMs: 1_000 }

interface LinkLog {
  info(message: string): void
  warn(message: string, fields: { readonly reason: string | null }): void
}

/** Redis doesn’t answer. Says neither where it is nor how one logs in there. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway'
  /** Whether Redis may have done it, or will yet: the command was on its way when nobody answered. */
  readonly maybeDone: boolean

  constructor(message: string, options: ErrorOptions & { maybeDone?: boolean } = {}) {
    super(message, options)
    this.maybeDone = options.maybeDone ?? false
  }
}

export interface LinkHealth {
  readonly state: 'ok' | 'down'
  readonly reason: string | null
}

/**
 * The connections to one Redis: one for commands, one that listens. They reconnect by themselves;
 * meanwhile nothing is queued up, calls fail at once.
 */
export class RedisLink implements AsyncDisposable {
  readonly #commands: Redis
  readonly #listening: Redis
  readonly #breaker: CircuitBreaker
  readonly #log: LinkLog | null
  readonly #listeners = new Map<string, Set<(message: string) => void>>()
  #reason = 'not connected yet'
  /** As the log has it; null before the first word on it. */
  #logged: LinkHealth['state'] | null = null

  private constructor(url: string, clock: Clock, log: LinkLog | null) {
    this.#commands = new Redis(url, OPTIONS)
    this.#listening = new Redis(url, OPTIONS)
    this.#breaker = new CircuitBreaker(clock, BREAKER)
    this.#log = log
    for (const redis of [this.#commands, this.#listening]) {
      redis.on('error', (error: unknown) => {
        this.#reason = wordOf(error)
        this.#note()
      })
    }
    this.#listening.on('message', (channel: string, message: string) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(message)
    })
    this.#commands.on('ready', () => {
      this.#breaker.reset()
      this.#note()
    })
    // What was asked for while Redis was away is subscribed when it is back.
    this.#listening.on('ready', () => {
      this.#note()
      const channels = [...this.#listeners.keys()]
      if (channels.length > 0) void this.#tellListening((redis) => redis.subscribe(...channels))
    })
  }

  /** Resolves when Redis answered, or with the link away when it does not in time: it keeps trying. */
  static async open(
    url: string,
    { clock = systemClock, log = null }: { clock?: Clock; log?: LinkLog | null } = {},
  ): Promise<RedisLink> {
    const link = new RedisLink(url, clock, log)
    await Promise.all([
      link.#commands.connect().catch(() => {}),
      link.#listening.connect().catch(() => {}),
    ])
    link.#note()
    return link
  }

  /** What is known without asking. */
  get health(): LinkHealth {
    const connected = this.#commands.status === 'ready' && this.#listening.status === 'ready'
    if (!connected) return { state: 'down', reason: this.#reason }
    if (!this.#breaker.closed) return { state: 'down', reason: 'does not answer in time' }
    return { state: 'ok', reason: null }
  }

  /** Asks Redis for a sign of life, on both connections. Rejects with `RedisAway`. */
  async ping(): Promise<void> {
    await this.run((redis) => redis.ping())
    await this.#tellListening((redis) => redis.ping())
    if (this.health.state === 'down') throw new RedisAway('Redis doesn’t answer')
  }

  key(name: string): string {
    return PREFIX + name
  }

  /** Runs commands, within the deadline and behind the breaker. Rejects with `RedisAway`. */
  async run<T>(commands: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      const value = await this.#breaker.run(
        () => this.#onceReady(commands),
        () => new RedisAway('Redis doesn’t answer'),
      )
      this.#note()
      return value
    } catch (error) {
      this.#note()
      if (error instanceof RedisAway) throw error
      const message = `Redis doesn’t answer: ${wordOf(error)}`
      throw new RedisAway(message, { cause: error, maybeDone: true })
    }
  }

  /** Messages of a channel from now on; again after each time that Redis was away. */
  async listen(name: string, listener: (message: string) => void): Promise<AsyncDisposable> {
    const channel = this.key(name)
    const listeners = this.#listeners.get(channel) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(channel, listeners)
    await this.#tellListening((redis) => redis.subscribe(channel))
    return {
      [Symbol.asyncDispose]: async () => {
        listeners.delete(listener)
        if (listeners.size > 0 || this.#listeners.get(channel) !== listeners) return
        this.#listeners.delete(channel)
        await this.#tellListening((redis) => redis.unsubscribe(channel))
      },
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#commands.disconnect()
    this.#listening.disconnect()
    this.#listeners.clear()
    return Promise.resolve()
  }

  /** What is not connected sends nothing. */
  async #onceReady<T>(commands: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#commands.status !== 'ready')
      throw new RedisAway(`Redis doesn’t answer: ${this.#reason}`)
    return await commands(this.#commands)
  }

  /**
   * Does nothing while that connection is away: all is subscribed anew when it is back. One that does
   * not answer in time is given up, so that nobody waits for it twice.
   */
  async #tellListening(tell: (redis: Redis) => Promise<unknown>): Promise<void> {
    if (this.#listening.status !== 'ready') return
    try {
      await tell(this.#listening)
    } catch (error) {
      this.#reason = wordOf(error)
      if (this.#listening.status === 'ready') this.#listening.disconnect(true)
    }
  }

  /** One line when Redis goes, and one when it is back. */
  #note(): void {
    const { state, reason } = this.health
    if (state === this.#logged) return
    const wasDown = this.#logged === 'down'
    this.#logged = state
    if (state === 'down') this.#log?.warn('Redis isn’t answering', { reason })
    else if (wasDown) this.#log?.info('Redis is back')
  }
}

const OPTIONS = {
  commandTimeout: COMMAND_TIMEOUT_MS,
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  retryStrategy: (attempt: number) => Math.min(RECONNECT_MAX_MS, 100 * 2 ** Math.min(attempt, 10)),
} satisfies RedisOptions

/** The kind of an error and nothing else: its message may name the host or the credentials. */
function wordOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ECONNREFUSED') return 'refuses the connection'
  if (typeof code === 'string') return code
  if (error instanceof Error && /WRONGPASS|NOAUTH/.test(error.message)) return 'refuses the login'
  if (error instanceof Error && /timed out/i.test(error.message)) return 'does not answer in time'
  return 'the connection broke off'
}
