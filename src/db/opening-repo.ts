import { inArray, sql } from 'drizzle-orm'
import { type GuildId, guildId, type TrackId } from '../base/ids.ts'
import type { Opening, OpeningLog } from '../player/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { opening } from './schema.ts'

/** Which tracks are being opened. Thousands of servers begin at once when their process has died. */
export class OpeningRepo implements OpeningLog {
  readonly #database: Database
  /** By server and track. */
  readonly #begun: Gathered<string, true>
  readonly #interrupted: Gathered<GuildId, Map<TrackId, number>>

  constructor(database: Database) {
    this.#database = database
    this.#begun = new Gathered((keys) => this.#beginAll(keys))
    this.#interrupted = new Gathered((ids) => this.#interruptedOf(ids))
  }

  async begin({ guildId, trackId }: Opening): Promise<void> {
    await this.#begun.get(`${guildId} ${trackId}`)
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

  async interrupted(guildId: GuildId): Promise<ReadonlyMap<TrackId, number>> {
    return (await this.#interrupted.get(guildId)) ?? new Map()
  }

  async #beginAll(keys: readonly string[]): Promise<Map<string, true>> {
    const rows = keys.map((key) => {
      const [guildId = '', trackId = ''] = key.split(' ')
      return { guildId, trackId }
    })
    await this.#database.run((orm) =>
      orm
        .insert(opening)
        .values(rows)
        .onConflictDoUpdate({
          target: [opening.guildId, opening.trackId],
          set: { times: sql`least(${opening.times} + 1, 1000)` },
        }),
    )
    return new Map(keys.map((key) => [key, true]))
  }

  async #interruptedOf(guildIds: readonly GuildId[]): Promise<Map<GuildId, Map<TrackId, number>>> {
    const rows = await this.#database.run((orm) =>
      orm
        .select({ guildId: opening.guildId, trackId: opening.trackId, times: opening.times })
        .from(opening)
        .where(inArray(opening.guildId, [...guildIds])),
    )
    const found = new Map<GuildId, Map<TrackId, number>>()
    for (const { times, ...row } of rows) {
      const id = guildId(row.guildId)
      const tracks = found.get(id) ?? new Map<TrackId, number>()
      found.set(id, tracks.set(row.trackId as TrackId, times))
    }
    return found
  }
}
