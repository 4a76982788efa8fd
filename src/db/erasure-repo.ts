import { and, eq } from 'drizzle-orm'
import type { GuildId, UserId } from '../base/ids.ts'
import type { ErasureStore } from '../player/ports.ts'
import type { Database, Transaction } from './database.ts'
import { fenced } from './fenced.ts'
import { namelessAtOnce, namelessInLists } from './nameless.ts'
import {
  card,
  history,
  opening,
  playedTrack,
  player,
  playlist,
  playlistShare,
  queueChange,
  queueEntry,
  rejectedMatch,
  removedTrack,
  scrobble,
  scrobbleAccount,
  serverSettings,
  setAside,
  settingsChange,
} from './schema.ts'

/**
 * The tables that hold what is kept of a server. Its lease stays while the bot is a member: a
 * process that lost the server must never write again.
 */
export const SERVER_TABLES = [
  serverSettings,
  settingsChange,
  player,
  queueEntry,
  playedTrack,
  queueChange,
  removedTrack,
  card,
  setAside,
  opening,
  history,
  rejectedMatch,
] as const

/** Deletes what's stored of servers and members. */
export class ErasureRepo implements ErasureStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async server(guildId: GuildId, fence: number): Promise<boolean> {
    const { refused } = await fenced(
      this.#database,
      [{ guildId, fence }],
      async (transaction, refusals) => {
        if (!refusals.has(guildId)) await deleteServer(transaction, guildId)
      },
    )
    return refused.length === 0
  }

  async member(userId: UserId, as: UserId): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await transaction.delete(history).where(eq(history.requestedBy, userId))
      await deletePlaylists(transaction, 'user', userId)
      await transaction.delete(scrobbleAccount).where(eq(scrobbleAccount.userId, userId))
      await transaction.delete(scrobble).where(eq(scrobble.userId, userId))
      await namelessAtOnce(transaction, userId, as)
    })
    await namelessInLists(this.#database, userId, as)
  }
}

export async function deleteServer(transaction: Transaction, guildId: GuildId): Promise<void> {
  for (const table of SERVER_TABLES)
    await transaction.delete(table).where(eq(table.guildId, guildId))
  await deletePlaylists(transaction, 'server', guildId)
}

/** Entries and shares of a playlist go with it. */
async function deletePlaylists(
  transaction: Transaction,
  kind: 'user' | 'server',
  id: string,
): Promise<void> {
  await transaction
    .delete(playlist)
    .where(and(eq(playlist.ownerKind, kind), eq(playlist.ownerId, id)))
  await transaction
    .delete(playlistShare)
    .where(and(eq(playlistShare.withKind, kind), eq(playlistShare.withId, id)))
}
