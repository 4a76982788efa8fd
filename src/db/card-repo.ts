import { eq, inArray } from 'drizzle-orm'
import { channelId, type GuildId, guildId, messageId } from '../base/ids.ts'
import type { CardStore, StoredCard } from '../gateway/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { card } from './schema.ts'

/** Each server's now-playing card. After a restart thousands are asked for at once. */
export class CardRepo implements CardStore {
  readonly #database: Database
  readonly #cards: Gathered<GuildId, StoredCard>

  constructor(database: Database) {
    this.#database = database
    this.#cards = new Gathered(async (ids) => {
      const rows = await database.run((orm) =>
        orm
          .select()
          .from(card)
          .where(inArray(card.guildId, [...ids])),
      )
      return new Map(
        rows.map((row) => [
          guildId(row.guildId),
          {
            channelId: channelId(row.channelId),
            messageId: messageId(row.messageId),
            isOver: row.isOver,
          },
        ]),
      )
    })
  }

  load(guildId: GuildId): Promise<StoredCard | null> {
    return this.#cards.get(guildId)
  }

  async save(guildId: GuildId, stored: StoredCard | null): Promise<void> {
    await this.#database.run(async (orm) => {
      if (stored === null) await orm.delete(card).where(eq(card.guildId, guildId))
      else {
        await orm
          .insert(card)
          .values({ guildId, ...stored })
          .onConflictDoUpdate({ target: card.guildId, set: { ...stored } })
      }
    })
  }

  async left(guildIds: readonly GuildId[]): Promise<readonly GuildId[]> {
    const ids = [...guildIds]
    const rows = await this.#database.raw(
      (sql) => sql<{ id: string }[]>`
        select guild_id as id from segue.card where not is_over and guild_id = any(${ids})
        and not exists (select from segue.player
          where player.guild_id = card.guild_id and current_track is not null)`,
    )
    return rows.map(({ id }) => guildId(id))
  }
}
