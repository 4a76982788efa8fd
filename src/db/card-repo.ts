import { eq, inArray } from 'drizzle-orm'
import { channelId, type GuildId, guildId, messageId } from '../base/ids.ts'
import type { CardPlace, CardStore } from '../gateway/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { card } from './schema.ts'

/** Where each server's now-playing card is. After a restart thousands are asked for at once. */
export class CardRepo implements CardStore {
  readonly #database: Database
  readonly #places: Gathered<GuildId, CardPlace>

  constructor(database: Database) {
    this.#database = database
    this.#places = new Gathered(async (ids) => {
      const rows = await database.run((orm) =>
        orm
          .select()
          .from(card)
          .where(inArray(card.guildId, [...ids])),
      )
      return new Map(
        rows.map((row) => [
          guildId(row.guildId),
          { channelId: channelId(row.channelId), messageId: messageId(row.messageId) },
        ]),
      )
    })
  }

  load(guildId: GuildId): Promise<CardPlace | null> {
    return this.#places.get(guildId)
  }

  async save(guildId: GuildId, place: CardPlace | null): Promise<void> {
    await this.#database.run(async (orm) => {
      if (place === null) await orm.delete(card).where(eq(card.guildId, guildId))
      else {
        await orm
          .insert(card)
          .values({ guildId, ...place })
          .onConflictDoUpdate({ target: card.guildId, set: { ...place } })
      }
    })
  }
}
