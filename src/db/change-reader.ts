import { asc, inArray, sql } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import type { QueueChange } from '../domain/player/past/past.ts'
import { changeFrom } from './change-rows.ts'
import type { Database } from './database.ts'
import { queueChange } from './schema.ts'

/**
 * Characters of changes that are read at once: one that shuffled a full queue has 400,000, and parsing
 * many of those must not block the event loop for long.
 */
const CHARACTERS_AT_ONCE = 1_000_000
/** Rows that are read at once. */
const ROWS_AT_ONCE = 500

/** A server's changes as far as this version can read them. */
export interface LoadedChanges {
  readonly changes: QueueChange[]
  /** The keys of their rows. */
  readonly numbers: number[]
  /** Whether it can read all of them. */
  isWhole: boolean
}

interface Sized {
  readonly guildId: string
  readonly number: number
  /** In characters. */
  readonly size: number
}

/** The stored changes of these servers' queues; one that this version can't read is left out. */
export async function readChanges(
  database: Database,
  ids: readonly GuildId[],
): Promise<Map<GuildId, LoadedChanges>> {
  const { guildId: server, number, change } = queueChange
  const sized = await database.run((orm) =>
    orm
      .select({ guildId: server, number, size: sql<number>`length(${change}::text)` })
      .from(queueChange)
      .where(inArray(server, [...ids]))
      .orderBy(asc(server), asc(number)),
  )
  const loaded = new Map<GuildId, LoadedChanges>()
  for (const keys of portionsOf(sized)) {
    const wanted = JSON.stringify(
      keys.map((key) => ({ guild_id: key.guildId, number: key.number })),
    )
    const rows = await database.run((orm) =>
      orm
        .select()
        .from(queueChange)
        .where(
          sql`(${server}, ${number}) in (select guild_id, number from
            json_to_recordset(${wanted}::text::json) as wanted (guild_id text, number bigint))`,
        )
        .orderBy(asc(server), asc(number)),
    )
    for (const row of rows) add(loaded, row)
  }
  return loaded
}

function add(loaded: Map<GuildId, LoadedChanges>, row: typeof queueChange.$inferSelect): void {
  const id = guildId(row.guildId)
  const those = loaded.get(id) ?? { changes: [], numbers: [], isWhole: true }
  loaded.set(id, those)
  const change = changeFrom(row.change)
  if (change === null) {
    those.isWhole = false
    return
  }
  those.changes.push(change)
  those.numbers.push(row.number)
}

/** The rows in portions that are read at once; one that's larger by itself is a portion of its own. */
function* portionsOf(sized: readonly Sized[]): Generator<readonly Sized[]> {
  let portion: Sized[] = []
  let characters = 0
  for (const row of sized) {
    const isFull = portion.length === ROWS_AT_ONCE || characters + row.size > CHARACTERS_AT_ONCE
    if (isFull && portion.length > 0) {
      yield portion
      portion = []
      characters = 0
    }
    portion.push(row)
    characters += row.size
  }
  if (portion.length > 0) yield portion
}
