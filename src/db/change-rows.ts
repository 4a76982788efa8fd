import { sql } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import type { QueueChange } from '../domain/player/past/past.ts'
import { Check } from '../domain/schema/check.ts'
import { queueChangeSchema } from '../domain/schema/queue-change.ts'
import type { Transaction } from './database.ts'
import { rowsAtOnce } from './rows-at-once.ts'
import { queueChange } from './schema.ts'
import { storableJson } from './storable.ts'

const CHANGE = new Check(queueChangeSchema)

/** Changes of a queue as their rows hold them: `numbers[n]` is the key of `changes[n]`, and grows. */
export interface NumberedChanges {
  readonly changes: readonly QueueChange[]
  readonly numbers: readonly number[]
}

/** The difference between the rows that there are and those that there shall be. */
export interface ChangesDiff {
  readonly removed: readonly number[] | 'all'
  readonly added: readonly { readonly number: number; readonly change: QueueChange }[]
  readonly after: NumberedChanges
}

/** Changes are compared by identity, since none ever changes. `before` is null when the rows are unknown. */
export function changesDiff(
  before: NumberedChanges | null,
  changes: readonly QueueChange[],
): ChangesDiff {
  const known = new Map(before?.changes.map((change, at) => [change, before.numbers[at] ?? 0]))
  let last = before?.numbers.at(-1) ?? 0
  const numbers = changes.map((change) => known.get(change) ?? ++last)
  const staying = new Set(numbers)
  return {
    removed: before === null ? 'all' : before.numbers.filter((number) => !staying.has(number)),
    added: changes.flatMap((change, at) =>
      known.has(change) ? [] : [{ number: numbers[at] ?? 0, change }],
    ),
    after: { changes, numbers },
  }
}

/** Null for what this version can't read. */
export const changeFrom = (stored: unknown): QueueChange | null =>
  CHANGE.accepts(stored) ? stored : null

type Diffs = readonly { readonly guildId: GuildId; readonly diff: ChangesDiff }[]

/** Applies the differences. */
export async function writeChanges(transaction: Transaction, diffs: Diffs): Promise<void> {
  const emptied = diffs.flatMap(({ guildId, diff }) => (diff.removed === 'all' ? [guildId] : []))
  if (emptied.length > 0) {
    const servers = sql.join(
      emptied.map((guildId) => sql`${guildId}`),
      sql`, `,
    )
    await transaction.execute(sql`delete from ${queueChange} where guild_id in (${servers})`)
  }
  for (const rows of rowsAtOnce(goneRows(diffs))) {
    await transaction.execute(sql`
      delete from ${queueChange} using json_to_recordset(${rows}::text::json)
        as gone (guild_id text, number bigint)
      where ${queueChange.guildId} = gone.guild_id and ${queueChange.number} = gone.number`)
  }
  for (const rows of rowsAtOnce(newRows(diffs))) {
    await transaction.execute(sql`
      insert into ${queueChange} (guild_id, number, change)
      select guild_id, number, change from json_to_recordset(${rows}::text::json)
        as made (guild_id text, number bigint, change json)`)
  }
}

function* goneRows(diffs: Diffs): Generator<string> {
  for (const { guildId, diff } of diffs) {
    if (diff.removed === 'all') continue
    for (const number of diff.removed) yield `{"guild_id":"${guildId}","number":${number}}`
  }
}

function* newRows(diffs: Diffs): Generator<string> {
  for (const { guildId, diff } of diffs) {
    for (const { number, change } of diff.added)
      yield `{"guild_id":"${guildId}","number":${number},"change":${storableJson(change)}}`
  }
}
