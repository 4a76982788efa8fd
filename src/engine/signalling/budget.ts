import type { Clock } from '../../base/clock.ts'
import type { GuildId } from '../../base/ids.ts'
import type { VoiceStateRequest } from '../../domain/voice.ts'

const WINDOW_MS = 60_000
/**
 * Op 4 of one shard within any minute. Discord closes a gateway connection that sends more than
 * 120 events a minute (developer documentation, "Rate Limiting"); the rest is for heartbeats,
 * presence and member requests.
 */
export const TOTAL_PER_MINUTE = 99
/** How many joins may go out at once after a quiet time, and the pace of those that follow. */
export const JOINS_AT_ONCE = 24
export const JOIN_EVERY_MS = 900

/**
 * The op 4 budget of every shard, on the main thread. Joins queue in order: 24 at once, then one
 * each 900 ms, which makes at most 91 in any minute. Leaves don't queue and have the rest of the
 * minute's budget to themselves.
 */
export class VoiceBudget {
  readonly #clock: Clock
  readonly #shards = new Map<number, ShardBudget>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * 0: send now; it's counted. Otherwise how many ms to wait before asking again; a join keeps its
   * place in the queue until its server leaves or doesn't ask again in time.
   */
  ask(shard: number, request: VoiceStateRequest): number {
    const budget = this.#of(shard)
    const now = this.#clock.now()
    return request.channel_id === null
      ? budget.leave(request.guild_id, now)
      : budget.join(request.guild_id, now)
  }

  /**
   * The op 4 that `ask` just let through wasn't sent after all, since the shard isn't connected.
   */
  unsent(shard: number, request: VoiceStateRequest): void {
    this.#of(shard).unsent(request.channel_id !== null)
  }

  #of(shard: number): ShardBudget {
    let budget = this.#shards.get(shard)
    if (budget === undefined) {
      budget = new ShardBudget()
      this.#shards.set(shard, budget)
    }
    return budget
  }
}

/** A place in the queue that isn't claimed is given up after this time. */
const ABANDONED_MS = 5_000

class ShardBudget {
  /** When op 4 went out, oldest first. */
  #sent: number[] = []
  /** Servers whose join waits, in order, each with the time when it may go. */
  readonly #queue = new Map<GuildId, number>()
  /** When a join may go if nobody waits; up to `JOINS_AT_ONCE` paces behind the clock. */
  #nextMs = Number.NEGATIVE_INFINITY

  leave(guildId: GuildId, now: number): number {
    this.#queue.delete(guildId)
    return this.#send(now)
  }

  join(guildId: GuildId, now: number): number {
    this.#forgetAbandoned(now)
    const place = this.#queue.get(guildId) ?? this.#reserve(now)
    if (place <= now) {
      const blockedMs = this.#send(now)
      if (blockedMs === 0) this.#queue.delete(guildId)
      else this.#queue.set(guildId, now + blockedMs)
      return blockedMs
    }
    this.#queue.set(guildId, place)
    return place - now
  }

  unsent(join: boolean): void {
    this.#sent.pop()
    if (join) this.#nextMs -= JOIN_EVERY_MS
  }

  /** The next place at the pace of joins (a token bucket in its virtual-scheduling form). */
  #reserve(now: number): number {
    const earliest = now - JOINS_AT_ONCE * JOIN_EVERY_MS
    this.#nextMs = Math.max(this.#nextMs, earliest) + JOIN_EVERY_MS
    return Math.max(now, this.#nextMs)
  }

  #send(now: number): number {
    this.#sent = this.#sent.filter((at) => now - at < WINDOW_MS)
    const blocking = this.#sent.at(-TOTAL_PER_MINUTE)
    if (blocking !== undefined) return blocking + WINDOW_MS - now
    this.#sent.push(now)
    return 0
  }

  #forgetAbandoned(now: number): void {
    for (const [guildId, place] of this.#queue) {
      if (now - place > ABANDONED_MS) this.#queue.delete(guildId)
    }
  }
}
