import { sql } from 'drizzle-orm'
import { SegueError } from '../base/error.ts'
import type { PlaylistId } from '../base/ids.ts'
import { PLAYLIST_LIMITS, trackKey } from '../domain/playlist.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Transaction } from './database.ts'
import { entriesAt, type Row } from './playlist-rows.ts'
import { GAP } from './queue-diff.ts'
import { rowsAtOnce } from './rows-at-once.ts'
import { playlist, playlistEntry } from './schema.ts'
import { storable, storableJson } from './storable.ts'
import { storedTrack } from './stored-track.ts'

/** Locks the playlist for the rest of the transaction, so that changes come one after another. */
export async function lock(transaction: Transaction, id: PlaylistId): Promise<Row> {
  const [row] = await transaction.execute<Row>(
    sql`select * from ${playlist} where id = ${id} for update`,
  )
  if (row === undefined) throw new SegueError('playlist-unknown')
  return row
}

/** Counts so many entries more, or fewer. Throws 'playlist-full' where not even `room` more would fit. */
export async function makeRoom(
  transaction: Transaction,
  id: PlaylistId,
  more: number,
  room = more,
): Promise<void> {
  if (more === 0) return
  const { entries, entriesInAll } = PLAYLIST_LIMITS
  const [row] = await transaction.execute<{ entries: number; all: number }>(sql`
    update ${playlist} set entries = entries + ${more} where id = ${id}
    returning entries, (select sum(other.entries)::integer from ${playlist} as other
      where (other.owner_kind, other.owner_id) = (playlist.owner_kind, playlist.owner_id)) as all`)
  // The sum is of what stood before this statement.
  const isFull =
    row !== undefined && (row.entries - more + room > entries || row.all + room > entriesInAll)
  if (more > 0 && isFull) throw new SegueError('playlist-full', `${row.entries} of ${entries}`)
}

/** Those that the playlist doesn't have yet, each once. */
export async function newOf(
  transaction: Transaction,
  id: PlaylistId,
  tracks: readonly FoundTrack[],
): Promise<readonly FoundTrack[]> {
  const byKey = new Map(tracks.map((track) => [storable(trackKey(track)), track]))
  const known = await transaction.execute<{ key: string }>(sql`
    select distinct key from ${playlistEntry} where playlist_id = ${id} and key in (
      select json_array_elements_text(${JSON.stringify([...byKey.keys()])}::text::json))`)
  for (const { key } of known) byKey.delete(key)
  return [...byKey.values()]
}

/** Where the last entry stands; 0: there's none. */
export async function lastPlace(transaction: Transaction, id: PlaylistId): Promise<number> {
  const [last] = await transaction.execute<{ place: string }>(sql`
    select coalesce(max(place), 0)::text as place from ${playlistEntry} where playlist_id = ${id}`)
  return Number(last?.place ?? 0)
}

/** A place behind the entry at that position; 0: before all. Makes room if there's none. */
export async function placeAt(
  transaction: Transaction,
  id: PlaylistId,
  behind: number,
): Promise<number> {
  for (const isLast of [false, true]) {
    const around = await entriesAt(transaction, id, Math.max(behind, 1), 2)
    const [low, high] = behind === 0 ? [undefined, around[0]] : around
    const from = low?.place ?? (high?.place ?? 0) - 2 * GAP
    const place = Math.floor((from + (high?.place ?? from + 2 * GAP)) / 2)
    if (place > from || isLast) return place
    await transaction.execute(sql`
      update ${playlistEntry} set place = fresh.number * ${GAP}
      from (select id, row_number() over (order by place, id) as number
        from ${playlistEntry} where playlist_id = ${id}) as fresh
      where ${playlistEntry.id} = fresh.id`)
  }
  throw new Error('unreachable')
}

/** Adds entries behind that place. */
export async function insertEntries(
  transaction: Transaction,
  id: PlaylistId,
  tracks: readonly FoundTrack[],
  behind: number,
): Promise<void> {
  for (const rows of rowsAtOnce(newRows(tracks, behind))) {
    await transaction.execute(sql`
      insert into ${playlistEntry} (id, playlist_id, place, key, track)
      select id, ${id}, place, key, track from json_to_recordset(${rows}::text::json)
        as entry (id uuid, place bigint, key text, track json)`)
  }
}

function* newRows(tracks: readonly FoundTrack[], behind: number): Generator<string> {
  for (const [index, track] of tracks.entries()) {
    const key = JSON.stringify(storable(trackKey(track)))
    const place = behind + (index + 1) * GAP
    const json = storableJson(storedTrack(track))
    yield `{"id":"${Bun.randomUUIDv7()}","place":${place},"key":${key},"track":${json}}`
  }
}
