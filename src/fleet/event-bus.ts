import type { GuildId } from '../base/ids.ts'
import type { Bus } from '../bus/bus.ts'
import type { PublishedEvent, Subscriber } from '../player/subscriber.ts'
import { type HeardEvent, heardFrom, wireOf } from './event-wire.ts'

const TOPIC = 'player-events'
/** Messages on their way to a Redis that's some milliseconds away. */
const AT_ONCE = 64
/** Servers whose last number is remembered; the ones that were quiet for longest are forgotten. */
const SERVERS_KEPT = 50_000

/**
 * Publishes what happens to this process's players on the bus, where other processes hear it. The
 * bus stores nothing: while it's away events are lost to them (and counted as such), and to nobody
 * in this process.
 */
export class BusPublisher implements Subscriber {
  readonly name = 'bus'
  readonly atOnce = AT_ONCE
  readonly #bus: Pick<Bus, 'publish'>

  constructor(bus: Pick<Bus, 'publish'>) {
    this.#bus = bus
  }

  take(event: PublishedEvent): Promise<void> {
    return this.#bus.publish(TOPIC, wireOf(event))
  }
}

/**
 * Hears what happens to the players of all processes, until the result is disposed. A server's
 * events come in order, each at most once: what's late, since the server has changed hands, is left
 * out. A handler that throws misses that event alone.
 */
export function hearEvents(
  bus: Pick<Bus, 'subscribe'>,
  handler: (event: HeardEvent) => void,
): Promise<AsyncDisposable> {
  const last = new Map<GuildId, number>()
  return bus.subscribe(TOPIC, (payload) => {
    const heard = heardFrom(payload)
    if (heard === null || heard.number <= (last.get(heard.guildId) ?? 0)) return
    last.delete(heard.guildId)
    last.set(heard.guildId, heard.number)
    const [quietest] = last.size > SERVERS_KEPT ? last.keys() : []
    if (quietest !== undefined) last.delete(quietest)
    handler(heard)
  })
}
