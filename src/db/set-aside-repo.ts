import { asc, eq, inArray, sql } from 'drizzle-orm'
import { idleState } from '../domain/player/state.ts'
import type { Database, Transaction } from './database.ts'
import { snapshotOf } from './player-rows.ts'
import { player, queueEntry, setAside } from './schema.ts'
import { trackFrom } from './stored-track.ts'

/** Entries that are read at once. */
const AT_ONCE = 1_000

/** What a version of this program could not read, and left out. */
export interface SetAsideEntry {
  readonly id: string
  readonly guildId: string
  readonly kind: string
  /** The title of a track that has one. */
  readonly title: string | null
  readonly reason: string
  readonly setAsideAt: Date
}

/** Restored, or why not, as the end of a sentence. */
export type Restored = 'restored' | { readonly not: string }

/** The entries that `PlayerRepo` set aside. The bot must be stopped while they are restored. */
export class SetAsideRepo {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** The ids of all of them, the oldest first. */
  async ids(): Promise<string[]> {
    const rows = await this.#database.run((orm) =>
      orm
        .select({ id: setAside.id })
        .from(setAside)
        .orderBy(asc(setAside.setAsideAt), asc(setAside.id)),
    )
    return rows.map(({ id }) => id)
  }

  /** All of them, the oldest first; a few are in memory at once. */
  async *all(): AsyncGenerator<SetAsideEntry> {
    const ids = await this.ids()
    for (let first = 0; first < ids.length; first += AT_ONCE) {
      const some = ids.slice(first, first + AT_ONCE)
      const rows = await this.#database.run((orm) =>
        orm.select().from(setAside).where(inArray(setAside.id, some)),
      )
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const { content, ...row } of some.flatMap((id) => byId.get(id) ?? []))
        yield { ...row, title: titleOf(content) }
    }
  }

  /** A track goes to the end of its server's queue; a player takes the place of one in which nothing plays. */
  async restore(id: string): Promise<Restored> {
    return await this.#database.transaction(async (transaction): Promise<Restored> => {
      const [row] = await transaction
        .select()
        .from(setAside)
        .where(eq(setAside.id, id))
        .for('update')
      if (row === undefined) return { not: 'there is no such entry' }
      const restored =
        row.kind === 'player'
          ? await restorePlayer(transaction, row.guildId, row.content)
          : await restoreTrack(transaction, row.guildId, row.content)
      if (restored === 'restored') await transaction.delete(setAside).where(eq(setAside.id, id))
      return restored
    })
  }

  /** The ids of those that there were. */
  async drop(ids: readonly string[]): Promise<string[]> {
    const dropped = await this.#database.run((orm) =>
      orm
        .delete(setAside)
        .where(inArray(setAside.id, [...ids]))
        .returning({ id: setAside.id }),
    )
    return dropped.map(({ id }) => id)
  }
}

async function restoreTrack(
  transaction: Transaction,
  server: string,
  content: unknown,
): Promise<Restored> {
  const fault = faultOf(() => trackFrom(content))
  if (fault !== null) return { not: fault }
  const { loop, volume, paused } = idleState
  await transaction
    .insert(player)
    .values({ guildId: server, loop, volume, paused })
    .onConflictDoNothing()
  await transaction.execute(sql`
    insert into ${queueEntry} (guild_id, place, track)
    select ${server}, coalesce(max(place), 0) + 1, ${JSON.stringify(content)}::text::json
    from ${queueEntry} where guild_id = ${server}`)
  return 'restored'
}

async function restorePlayer(
  transaction: Transaction,
  server: string,
  content: unknown,
): Promise<Restored> {
  const ofServer = eq(player.guildId, server)
  const [now] = await transaction.select().from(player).where(ofServer)
  if (now !== undefined && now.currentTrack !== null) {
    return { not: 'its server is playing something else now' }
  }
  // Whether the columns fit is for this version's own reading to tell.
  const [row] = await transaction.execute<{ fits: typeof player.$inferSelect }>(sql`
    select json_build_object(
      'guildId', guild_id, 'roomChannelId', room_channel_id, 'roomBitrate', room_bitrate,
      'textChannelId', text_channel_id, 'currentTrack', current_track, 'positionMs', position_ms,
      'loop', loop, 'volume', volume, 'mutedFrom', muted_from, 'filters', filters,
      'paused', paused) as fits
    from json_populate_record(null::segue.player, ${JSON.stringify(content)}::text::json)`)
  const fault = faultOf(() => {
    if (row?.fits.guildId !== server) throw new TypeError('it is another server’s')
    snapshotOf(row.fits, [])
  })
  if (fault !== null) return { not: fault }
  await transaction.delete(player).where(ofServer)
  await transaction.execute(sql`
    insert into ${player}
    select * from json_populate_record(null::segue.player, ${JSON.stringify(content)}::text::json)`)
  return 'restored'
}

/** Why this version still can't read it; null when it can. */
function faultOf(read: () => unknown): string | null {
  try {
    read()
    return null
  } catch (error) {
    return `this version can’t read it (${error instanceof Error ? error.message : error})`
  }
}

function titleOf(content: unknown): string | null {
  const isTitled = typeof content === 'object' && content !== null && 'title' in content
  return isTitled && typeof content.title === 'string' ? content.title : null
}
