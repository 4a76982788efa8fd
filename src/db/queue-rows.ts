import { sql } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import type { Transaction } from './database.ts'
import type { QueueDiff } from './queue-diff.ts'
import { rowsAtOnce } from './rows-at-once.ts'
import type { TrackList } from './schema.ts'
import { storableJson } from './storable.ts'
import { storedTrack } from './stored-track.ts'

/** What becomes of a server's list of tracks. */
export interface ListChange {
  readonly guildId: GuildId
  readonly diff: QueueDiff
}

/** Applies the differences to the rows of these lists, which are in that table. */
export async function writeLists(
  transaction: Transaction,
  table: TrackList,
  changes: readonly ListChange[],
): Promise<void> {
  const emptied = changes.flatMap(({ guildId, diff }) => (diff.removed === 'all' ? [guildId] : []))
  if (emptied.length > 0) {
    await transaction.execute(sql`
      delete from ${table} where guild_id in (${sql.join(emptied.map(one), sql`, `)})`)
  }
  for (const rows of rowsAtOnce(goneRows(changes))) {
    await transaction.execute(sql`
      delete from ${table} using json_to_recordset(${rows}::text::json)
        as gone (guild_id text, place bigint)
      where ${table.guildId} = gone.guild_id and ${table.place} = gone.place`)
  }
  for (const rows of rowsAtOnce(newRows(changes))) {
    await transaction.execute(sql`
      insert into ${table} (guild_id, place, track)
      select guild_id, place, track from json_to_recordset(${rows}::text::json)
        as entry (guild_id text, place bigint, track json)`)
  }
}

const one = (guildId: GuildId) => sql`${guildId}`

function* goneRows(changes: readonly ListChange[]): Generator<string> {
  for (const { guildId, diff } of changes) {
    if (diff.removed === 'all') continue
    for (const place of diff.removed) yield `{"guild_id":"${guildId}","place":${place}}`
  }
}

function* newRows(changes: readonly ListChange[]): Generator<string> {
  for (const { guildId, diff } of changes) {
    for (const { place, track } of diff.added) {
      const json = storableJson(storedTrack(track))
      yield `{"guild_id":"${guildId}","place":${place},"track":${json}}`
    }
  }
}
