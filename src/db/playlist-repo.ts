import { sql } from 'drizzle-orm'
import { SegueError } from '../base/error.ts'
import { guildId, type PlaylistId, userId } from '../base/ids.ts'
import {
  nameKey,
  PLAYLIST_LIMITS,
  type Playlist,
  type PlaylistOwner,
  trackKey,
} from '../domain/playlist.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Entry, EntryPage, PlaylistStore, Viewer } from '../playlists/ports.ts'
import type { Database, Transaction } from './database.ts'
import { GAP } from './queue-diff.ts'
import { rowsAtOnce } from './rows-at-once.ts'
import { playlist, playlistEntry, playlistShare } from './schema.ts'
import { storable, storableJson } from './storable.ts'
import { foundTrackFrom, storedTrack } from './stored-track.ts'

/** Lists that one person sees at once: all own, all of the server, and some hundred that are shared. */
const VISIBLE_LIMIT = 500

/** Everybody's playlists. */
export class PlaylistRepo implements PlaylistStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async visible(viewer: Viewer): Promise<Playlist[]> {
    const rows = await this.#database.run((orm) =>
      orm.execute<Row>(sql`
        select * from ${playlist} where ${seenBy(viewer)} and name <> ''
        order by case when owner_kind = 'user' and owner_id = ${viewer.userId} then 0
          when owner_kind = 'server' and owner_id = ${viewer.guildId} then 1 else 2 end, name_key, id
        limit ${VISIBLE_LIMIT}`),
    )
    return rows.map(playlistOf)
  }

  async byId(id: PlaylistId, viewer: Viewer): Promise<Playlist | null> {
    const [row] = await this.#database.run((orm) =>
      orm.execute<Row>(sql`select * from ${playlist} where id = ${id} and ${seenBy(viewer)}`),
    )
    return row === undefined ? null : playlistOf(row)
  }

  async named(owner: PlaylistOwner, name: string): Promise<Playlist | null> {
    const [row] = await this.#database.run((orm) =>
      orm.execute<Row>(sql`
        select * from ${playlist} where ${ownedBy(owner)} and name_key = ${keyOf(name)}`),
    )
    return row === undefined ? null : playlistOf(row)
  }

  async create({ id, owner, name, link, createdBy }: Omit<Playlist, 'count'>): Promise<void> {
    const limit = PLAYLIST_LIMITS.playlists
    await this.#database.transaction(async (transaction) => {
      const [had] = await transaction.execute<{ named: number; same: boolean | null }>(sql`
        select count(*) filter (where name <> '')::integer as named,
          bool_or(name_key = ${keyOf(name)}) as same
        from ${playlist} where ${ownedBy(owner)}`)
      if (had?.same === true) throw new SegueError('playlist-exists')
      if (name !== '' && (had?.named ?? 0) >= limit) throw new SegueError('playlists-full')
      const made = await transaction.execute(sql`
        insert into ${playlist} (id, owner_kind, owner_id, name, name_key, link, created_by)
        values (${id}, ${owner.kind}, ${owner.id}, ${storable(name)}, ${keyOf(name)}, ${link},
          ${createdBy})
        on conflict on constraint playlist_name do nothing returning id`)
      if (made.length === 0) throw new SegueError('playlist-exists')
    })
  }

  async append(id: PlaylistId, tracks: readonly FoundTrack[]): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await makeRoom(transaction, id, tracks.length)
      const [last] = await transaction.execute<{ place: string }>(sql`
        select coalesce(max(place), 0)::text as place from ${playlistEntry}
        where playlist_id = ${id}`)
      await insertEntries(transaction, id, tracks, Number(last?.place ?? 0))
    })
  }

  async entries(id: PlaylistId, place: number | null, limit: number): Promise<EntryPage> {
    const rows = await this.#database.run((orm) =>
      orm.execute<{ id: string; place: string; track: unknown }>(sql`
        select id, place::text as place, track from ${playlistEntry}
        where playlist_id = ${id} and place > ${place ?? Number.MIN_SAFE_INTEGER}::bigint
        order by place, id limit ${limit}`),
    )
    const last = rows.at(-1)
    return {
      entries: rows.flatMap(entryOf),
      next: last === undefined || rows.length < limit ? null : Number(last.place),
    }
  }
}

/** Locks the playlist for the rest of the transaction, and counts so many entries more. */
async function makeRoom(transaction: Transaction, id: PlaylistId, more: number): Promise<void> {
  const { entries, entriesInAll } = PLAYLIST_LIMITS
  const [row] = await transaction.execute<{ entries: number; all: number }>(sql`
    update ${playlist} set entries = entries + ${more} where id = ${id}
    returning entries, (select sum(other.entries)::integer from ${playlist} as other
      where (other.owner_kind, other.owner_id) = (playlist.owner_kind, playlist.owner_id)) as all`)
  if (row === undefined) throw new SegueError('playlist-unknown')
  // The sum is of what stood before this statement.
  const isFull = row.entries > entries || row.all + more > entriesInAll
  if (more > 0 && isFull) throw new SegueError('playlist-full', `${row.entries} of ${entries}`)
}

async function insertEntries(
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

const keyOf = (name: string) => storable(nameKey(name))

const ownedBy = ({ kind, id }: PlaylistOwner) => sql`owner_kind = ${kind} and owner_id = ${id}`

const seenBy = ({ userId, guildId }: Viewer) => sql`(
  owner_kind = 'user' and owner_id = ${userId} or owner_kind = 'server' and owner_id = ${guildId}
  or id in (select playlist_id from ${playlistShare}
    where with_kind = 'user' and with_id = ${userId}
      or with_kind = 'server' and with_id = ${guildId}))`

interface Row extends Record<string, unknown> {
  readonly id: string
  readonly owner_kind: string
  readonly owner_id: string
  readonly name: string
  readonly link: string | null
  readonly created_by: string
  readonly entries: number
}

function playlistOf(row: Row): Playlist {
  const { id, owner_kind: kind, owner_id: owner, name, link, created_by: by, entries } = row
  return {
    id: id as PlaylistId,
    owner:
      kind === 'user'
        ? { kind: 'user', id: userId(owner) }
        : { kind: 'server', id: guildId(owner) },
    ...{ name, link, createdBy: userId(by), count: entries },
  }
}

/** Nothing for what this version can't read: it stays where it is. */
function entryOf({ id, place, track }: { id: string; place: string; track: unknown }): Entry[] {
  try {
    return [{ id, place: Number(place), track: foundTrackFrom(track) }]
  } catch {
    return []
  }
}
