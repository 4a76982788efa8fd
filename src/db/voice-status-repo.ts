import { eq, inArray } from 'drizzle-orm'
import { channelId, type GuildId, guildId } from '../base/ids.ts'
import type { StandingStatus, StatusStore } from '../gateway/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { voiceStatus } from './schema.ts'
import { storable } from './storable.ts'

/** What is to be put back in voice channels. After a restart thousands are asked for at once. */
export class VoiceStatusRepo implements StatusStore {
  readonly #database: Database
  readonly #standing: Gathered<GuildId, StandingStatus>

  constructor(database: Database) {
    this.#database = database
    this.#standing = new Gathered(async (ids) => {
      const rows = await database.run((orm) =>
        orm
          .select()
          .from(voiceStatus)
          .where(inArray(voiceStatus.guildId, [...ids])),
      )
      return new Map(
        rows.map((row) => [
          guildId(row.guildId),
          { channelId: channelId(row.channelId), before: row.statusBefore },
        ]),
      )
    })
  }

  load(guildId: GuildId): Promise<StandingStatus | null> {
    return this.#standing.get(guildId)
  }

  async save(guildId: GuildId, standing: StandingStatus | null): Promise<void> {
    await this.#database.run(async (orm) => {
      if (standing === null) {
        await orm.delete(voiceStatus).where(eq(voiceStatus.guildId, guildId))
        return
      }
      const { channelId, before } = standing
      const row = { channelId, statusBefore: before === null ? null : storable(before) }
      await orm
        .insert(voiceStatus)
        .values({ guildId, ...row })
        .onConflictDoUpdate({ target: voiceStatus.guildId, set: row })
    })
  }
}
