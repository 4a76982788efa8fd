import { eq, sql } from 'drizzle-orm'
import type { GuildId, TrackId } from '../base/ids.ts'
import type { Opening, OpeningLog } from '../player/ports.ts'
import type { Database } from './database.ts'
import { opening } from './schema.ts'

/** Which tracks are being opened. */
export class OpeningRepo implements OpeningLog {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async begin({ guildId, trackId }: Opening): Promise<void> {
    await this.#database.run((orm) =>
      orm
        .insert(opening)
        .values({ guildId, trackId })
        .onConflictDoUpdate({
          target: [opening.guildId, opening.trackId],
          set: { times: sql`least(${opening.times} + 1, 1000)` },
        }),
    )
  }

  async end(openings: readonly Opening[]): Promise<void> {
    const rows = JSON.stringify(
      openings.map(({ guildId, trackId }) => ({ guild_id: guildId, track_id: trackId })),
    )
    await this.#database.run((orm) =>
      orm.execute(sql`
        delete from ${opening} using json_to_recordset(${rows}::text::json)
          as over (guild_id text, track_id text)
        where ${opening.guildId} = over.guild_id and ${opening.trackId} = over.track_id`),
    )
  }

  async interrupted(guildId: GuildId): Promise<Map<TrackId, number>> {
    const rows = await this.#database.run((orm) =>
      orm
        .select({ trackId: opening.trackId, times: opening.times })
        .from(opening)
        .where(eq(opening.guildId, guildId)),
    )
    return new Map(rows.map(({ trackId, times }) => [trackId as TrackId, times]))
  }
}
