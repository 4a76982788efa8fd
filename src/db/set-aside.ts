import { and, eq, inArray, sql } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import type { Database } from './database.ts'
import { player, queueEntry, setAside } from './schema.ts'

/** Entries that one statement moves. */
const AT_ONCE = 500

/** What this version cannot read of a stored player. */
export interface Unreadable {
  readonly kind: 'player' | 'track'
  readonly content: unknown
  /** The place of an entry of the queue; null: the player's own row. */
  readonly place: number | null
  readonly reason: string
}

/** Nothing is lost: a later version may read it, or a person. */
export async function putAside(
  database: Database,
  guildId: GuildId,
  odd: readonly Unreadable[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    const tracks = odd.filter(({ kind }) => kind === 'track')
    for (let first = 0; first < tracks.length; first += AT_ONCE) {
      const some = tracks.slice(first, first + AT_ONCE)
      await transaction
        .insert(setAside)
        .values(some.map(({ kind, content, reason }) => ({ guildId, kind, content, reason })))
      const places = some.flatMap(({ place }) => (place === null ? [] : [place]))
      if (places.length > 0) {
        await transaction
          .delete(queueEntry)
          .where(and(eq(queueEntry.guildId, guildId), inArray(queueEntry.place, places)))
      }
    }
    const whole = odd.find(({ kind }) => kind === 'player')
    if (whole !== undefined) {
      await transaction.execute(sql`
        insert into ${setAside} (guild_id, kind, content, reason)
        select guild_id, 'player', row_to_json(row), ${whole.reason} from ${player} row
        where guild_id = ${guildId}`)
      await transaction.delete(player).where(eq(player.guildId, guildId))
    } else if (odd.some(({ place }) => place === null)) {
      await transaction
        .update(player)
        .set({ currentTrack: null, positionMs: 0 })
        .where(eq(player.guildId, guildId))
    }
  })
  const [{ reason } = { reason: '' }] = odd
  database.log.warn(
    'left out parts of a stored player that this version can’t read; they’re kept in the table set_aside',
    { guildId, entries: odd.length, reason },
  )
}
