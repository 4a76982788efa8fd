import { type SQL, sql } from 'drizzle-orm'
import type { UserId } from '../base/ids.ts'
import type { Database, Transaction } from './database.ts'
import {
  playedTrack,
  player,
  playlist,
  queueChange,
  queueEntry,
  removedTrack,
  setAside,
  settingsChange,
} from './schema.ts'

/** Rows that one statement looks through: nobody waits long for it. */
const ROWS_AT_ONCE = 2_000
/** The same for changes of a queue, of which one may have 400,000 characters. */
const CHANGES_AT_ONCE = 50

/** Lists of a server's rows, in an order of their own. */
const LISTS = [
  { table: queueEntry, order: 'place', content: 'track', atOnce: ROWS_AT_ONCE },
  { table: playedTrack, order: 'place', content: 'track', atOnce: ROWS_AT_ONCE },
  { table: removedTrack, order: 'place', content: 'track', atOnce: ROWS_AT_ONCE },
  { table: queueChange, order: 'number', content: 'change', atOnce: CHANGES_AT_ONCE },
] as const

/**
 * How stored JSON says who asked. It's compact, and a quote inside of a text has a backslash before it, so
 * that this is never part of one.
 */
const asked = (userId: UserId): string => `"requestedBy":"${userId}"`

/** The JSON of that column in the name of another. */
const renamed = (column: SQL, from: UserId, to: UserId): SQL =>
  sql`replace(${column}::text, ${asked(from)}, ${asked(to)})::json`

/** What's in a few rows each: playlists of servers, settings, players, and what no version could read. */
export async function namelessAtOnce(
  transaction: Transaction,
  from: UserId,
  to: UserId,
): Promise<void> {
  await transaction.execute(
    sql`update ${playlist} set created_by = ${to} where created_by = ${from}`,
  )
  await transaction.execute(
    sql`update ${settingsChange} set changed_by = ${to} where changed_by = ${from} and not by_key`,
  )
  await transaction.execute(sql`
    update ${player} set
      current_track = ${renamed(sql`current_track`, from, to)},
      arriving = ${renamed(sql`arriving`, from, to)},
      dj_id = nullif(dj_id, ${from}),
      vote = case when strpos(vote::text, ${`"${from}"`}) > 0 then null else vote end
    where dj_id = ${from} or strpos(concat(current_track, arriving, vote), ${from}) > 0`)
  await transaction.execute(sql`
    update ${setAside} set content = ${renamed(sql`content`, from, to)}
    where strpos(content::text, ${asked(from)}) > 0`)
}

/** What may be in very many rows, some of them at a time. */
export async function namelessInLists(database: Database, from: UserId, to: UserId): Promise<void> {
  for (const { table, order, content, atOnce } of LISTS) {
    const [place, column] = [sql.identifier(order), sql.identifier(content)]
    let behind = { guild_id: '', place: '0' }
    for (;;) {
      const [last] = await database.run((orm) =>
        orm.execute<typeof behind>(sql`
          with page as (
            select guild_id, ${place} as place from ${table}
            where (guild_id, ${place}) > (${behind.guild_id}, ${behind.place}::bigint)
            order by guild_id, ${place} limit ${atOnce}
          ), named as (
            update ${table} as t set ${column} = ${renamed(sql`t.${column}`, from, to)} from page
            where t.guild_id = page.guild_id and t.${place} = page.place
              and strpos(t.${column}::text, ${asked(from)}) > 0
          ) select guild_id, place::text as place from page order by guild_id desc, page.place desc limit 1`),
      )
      if (last === undefined) break
      behind = last
    }
  }
}
