import { eq } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import { defaultSettings, type GuildSettings } from '../domain/settings.ts'
import type { SettingsStore } from '../player/ports.ts'
import type { Database } from './database.ts'
import { serverSettings } from './schema.ts'

/** What each server has set. */
export class SettingsRepo implements SettingsStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async load(guildId: GuildId): Promise<GuildSettings> {
    const [row] = await this.#database.run((orm) =>
      orm.select().from(serverSettings).where(eq(serverSettings.guildId, guildId)),
    )
    return row === undefined ? defaultSettings : { volume: row.volume }
  }

  async save(guildId: GuildId, settings: GuildSettings): Promise<void> {
    const values = { volume: settings.volume }
    await this.#database.run((orm) =>
      orm
        .insert(serverSettings)
        .values({ guildId, ...values })
        .onConflictDoUpdate({ target: serverSettings.guildId, set: values }),
    )
  }
}
