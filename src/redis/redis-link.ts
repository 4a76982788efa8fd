import { Redis, type RedisOptions } from 'ioredis'
import { CircuitBreaker } from '../base/circuit-breaker.ts'
import { type Clock, systemClock } from '../base/clock.ts'

/** All of Segue's keys and channels begin with this, so that a shared Redis stays tidy. */
const PREFIX = 'segue:'
/** A command that Redis hasn't answered by then has failed. */
const COMMAND_TIMEOUT_MS = 1_000
const CONNECT_TIMEOUT_MS = 3_000
const RECONNECT_MAX_MS = 2_000
const BREAKER = { failures: 3, openMs: 1_000 }

interface LinkLog {
  info(message: string): void
  warn(message: string, fields: { readonly reason: string | null }): void
}

/** Redis doesn't answer. The message contains neither its address nor its credentials. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway'
  /**
   * Whether Redis may have run the command, or still will: it had been sent when the answer stayed
   * out.
   */
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
  /** The state that was logged last; null before the first time. */
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
    // Channels that were asked for while Redis was away are subscribed when it's back.
    this.#listening.on('ready', () => {
      this.#note()
      const channels = [...this.#listeners.keys()]
      if (channels.length > 0) void this.#tellListening((redis) => redis.subscribe(...channels))
    })
  }

  /** Resolves when Redis has answered, or when it hasn't in time: the link then keeps trying. */
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

  /** Receives the messages of a channel from now on, and resubscribes each time Redis is back. */
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

  /** A link that isn't connected sends nothing. */
  async #onceReady<T>(commands: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#commands.status !== 'ready')
      throw new RedisAway(`Redis doesn’t answer: ${this.#reason}`)
    return await commands(this.#commands)
  }

  /**
   * Does nothing while that connection is away: everything is subscribed again when it's back. A
   * connection that doesn't answer in time is dropped, so that nobody waits for it twice.
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

/** Only the kind of an error: its message may contain the host or the credentials. */
function wordOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ECONNREFUSED') return 'refuses the connection'
  if (typeof code === 'string') return code
  if (error instanceof Error && /WRONGPASS|NOAUTH/.test(error.message)) return 'refuses the login'
  if (error instanceof Error && /timed out/i.test(error.message)) return 'does not answer in time'
  return 'the connection broke off'
}
