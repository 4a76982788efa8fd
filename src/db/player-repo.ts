import { and, isNotNull, type SQL, sql } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import type {
  FencedPosition,
  FencedSnapshot,
  PlayerStore,
  Refusals,
  Saved,
  StoredPlayer,
} from '../player/ports.ts'
import type { Database } from './database.ts'
import { fenced } from './fenced.ts'
import { TAKEN_AFTER } from './heartbeat.ts'
import {
  areEmpty,
  type ListsDiff,
  listsAfter,
  listsDiff,
  type StoredLists,
  sizeOf,
  UNKNOWN,
  writeDiffs,
} from './player-lists.ts'
import { PlayerReader } from './player-reader.ts'
import { ASSIGN_ALL, rowOf } from './player-rows.ts'
import { player, playerLease, process } from './schema.ts'
import { putAside } from './set-aside.ts'

/**
 * The most that one transaction stores, so that it ends well before its deadline even with a
 * distant database.
 */
const SERVERS_AT_ONCE = 50
const ENTRIES_AT_ONCE = 1_000
/** Every server's player. */
export class PlayerRepo implements PlayerStore {
  readonly #database: Database
  /**
   * Lists as this process last stored or read them; for a missing server, the stored rows are
   * unknown.
   */
  readonly #stored = new Map<GuildId, StoredLists>()
  readonly #reader: PlayerReader

  constructor(database: Database) {
    this.#database = database
    this.#reader = new PlayerReader(database)
  }

  async restorable(processId: string): Promise<GuildId[]> {
    const rows = await this.#database.run((orm) =>
      orm
        .select({ guildId: player.guildId })
        .from(player)
        .where(and(notPlayedByOthers(processId), isNotNull(player.roomChannelId))),
    )
    return rows.map((row) => guildId(row.guildId))
  }

  async load(guildId: GuildId): Promise<StoredPlayer | null> {
    const read = await this.#reader.read(guildId)
    if (read === null) return null
    const { snapshot, lists, odd } = read
    if (odd.length > 0) await putAside(this.#database, guildId, odd)
    this.#remember(guildId, lists)
    return { snapshot, unreadable: odd.filter(({ kind }) => kind === 'track').length }
  }

  async save(changes: readonly FencedSnapshot[]): Promise<Saved> {
    const batch = this.#firstOf(changes)
    const lists = new Map(batch.map(({ snapshot, diff }) => [snapshot.guildId, listsAfter(diff)]))
    let attempt: 'under way' | 'committing' | 'failed' = 'under way'
    const saving = fenced(
      this.#database,
      batch.map(({ snapshot, fence }) => ({ guildId: snapshot.guildId, fence })),
      async (transaction, refusals) => {
        const valid = batch.filter(({ snapshot }) => !refusals.has(snapshot.guildId))
        if (valid.length === 0) return
        await transaction
          .insert(player)
          .values(valid.map(({ snapshot }) => rowOf(snapshot)))
          .onConflictDoUpdate({ target: player.guildId, set: ASSIGN_ALL })
        await writeDiffs(
          transaction,
          valid.map(({ snapshot, diff }) => ({ guildId: snapshot.guildId, diff })),
        )
        if (attempt === 'failed') throw new Error('nobody is waiting for this transaction any more')
        attempt = 'committing'
      },
    )
    const { refused } = await saving.catch((error: unknown) => {
      // A commit that wasn't answered may or may not have happened; before the commit, nothing was
      // written.
      if (attempt === 'committing') for (const guildId of lists.keys()) this.#stored.delete(guildId)
      attempt = 'failed'
      throw error
    })
    const stored = [...lists.keys()].filter((guildId) => !refused.includes(guildId))
    for (const guildId of stored) this.#remember(guildId, lists.get(guildId) ?? UNKNOWN)
    return { stored, refused }
  }

  savePositions(changes: readonly FencedPosition[]): Promise<Refusals> {
    return fenced(this.#database, changes, async (transaction, refused) => {
      const valid = changes.filter((change) => !refused.has(change.guildId))
      if (valid.length === 0) return
      const rows = valid.map(
        ({ guildId, positionMs }) => sql`(${guildId}, ${positionMs}::double precision)`,
      )
      await transaction.execute(sql`
        update ${player} set position_ms = now_at.position_ms, updated_at = now()
        from (values ${sql.join(rows, sql`, `)}) as now_at (guild_id, position_ms)
        where ${player.guildId} = now_at.guild_id and ${player.currentTrack} is not null`)
    })
  }

  forget(guildId: GuildId): void {
    this.#stored.delete(guildId)
  }

  /**
   * The changes that fit one transaction; a server with a larger change gets a transaction of its
   * own.
   */
  #firstOf(changes: readonly FencedSnapshot[]): (FencedSnapshot & { diff: ListsDiff })[] {
    const batch = []
    let entries = 0
    for (const change of changes.slice(0, SERVERS_AT_ONCE)) {
      const { snapshot } = change
      const diff = listsDiff(this.#stored.get(snapshot.guildId) ?? UNKNOWN, snapshot)
      entries += sizeOf(diff)
      if (batch.length > 0 && entries > ENTRIES_AT_ONCE) break
      batch.push({ ...change, diff })
    }
    return batch
  }

  #remember(guildId: GuildId, lists: StoredLists): void {
    // Clearing empty lists once more costs nothing, while remembering them would use memory for
    // ever.
    if (areEmpty(lists)) this.#stored.delete(guildId)
    else this.#stored.set(guildId, lists)
  }
}

/** Servers of live processes are left out, so that a look costs only as much as there is to do. */
const notPlayedByOthers = (processId: string): SQL => sql`
  not exists (
    select 1 from ${playerLease} join ${process} on ${process.id} = ${playerLease.processId}
    where ${playerLease.guildId} = ${player.guildId} and ${process.id} <> ${processId}
      and ${process.seenAt} > clock_timestamp() - ${TAKEN_AFTER}::interval)`
