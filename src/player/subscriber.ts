import type { GuildId } from '../base/ids.ts'
import type { PlayerEvent } from '../domain/events.ts'

export interface PublishedEvent {
  readonly guildId: GuildId
  /**
   * Grows with each event of the server, by one while the same process plays there. It begins anew
   * at the fence of each lease × 2³², so it also grows when the server changes hands, and stays an
   * exact integer for the first two million of them.
   */
  readonly number: number
  /** The time of day. */
  readonly at: Date
  readonly event: PlayerEvent
}

/** Somebody who hears of every event of this process's players. */
export interface Subscriber {
  /** A fixed word, for logs and metrics. */
  readonly name: string
  /** A promise means that the event is under way until it settles. */
  take(event: PublishedEvent): void | Promise<void>
  /** How many events may be under way; each begins after the one before it. Default: 1. */
  readonly atOnce?: number
}
