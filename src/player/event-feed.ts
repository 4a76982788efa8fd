import type { GuildId } from '../base/ids.ts'
import type { PlayerEvent } from '../domain/events.ts'
import type { Events } from '../observability/events.ts'
import type { Log } from '../observability/log.ts'
import type { Subscriber } from './subscriber.ts'
import { type Loss, Subscription } from './subscription.ts'

/** How many events one process may publish of a server while it holds that server's lease. */
const NUMBERS_A_LEASE = 2 ** 32

/**
 * What happens to this process's players, for whoever wants to know. Each subscriber hears each
 * server's events in order, after the step that they tell of is complete, and at most once. One
 * that is slow, throws or never answers misses events, and harms neither players nor others.
 *
 * What must not be missed doesn't hang on this: the players' state is stored apart. Nor do
 * announcements, which `transition` decides along with the answer to whoever asked (the one is
 * told instead of the other), and which work without a bus.
 */
export class EventFeed {
  readonly #log: Log
  readonly #events: Events
  readonly #now: () => Date
  readonly #subscriptions = new Set<Subscription>()
  /** The number of each server's last event. */
  readonly #last = new Map<GuildId, number>()
  #pumping = false

  /** `now`: the time of day. */
  constructor(log: Log, events: Events, now = () => new Date()) {
    this.#log = log
    this.#events = events
    this.#now = now
  }

  subscribe(subscriber: Subscriber): Disposable {
    let isLosing = false
    const lost = (loss: Loss, error: unknown) => {
      this.#events.eventLost(subscriber.name, loss)
      if (isLosing) return
      isLosing = true
      const fields = {
        subscriber: subscriber.name,
        loss,
        reason: error === null ? null : String(error),
      }
      this.#log.warn('a subscriber misses events of players', fields)
    }
    const caughtUp = () => {
      if (!isLosing) return
      isLosing = false
      this.#log.info('a subscriber hears all events of players again', {
        subscriber: subscriber.name,
      })
    }
    const subscription = new Subscription(subscriber, lost, caughtUp)
    this.#subscriptions.add(subscription)
    return { [Symbol.dispose]: () => this.#subscriptions.delete(subscription) }
  }

  /** `fence`: of the lease by which this process plays in the server. */
  publish(guildId: GuildId, fence: number, happened: readonly PlayerEvent[]): void {
    if (happened.length === 0) return
    const at = this.#now()
    for (const event of happened) {
      const number = Math.max(this.#last.get(guildId) ?? 0, fence * NUMBERS_A_LEASE) + 1
      this.#last.set(guildId, number)
      for (const subscription of this.#subscriptions) {
        subscription.push({ guildId, number, at, event })
      }
    }
    if (this.#pumping) return
    this.#pumping = true
    queueMicrotask(() => this.flush())
  }

  /** Hands over now what waits, as far as subscribers take it. */
  flush(): void {
    this.#pumping = false
    for (const subscription of this.#subscriptions) subscription.pump()
  }

  /** The server is no longer this process's. */
  forget(guildId: GuildId): void {
    this.#last.delete(guildId)
  }
}
