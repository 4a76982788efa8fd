import { sql } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import type { Transaction } from './database.ts'
import type { QueueDiff } from './queue-diff.ts'
import { rowsAtOnce } from './rows-at-once.ts'
import { queueEntry } from './schema.ts'
import { storableJson } from './storable.ts'
import { storedTrack } from './stored-track.ts'

export interface QueueChange {
  readonly guildId: GuildId
  readonly diff: QueueDiff
}

/** Applies the differences to the rows of these queues. */
export async function writeQueues(
  transaction: Transaction,
  changes: readonly QueueChange[],
): Promise<void> {
  const emptied = changes.flatMap(({ guildId, diff }) => (diff.removed === 'all' ? [guildId] : []))
  if (emptied.length > 0) {
    await transaction.execute(sql`
      delete from ${queueEntry} where guild_id in (${sql.join(emptied.map(one), sql`, `)})`)
  }
  for (const rows of rowsAtOnce(goneRows(changes))) {
    await transaction.execute(sql`
      delete from ${queueEntry} using json_to_recordset(${rows}::text::json)
        as gone (guild_id text, place bigint)
      where ${queueEntry.guildId} = gone.guild_id and ${queueEntry.place} = gone.place`)
  }
  for (const rows of rowsAtOnce(newRows(changes))) {
    await transaction.execute(sql`
      insert into ${queueEntry} (guild_id, place, track)
      select guild_id, place, track from json_to_recordset(${rows}::text::json)
        as entry (guild_id text, place bigint, track json)`)
  }
}

const one = (guildId: GuildId) => sql`${guildId}`

function* goneRows(changes: readonly QueueChange[]): Generator<string> {
  for (const { guildId, diff } of changes) {
    if (diff.removed === 'all') continue
    for (const place of diff.removed) yield `{"guild_id":"${guildId}","place":${place}}`
  }
}

function* newRows(changes: readonly QueueChange[]): Generator<string> {
  for (const { guildId, diff } of changes) {
    for (const { place, track } of diff.added) {
      const json = storableJson(storedTrack(track))
      yield `{"guild_id":"${guildId}","place":${place},"track":${json}}`
    }
  }
}
