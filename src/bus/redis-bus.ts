import type { Clock } from '../base/clock.ts'
import { RedisAway, type RedisLink } from '../redis/redis-link.ts'
import { type Bus, BusError, type Json } from './bus.ts'
import { fieldsOf, packed, refusalOf, unpacked } from './wire.ts'

/** The bus between processes: Redis' publish and subscribe. Whoever made the link closes it. */
export class RedisBus implements Bus {
  readonly #link: RedisLink
  readonly #clock: Clock
  /** Where answers to this process's requests go. */
  readonly #replyTopic = `reply:${crypto.randomUUID()}`
  readonly #pending = new Map<number, PromiseWithResolvers<Json>>()
  readonly #subscriptions = new AsyncDisposableStack()
  #requests = 0

  private constructor(link: RedisLink, clock: Clock) {
    this.#link = link
    this.#clock = clock
  }

  static async open(link: RedisLink, clock: Clock): Promise<RedisBus> {
    const bus = new RedisBus(link, clock)
    bus.#subscriptions.use(
      await link.listen(channelOf(bus.#replyTopic), (text) => bus.#settle(unpacked(text))),
    )
    return bus
  }

  get health(): Bus['health'] {
    return this.#link.health
  }

  async publish(topic: string, payload: Json): Promise<void> {
    await this.#send(topic, packed(payload))
  }

  async subscribe(topic: string, handler: (payload: Json) => void): Promise<AsyncDisposable> {
    return this.#listen(topic, handler)
  }

  async request(topic: string, payload: Json, deadlineMs: number): Promise<Json> {
    const id = ++this.#requests
    const text = packed({ id, replyTo: this.#replyTopic, payload })
    const pending = Promise.withResolvers<Json>()
    using _deadline = this.#clock.after(deadlineMs, () => pending.reject(new BusError('deadline')))
    this.#pending.set(id, pending)
    pending.promise.catch(() => {})
    try {
      if ((await this.#reach(requestsTo(topic), text)) === 0) throw new BusError('nobody', topic)
      return await pending.promise
    } finally {
      this.#pending.delete(id)
    }
  }

  async answer(topic: string, handler: (payload: Json) => Promise<Json>): Promise<AsyncDisposable> {
    return this.#listen(requestsTo(topic), (message) => {
      const { id, replyTo, payload } = fieldsOf(message)
      if (typeof id !== 'number' || typeof replyTo !== 'string') return
      void this.#reply(id, replyTo, () => handler(payload ?? null))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { reject } of this.#pending.values()) reject(new BusError('away', 'closing'))
    await this.#subscriptions.disposeAsync()
  }

  async #reply(id: number, replyTo: string, handler: () => Promise<Json>): Promise<void> {
    let text: string
    try {
      text = packed({ id, value: await handler() })
    } catch (error) {
      text = packed({ id, refusal: refusalOf(error) })
    }
    // Without Redis, the asker runs into its deadline.
    await this.#send(replyTo, text).catch(() => {})
  }

  #settle(message: Json | undefined): void {
    const { id, value, refusal } = fieldsOf(message)
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined
    if (typeof refusal === 'string') pending?.reject(new BusError('refused', refusal))
    else if (value !== undefined) pending?.resolve(value)
  }

  async #listen(topic: string, handler: (payload: Json) => void): Promise<AsyncDisposable> {
    const listening = await this.#link.listen(channelOf(topic), (text) => {
      const payload = unpacked(text)
      if (payload === undefined) return
      try {
        handler(payload)
      } catch {
        // A subscriber's fault is not the bus's; it has its own log.
      }
    })
    this.#subscriptions.use(listening)
    return listening
  }

  /**
   * How many processes the message reached; null when Redis doesn't tell and may still pass it on.
   */
  async #reach(topic: string, text: string): Promise<number | null> {
    try {
      return await this.#send(topic, text)
    } catch (error) {
      const { cause } = error instanceof BusError ? error : {}
      if (cause instanceof RedisAway && cause.maybeDone) return null
      throw error
    }
  }

  /** How many processes the message reached. */
  async #send(topic: string, text: string): Promise<number> {
    try {
      return await this.#link.run((redis) => redis.publish(this.#link.key(channelOf(topic)), text))
    } catch (error) {
      if (error instanceof RedisAway) throw new BusError('away', null, { cause: error })
      throw error
    }
  }
}

const channelOf = (topic: string): string => `bus:${topic}`
const requestsTo = (topic: string): string => `request:${topic}`
