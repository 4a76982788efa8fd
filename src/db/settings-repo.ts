import { inArray } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import { defaultSettings, type GuildSettings, settingsFrom } from '../domain/settings.ts'
import type { SettingsStore } from '../player/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { serverSettings } from './schema.ts'

/** The version that this program writes; it reads all up to that one. */
const VERSION = 1

/** What each server has set. */
export class SettingsRepo implements SettingsStore {
  readonly #database: Database
  readonly #rows: Gathered<GuildId, GuildSettings>

  constructor(database: Database) {
    this.#database = database
    this.#rows = new Gathered(async (ids) => {
      const rows = await database.run((orm) =>
        orm
          .select()
          .from(serverSettings)
          .where(inArray(serverSettings.guildId, [...ids])),
      )
      return new Map(rows.map((row) => [guildId(row.guildId), settingsFrom(row.settings)]))
    })
  }

  async load(guildId: GuildId): Promise<GuildSettings> {
    return (await this.#rows.get(guildId)) ?? defaultSettings
  }

  /** One statement, which locks the lease as `fenced` does. */
  async save(guildId: GuildId, settings: GuildSettings, fence: number): Promise<boolean> {
    const value = JSON.stringify({ version: VERSION, ...settings })
    const written = await this.#database.raw(
      (sql) => sql<{ guild_id: string }[]>`
        with lease as (select fence from segue.player_lease where guild_id = ${guildId} for share)
        insert into segue.server_settings (guild_id, settings)
        select ${guildId}, ${value}::text::json
        where coalesce((select fence from lease), 0) <= ${fence}::bigint
        on conflict (guild_id) do update set settings = excluded.settings
        returning guild_id`,
    )
    return written.length > 0
  }
}
