import { SegueError } from '../base/error.ts'
import type { GuildId, UserId } from '../base/ids.ts'
import type { EventFeed } from './event-feed.ts'
import type { Player } from './player.ts'
import type { Held } from './player-opener.ts'
import type { ErasureStore, PlayerStore } from './ports.ts'
import type { Turns } from './turns.ts'
import type { WriteBehind } from './write-behind.ts'

/** Players that are looked through before others get a turn. */
const PLAYERS_AT_ONCE = 20

interface ErasingPorts {
  readonly erasure: ErasureStore
  readonly store: Pick<PlayerStore, 'forget'>
  readonly written: WriteBehind
  readonly feed: Pick<EventFeed, 'flush'>
  readonly turns: Turns
  readonly selfId: UserId
  readonly forgetElsewhere?: (userId: UserId) => Promise<void>
  /** All that this process has. */
  players(): Iterable<Pick<Player, 'forget'>>
  /** Resolves when those that are being brought back now are among them, or can't be. */
  opened(): Promise<unknown>
}

/**
 * Deletes what is kept of a server or of a member, in the database and in memory. When the database
 * fails, nothing has changed.
 */
export class Erasing {
  readonly #ports: ErasingPorts

  constructor(ports: ErasingPorts) {
    this.#ports = ports
  }

  /**
   * Resolves once nothing of the server is left: its player is as in a server where the bot is new.
   * Rejects with 'other-process' or 'database-away'.
   */
  server(guildId: GuildId, held: Held): Promise<void> {
    return this.#ports.turns.take(guildId, () => this.#server(guildId, held))
  }

  async #server(guildId: GuildId, { player, fence }: Held): Promise<void> {
    const { erasure, store, written, feed } = this.#ports
    // Nothing may be stored again while it's being deleted.
    await written.withhold(guildId)
    try {
      if (!(await inDatabase(erasure.server(guildId, fence)))) throw new SegueError('other-process')
    } catch (error) {
      written.release(guildId)
      throw error
    }
    store.forget(guildId)
    player.erase()
    feed.flush()
    written.drop(guildId)
  }

  /** Resolves once nothing is left that says what that member asked for. Rejects with 'database-away'. */
  async member(userId: UserId): Promise<void> {
    const { erasure, selfId, forgetElsewhere, opened } = this.#ports
    await this.forget(userId)
    // What another process has in memory counts until it stores that anew.
    await forgetElsewhere?.(userId).catch(() => {})
    await inDatabase(erasure.member(userId, selfId))
    // What was read before that is of players that are there by now.
    await opened()
    await this.forget(userId)
  }

  /** The same in the memory of this process alone. */
  async forget(userId: UserId): Promise<void> {
    const { written, feed, players, selfId } = this.#ports
    feed.flush()
    let count = 0
    for (const player of players()) {
      player.forget({ userId, as: selfId })
      // Thousands of players are looked through, and somebody may wait meanwhile.
      if (++count % PLAYERS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    // Also what is being written just now.
    await written.dropRequests(userId)
  }
}

/** However long it takes, since a late success mustn't be told as a failure; each query has a deadline. */
async function inDatabase<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new SegueError('database-away', String(error), { cause: error })
  }
}
