import { eq } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Departures } from '../gateway/ports.ts'
import type { LeftServers } from '../jobs/ports.ts'
import type { Database } from './database.ts'
import { deleteServer } from './erasure-repo.ts'
import { apiKey, leftServer, playerLease, voiceStatus } from './schema.ts'

/** Servers that one look brings; the next look brings more. */
const AT_ONCE = 500

/** Which servers the bot has left, and when. */
export class DepartureRepo implements Departures, LeftServers {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Every server that was ever used has a lease; after an import, those with a player or settings count. */
  async note(present: readonly GuildId[], at: Date): Promise<void> {
    const ids = [...present]
    const time = at.toISOString()
    await this.#database.raw(
      (sql) => sql`
        with back as (delete from segue.left_server where guild_id = any(${ids}))
        insert into segue.left_server (guild_id, left_at, seen_at)
        select guild_id, ${time}::timestamptz, ${time}::timestamptz from (
          select guild_id from segue.player_lease union select guild_id from segue.player
          union select guild_id from segue.server_settings
          union select owner_id from segue.playlist where owner_kind = 'server'
        ) as known
        where not guild_id = any(${ids})
        on conflict (guild_id) do update set seen_at = excluded.seen_at`,
    )
  }

  async due(days: number): Promise<GuildId[]> {
    const rows = await this.#database.raw(
      (sql) => sql<{ id: string }[]>`
        select guild_id as id from segue.left_server
        where seen_at - left_at >= make_interval(days => ${days}::integer)
        order by left_at, guild_id limit ${AT_ONCE}`,
    )
    return rows.map(({ id }) => guildId(id))
  }

  /** All or nothing; does nothing for a server that the bot has come back to meanwhile. */
  async forget(server: GuildId): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const gone = await transaction
        .delete(leftServer)
        .where(eq(leftServer.guildId, server))
        .returning({ id: leftServer.guildId })
      if (gone.length === 0) return
      await deleteServer(transaction, server)
      for (const table of [apiKey, voiceStatus, playerLease])
        await transaction.delete(table).where(eq(table.guildId, server))
    })
  }
}
