import { desc, eq, inArray, lt } from 'drizzle-orm'
import { type ChannelId, channelId, type GuildId, guildId, userId } from '../base/ids.ts'
import { defaultSettings, type GuildSettings, settingsFrom } from '../domain/settings.ts'
import type { FieldChange, SettingsChange } from '../domain/settings-change.ts'
import type { RequestChannelStore } from '../gateway/ports.ts'
import type { PastChanges } from '../jobs/ports.ts'
import type { SettingsStore } from '../player/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { serverSettings, settingsChange } from './schema.ts'
import { storableJson } from './storable.ts'

/** The version that this program writes; it reads all up to that one. */
const VERSION = 1

/** What each server has set. */
export class SettingsRepo implements SettingsStore, PastChanges, RequestChannelStore {
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
  async save(
    guildId: GuildId,
    settings: GuildSettings,
    fence: number,
    { at, by, fields }: SettingsChange = NO_CHANGE,
  ): Promise<boolean> {
    const value = JSON.stringify({ version: VERSION, ...settings })
    const changed = storableJson(fields)
    const who = by.kind === 'key' ? by.keyId : by.userId
    const written = await this.#database.raw(
      (sql) => sql<{ guild_id: string }[]>`
        with lease as (select fence from segue.player_lease where guild_id = ${guildId} for share),
        written as (insert into segue.server_settings (guild_id, settings)
        select ${guildId}, ${value}::text::json
        where coalesce((select fence from lease), 0) <= ${fence}::bigint
        on conflict (guild_id) do update set settings = excluded.settings
        returning guild_id),
        noted as (
          insert into segue.settings_change (id, guild_id, changed_at, changed_by, by_key, fields)
          select ${Bun.randomUUIDv7()}::uuid, guild_id, ${at.toISOString()}::timestamptz, ${who},
            ${by.kind === 'key'}::boolean, ${changed}::text::json
          from written where ${fields.length > 0}::boolean)
        select guild_id from written`,
    )
    return written.length > 0
  }

  async changes(guildId: GuildId, limit: number): Promise<readonly SettingsChange[]> {
    const rows = await this.#database.run((orm) =>
      orm
        .select()
        .from(settingsChange)
        .where(eq(settingsChange.guildId, guildId))
        .orderBy(desc(settingsChange.changedAt), desc(settingsChange.id))
        .limit(limit),
    )
    return rows.map(({ changedAt, changedBy, byKey, fields }) => ({
      at: changedAt,
      by: byKey ? { kind: 'key', keyId: changedBy } : { kind: 'member', userId: userId(changedBy) },
      fields: fieldsFrom(fields),
    }))
  }

  async requestChannels(): Promise<ReadonlyMap<GuildId, ChannelId>> {
    const rows = await this.#database.raw(
      (sql) => sql<{ guild: string; settings: unknown }[]>`
        select guild_id as guild, settings from segue.server_settings
        where settings ->> 'requestChannelId' is not null`,
    )
    const read = rows.map(
      ({ guild, settings }) => [guildId(guild), settingsFrom(settings).requestChannelId] as const,
    )
    return new Map(read.flatMap(([guild, id]) => (id === null ? [] : [[guild, channelId(id)]])))
  }

  /** Forgets who changed what before `time`; safe to repeat. Returns how many changes there were. */
  async forgetOlderThan(time: Date): Promise<number> {
    const deleted = await this.#database.run((orm) =>
      orm.delete(settingsChange).where(lt(settingsChange.changedAt, time)),
    )
    return deleted.count
  }
}

/** What isn't a change of any version is left out. */
function fieldsFrom(value: unknown): FieldChange[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    const { name, before, after } = (one ?? {}) as Partial<FieldChange>
    return typeof name === 'string' ? [{ name, before, after }] : []
  })
}

/** Isn't kept. */
const NO_CHANGE: SettingsChange = { at: new Date(0), by: { kind: 'key', keyId: '' }, fields: [] }
