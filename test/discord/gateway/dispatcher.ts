import type { GuildRecord } from '../state/model.ts'

/** One identified gateway session, connected or waiting to be resumed. */
export interface Subscriber {
  readonly botUserId: string
  /** Whether its shard holds the server; direct messages (null) go to shard 0. */
  holds(guildId: string | null): boolean
  wants(intent: number): boolean
  send(event: string, data: object): void
}

/** Brings an event to the sessions that it concerns. */
export class Dispatcher {
  readonly #subscribers = new Set<Subscriber>()

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber)
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber)
  }

  /** To every bot that is a member; `except` leaves one out. */
  toGuild(guild: GuildRecord, intent: number, event: string, data: object, except?: string): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.botUserId === except || !guild.members.has(subscriber.botUserId)) continue
      deliver(subscriber, guild.id, intent, event, data)
    }
  }

  /** To one bot. `data` may depend on nothing but the bot, so it is built once. */
  toBot(
    botUserId: string,
    guildId: string | null,
    intent: number,
    event: string,
    data: object,
  ): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.botUserId === botUserId) deliver(subscriber, guildId, intent, event, data)
    }
  }
}

function deliver(
  subscriber: Subscriber,
  guildId: string | null,
  intent: number,
  event: string,
  data: object,
): void {
  if (subscriber.holds(guildId) && subscriber.wants(intent)) subscriber.send(event, data)
}
