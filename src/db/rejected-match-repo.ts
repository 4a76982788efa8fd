import { createHash } from 'node:crypto'
import { and, desc, eq, notInArray } from 'drizzle-orm'
import { fold } from '../base/fold.ts'
import type { GuildId } from '../base/ids.ts'
import { keyOf } from '../domain/queue-rules.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { RejectedMatches } from '../player/ports.ts'
import type { Database } from './database.ts'
import { rejectedMatch } from './schema.ts'

/** Matches that a server remembers as wrong; older ones are forgotten. */
export const REJECTED_LIMIT = 500

/** Remembers hashes, which are short however long the words and the link are, and tell neither. */
export class RejectedMatchRepo implements RejectedMatches {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async of(guildId: GuildId, words: string): Promise<((track: FoundTrack) => boolean) | null> {
    const rows = await this.#database.run((orm) =>
      orm.select({ track: rejectedMatch.track }).from(rejectedMatch).where(ofWords(guildId, words)),
    )
    if (rows.length === 0) return null
    const rejected = new Set(rows.map(({ track }) => track))
    return (track) => rejected.has(hash(keyOf(track)))
  }

  async add(guildId: GuildId, words: string, track: FoundTrack): Promise<void> {
    const row = { guildId, words: hashOfWords(words), track: hash(keyOf(track)) }
    await this.#database.transaction(async (transaction) => {
      await transaction.insert(rejectedMatch).values(row).onConflictDoNothing()
      const newest = transaction
        .select({ at: rejectedMatch.rejectedAt })
        .from(rejectedMatch)
        .where(eq(rejectedMatch.guildId, guildId))
        .orderBy(desc(rejectedMatch.rejectedAt))
        .limit(REJECTED_LIMIT)
      await transaction
        .delete(rejectedMatch)
        .where(
          and(eq(rejectedMatch.guildId, guildId), notInArray(rejectedMatch.rejectedAt, newest)),
        )
    })
  }

  async forget(guildId: GuildId, words: string, track?: FoundTrack): Promise<void> {
    const one = track === undefined ? undefined : eq(rejectedMatch.track, hash(keyOf(track)))
    await this.#database.run((orm) =>
      orm.delete(rejectedMatch).where(and(ofWords(guildId, words), one)),
    )
  }
}

const ofWords = (guildId: GuildId, words: string) =>
  and(eq(rejectedMatch.guildId, guildId), eq(rejectedMatch.words, hashOfWords(words)))

/** The same for words that differ only in case, accents or punctuation. */
const hashOfWords = (words: string): string => hash(fold(words) || words.trim())

/** SHA-256, of which 128 bits are enough to tell a few hundred apart. */
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
