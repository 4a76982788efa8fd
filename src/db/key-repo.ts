import { and, asc, eq, isNull } from 'drizzle-orm'
import { guildId } from '../base/ids.ts'
import type { ApiKey, KeyStore, NewApiKey } from '../keys/ports.ts'
import type { Database } from './database.ts'
import { apiKey } from './schema.ts'

/** Keys of the HTTP API, by the hash of their secret. */
export class KeyRepo implements KeyStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async create(key: NewApiKey): Promise<void> {
    const { id, hash, serverId, createdAt } = key
    const row = { id, hash, guildId: serverId, scopes: [...key.scopes], createdAt }
    await this.#database.run((orm) => orm.insert(apiKey).values(row))
  }

  async findByHash(hash: Uint8Array): Promise<(ApiKey & { readonly hash: Uint8Array }) | null> {
    const [row] = await this.#database.run((orm) =>
      orm.select().from(apiKey).where(eq(apiKey.hash, hash)),
    )
    return row === undefined ? null : { ...keyOf(row), hash: row.hash }
  }

  async list(): Promise<ApiKey[]> {
    const rows = await this.#database.run((orm) =>
      orm.select().from(apiKey).orderBy(asc(apiKey.createdAt), asc(apiKey.id)),
    )
    return rows.map(keyOf)
  }

  async revoke(id: string, at: Date): Promise<boolean> {
    const revoked = await this.#database.run((orm) =>
      orm
        .update(apiKey)
        .set({ revokedAt: at })
        .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt))),
    )
    return revoked.count === 1
  }
}

function keyOf(row: typeof apiKey.$inferSelect): ApiKey {
  return {
    id: row.id,
    serverId: row.guildId === null ? null : guildId(row.guildId),
    scopes: row.scopes,
    createdAt: row.createdAt,
    revokedAt: row.revokedAt,
  }
}
