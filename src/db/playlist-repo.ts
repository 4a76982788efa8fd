import { sql } from 'drizzle-orm'
import { SegueError } from '../base/error.ts'
import type { PlaylistId } from '../base/ids.ts'
import { PLAYLIST_LIMITS, type Playlist, type PlaylistOwner } from '../domain/playlist.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Audience, Entry, EntryPage, PlaylistStore, Viewer } from '../playlists/ports.ts'
import type { Database } from './database.ts'
import { insertEntries, lastPlace, lock, makeRoom, newOf, placeAt } from './playlist-changes.ts'
import { type EntryRow, entriesAt, entryOf, keyOf, playlistOf, type Row } from './playlist-rows.ts'
import { playlist, playlistEntry, playlistShare } from './schema.ts'
import { storable } from './storable.ts'

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

  async create(
    { id, owner, name, link, createdBy, isArriving }: Omit<Playlist, 'count'>,
    tracks: readonly FoundTrack[],
    room = tracks.length,
  ): Promise<void> {
    const limit = PLAYLIST_LIMITS.playlists
    await this.#database.transaction(async (transaction) => {
      const [had] = await transaction.execute<{ named: number; same: boolean | null }>(sql`
        select count(*) filter (where name <> '')::integer as named,
          bool_or(name_key = ${keyOf(name)}) as same
        from ${playlist} where ${ownedBy(owner)}`)
      if (had?.same === true) throw new SegueError('playlist-exists')
      if (name !== '' && (had?.named ?? 0) >= limit) throw new SegueError('playlists-full')
      const made = await transaction.execute(sql`
        insert into ${playlist} (id, owner_kind, owner_id, name, name_key, link, created_by,
          is_arriving)
        values (${id}, ${owner.kind}, ${owner.id}, ${storable(name)}, ${keyOf(name)}, ${link},
          ${createdBy}, ${isArriving})
        on conflict on constraint playlist_name do nothing returning id`)
      if (made.length === 0) throw new SegueError('playlist-exists')
      await makeRoom(transaction, id, tracks.length, room)
      await insertEntries(transaction, id, tracks, 0)
    })
  }

  async append(
    id: PlaylistId,
    tracks: readonly FoundTrack[],
    { unlessThere = false, room }: { readonly unlessThere?: boolean; readonly room?: number } = {},
  ): Promise<number> {
    return await this.#database.transaction(async (transaction) => {
      await lock(transaction, id)
      const added = unlessThere ? await newOf(transaction, id, tracks) : tracks
      await makeRoom(transaction, id, added.length, room)
      await insertEntries(transaction, id, added, await lastPlace(transaction, id))
      return added.length
    })
  }

  async arrived(id: PlaylistId): Promise<void> {
    await this.#database.run((orm) =>
      orm.execute(sql`update ${playlist} set is_arriving = false where id = ${id}`),
    )
  }

  async rename(id: PlaylistId, name: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const owner = await lock(transaction, id)
      const taken = await transaction.execute(sql`
        select 1 from ${playlist}
        where (owner_kind, owner_id, name_key) = (${owner.owner_kind}, ${owner.owner_id}, ${keyOf(name)})
          and id <> ${id}`)
      if (taken.length > 0) throw new SegueError('playlist-exists')
      await transaction.execute(sql`
        update ${playlist} set name = ${storable(name)}, name_key = ${keyOf(name)} where id = ${id}`)
    })
  }

  async delete(id: PlaylistId): Promise<void> {
    await this.#database.run((orm) => orm.execute(sql`delete from ${playlist} where id = ${id}`))
  }

  async remove(id: PlaylistId, first: number, last: number): Promise<readonly Entry[]> {
    return await this.#database.transaction(async (transaction) => {
      await lock(transaction, id)
      const rows = await transaction.execute<EntryRow>(sql`
        delete from ${playlistEntry} where id in (
          select id from ${playlistEntry} where playlist_id = ${id}
          order by place, id offset ${first - 1} limit ${Math.max(0, last - first + 1)})
        returning id, place::text as place, track`)
      await makeRoom(transaction, id, -rows.length)
      return rows.map(entryOf).sort((a, b) => a.place - b.place)
    })
  }

  async removeKey(id: PlaylistId, key: string): Promise<number> {
    return await this.#database.transaction(async (transaction) => {
      await lock(transaction, id)
      const gone = await transaction.execute(sql`
        delete from ${playlistEntry} where playlist_id = ${id} and key = ${storable(key)}
        returning id`)
      await makeRoom(transaction, id, -gone.length)
      return gone.length
    })
  }

  async move(id: PlaylistId, from: number, to: number): Promise<Entry> {
    return await this.#database.transaction(async (transaction) => {
      await lock(transaction, id)
      const [moved] = await entriesAt(transaction, id, from, 1)
      if (moved === undefined || (await entriesAt(transaction, id, to, 1)).length === 0)
        throw new SegueError('playlist-position')
      if (from !== to) {
        const place = await placeAt(transaction, id, from < to ? to : to - 1)
        await transaction.execute(
          sql`update ${playlistEntry} set place = ${place}::bigint where id = ${moved.id}`,
        )
      }
      return moved
    })
  }

  async dedupe(id: PlaylistId): Promise<number> {
    return await this.#database.transaction(async (transaction) => {
      await lock(transaction, id)
      const gone = await transaction.execute(sql`
        delete from ${playlistEntry} using (
          select id, row_number() over (partition by key order by place, id) as time
          from ${playlistEntry} where playlist_id = ${id}) as seen
        where ${playlistEntry.id} = seen.id and seen.time > 1
        returning ${playlistEntry.id}`)
      await makeRoom(transaction, id, -gone.length)
      return gone.length
    })
  }

  async share(id: PlaylistId, { kind, id: whom }: Audience): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await lock(transaction, id)
      const [others] = await transaction.execute<{ count: number }>(sql`
        select count(*)::integer as count from ${playlistShare}
        where playlist_id = ${id} and (with_kind, with_id) <> (${kind}, ${whom})`)
      if ((others?.count ?? 0) >= PLAYLIST_LIMITS.shares) throw new SegueError('playlist-shares')
      await transaction.execute(sql`
        insert into ${playlistShare} (playlist_id, with_kind, with_id)
        values (${id}, ${kind}, ${whom}) on conflict do nothing`)
    })
  }

  async unshare(id: PlaylistId, { kind, id: whom }: Audience): Promise<boolean> {
    const gone = await this.#database.run((orm) =>
      orm.execute(sql`
        delete from ${playlistShare}
        where playlist_id = ${id} and with_kind = ${kind} and with_id = ${whom}
        returning playlist_id`),
    )
    return gone.length > 0
  }

  async stretch(id: PlaylistId, offset: number, limit: number): Promise<readonly Entry[]> {
    return await this.#database.run((orm) => entriesAt(orm, id, offset + 1, limit))
  }

  async entries(id: PlaylistId, place: number | null, limit: number): Promise<EntryPage> {
    const rows = await this.#database.run((orm) =>
      orm.execute<EntryRow>(sql`
        select id, place::text as place, track from ${playlistEntry}
        where playlist_id = ${id} and place > ${place ?? Number.MIN_SAFE_INTEGER}::bigint
        order by playlist_entry.place limit ${limit}`),
    )
    const last = rows.at(-1)
    return {
      entries: rows.map(entryOf),
      next: last === undefined || rows.length < limit ? null : Number(last.place),
    }
  }
}

const ownedBy = ({ kind, id }: PlaylistOwner) => sql`owner_kind = ${kind} and owner_id = ${id}`

const seenBy = ({ userId, guildId }: Viewer) => sql`(
  owner_kind = 'user' and owner_id = ${userId} or owner_kind = 'server' and owner_id = ${guildId}
  or id in (select playlist_id from ${playlistShare}
    where with_kind = 'user' and with_id = ${userId}
      or with_kind = 'server' and with_id = ${guildId}))`
