import { and, desc, eq, lt, ne } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import { Check } from '../domain/schema/check.ts'
import { foundTrackSchema } from '../domain/schema/track.ts'
import type { FoundTrack, SourceName } from '../domain/track.ts'
import type { HeardLog, HistoryEntry, HistoryLog } from '../player/ports.ts'
import type { Viewer } from '../playlists/ports.ts'
import type { Database } from './database.ts'
import { history } from './schema.ts'
import { storable } from './storable.ts'

const FOUND = new Check(foundTrackSchema)

/** Entries of a server that are looked through for those of one user. */
const LOOKED_AT = 1_000

/** What was played. */
export class HistoryRepo implements HistoryLog, HeardLog {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async record(entries: readonly HistoryEntry[]): Promise<void> {
    if (entries.length === 0) return
    await this.#database.run((orm) => orm.insert(history).values(entries.map(rowOf)))
  }

  async heard(guildId: GuildId, most: number): Promise<readonly FoundTrack[]> {
    const rows = await this.#database.run((orm) =>
      orm
        .select()
        .from(history)
        .where(and(eq(history.guildId, guildId), eq(history.outcome, 'finished')))
        .orderBy(desc(history.endedAt))
        .limit(most),
    )
    return tracksIn(rows)
  }

  /** Of what was played last in a server, those that this user asked for; the latest first. */
  async askedFor({ guildId, userId }: Viewer, most: number): Promise<readonly FoundTrack[]> {
    const rows = await this.#database.run((orm) => {
      // The index has a server's entries by time: looking further back would read all of them.
      const last = orm
        .select()
        .from(history)
        .where(eq(history.guildId, guildId))
        .orderBy(desc(history.endedAt))
        .limit(LOOKED_AT)
        .as('last')
      return orm
        .select()
        .from(last)
        .where(and(eq(last.requestedBy, userId), ne(last.outcome, 'failed')))
        .orderBy(desc(last.endedAt))
        .limit(most)
    })
    return tracksIn(rows)
  }

  /** Forgets what ended before `time`; safe to repeat. Returns how many entries there were. */
  async deleteOlderThan(time: Date): Promise<number> {
    const deleted = await this.#database.run((orm) =>
      orm.delete(history).where(lt(history.endedAt, time)),
    )
    return deleted.count
  }
}

/** A later version may have written tracks of sources that this one doesn't know: they're left out. */
function tracksIn(rows: readonly (typeof history.$inferSelect)[]): FoundTrack[] {
  return rows
    .filter((row) => FOUND.accepts(row))
    .map(({ source, ...row }) => ({
      source: source as SourceName,
      locator: row.locator,
      title: row.title,
      artist: row.artist,
      album: row.album,
      durationMs: row.durationMs,
      live: row.live,
      pageUrl: row.pageUrl,
    }))
}

function rowOf(entry: HistoryEntry): typeof history.$inferInsert {
  const { track } = entry
  return {
    // Version 7 begins with the time, so that rows are inserted at the end of the index.
    id: Bun.randomUUIDv7(),
    guildId: entry.guildId,
    source: track.source,
    locator: storable(track.locator),
    title: storable(track.title),
    artist: optional(track.artist),
    album: optional(track.album),
    durationMs: track.durationMs,
    live: track.live,
    pageUrl: optional(track.pageUrl),
    requestedBy: track.requestedBy,
    startedAt: entry.startedAt,
    endedAt: entry.endedAt,
    outcome: entry.outcome,
  }
}

function optional(text: string | null): string | null {
  return text === null ? null : storable(text)
}
