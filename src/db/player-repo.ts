import { eq, getTableColumns, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { channelId, type GuildId, guildId } from '../base/ids.ts'
import type { LoopMode } from '../domain/player-state.ts'
import type {
  FencedPosition,
  FencedSnapshot,
  PlayerSnapshot,
  PlayerStore,
  Refusals,
} from '../player/ports.ts'
import type { Database, Transaction } from './database.ts'
import { player, playerLease } from './schema.ts'
import { trackFrom } from './stored-track.ts'

/** Rows of one statement: PostgreSQL takes 65,535 parameters, and a row has eleven. */
const ROWS_AT_ONCE = 500

/** Every server's player. */
export class PlayerRepo implements PlayerStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async restorable(): Promise<GuildId[]> {
    const rows = await this.#database.run((orm) =>
      orm.select({ guildId: player.guildId }).from(player).where(RESTORABLE),
    )
    return rows.map((row) => guildId(row.guildId))
  }

  async load(guildId: GuildId): Promise<PlayerSnapshot | null> {
    const [row] = await this.#database.run((orm) =>
      orm.select().from(player).where(eq(player.guildId, guildId)),
    )
    return row === undefined ? null : this.#read(row)
  }

  save(changes: readonly FencedSnapshot[]): Promise<Refusals> {
    const fences = changes.map(({ snapshot, fence }) => ({ guildId: snapshot.guildId, fence }))
    return this.#fenced(fences, async (transaction, refused) => {
      const rows = changes
        .filter(({ snapshot }) => !refused.has(snapshot.guildId))
        .map(({ snapshot }) => rowOf(snapshot))
      for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
        await transaction
          .insert(player)
          .values(rows.slice(first, first + ROWS_AT_ONCE))
          .onConflictDoUpdate({ target: player.guildId, set: ASSIGN_ALL })
      }
    })
  }

  savePositions(changes: readonly FencedPosition[]): Promise<Refusals> {
    return this.#fenced(changes, async (transaction, refused) => {
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

  /** Null for a row that nobody can make sense of: one must not keep the others from playing. */
  #read(row: Row): PlayerSnapshot | null {
    try {
      return snapshotOf(row)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#database.log.warn('a stored player is left out: it is damaged', {
        guildId: row.guildId,
        reason,
      })
      return null
    }
  }

  /**
   * One transaction, in which the leases of its servers stand still: who takes one meanwhile waits for
   * this write, so an older fence can never write after a newer one.
   */
  async #fenced(
    changes: readonly { guildId: GuildId; fence: number }[],
    write: (transaction: Transaction, refused: ReadonlySet<GuildId>) => Promise<void>,
  ): Promise<Refusals> {
    if (changes.length === 0) return { refused: [] }
    return await this.#database.transaction(async (transaction) => {
      const ids = changes.map((change) => change.guildId)
      const leases = await transaction
        .select({ guildId: playerLease.guildId, fence: playerLease.fence })
        .from(playerLease)
        .where(inArray(playerLease.guildId, ids))
        .orderBy(playerLease.guildId)
        .for('share')
      const fences = new Map(leases.map((lease) => [lease.guildId, lease.fence]))
      const refused = changes
        .filter((change) => change.fence < (fences.get(change.guildId) ?? 0))
        .map((change) => change.guildId)
      await write(transaction, new Set(refused))
      return { refused }
    })
  }
}

type Row = typeof player.$inferSelect

const RESTORABLE = or(
  isNotNull(player.roomChannelId),
  isNotNull(player.currentTrack),
  sql`json_array_length(${player.queue}) > 0`,
)

/** Every column but the key takes the value that the insert brought. */
const ASSIGN_ALL: Record<string, SQL> = Object.fromEntries(
  Object.entries(getTableColumns(player))
    .filter(([name]) => name !== 'guildId')
    .map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]),
)

function rowOf(snapshot: PlayerSnapshot): typeof player.$inferInsert {
  return {
    guildId: snapshot.guildId,
    roomChannelId: snapshot.room?.channelId ?? null,
    roomBitrate: snapshot.room?.bitrate ?? null,
    textChannelId: snapshot.textChannelId,
    currentTrack: snapshot.current?.track ?? null,
    positionMs: snapshot.current?.positionMs ?? 0,
    queue: snapshot.queue,
    loop: snapshot.loop,
    volume: snapshot.volume,
    paused: snapshot.paused,
  }
}

/** Throws where the row holds what no player is; the columns' own checks rule most of that out. */
function snapshotOf(row: Row): PlayerSnapshot {
  return {
    guildId: guildId(row.guildId),
    room:
      row.roomChannelId === null || row.roomBitrate === null
        ? null
        : { channelId: channelId(row.roomChannelId), bitrate: row.roomBitrate },
    textChannelId: row.textChannelId === null ? null : channelId(row.textChannelId),
    current:
      row.currentTrack === null
        ? null
        : { track: trackFrom(row.currentTrack), positionMs: row.positionMs },
    queue: (row.queue as readonly unknown[]).map(trackFrom),
    loop: row.loop as LoopMode,
    volume: row.volume,
    paused: row.paused,
  }
}
