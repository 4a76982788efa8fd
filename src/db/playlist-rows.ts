import { sql } from 'drizzle-orm'
import { guildId, type PlaylistId, userId } from '../base/ids.ts'
import { nameKey, type Playlist } from '../domain/playlist.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Entry } from '../playlists/ports.ts'
import type { Orm } from './database.ts'
import { playlistEntry } from './schema.ts'
import { storable } from './storable.ts'
import { foundTrackFrom } from './stored-track.ts'

/** A database, or a transaction of one. */
export type Executing = Pick<Orm, 'execute'>

/** A name as it's compared, as the database keeps it. */
export const keyOf = (name: string) => storable(nameKey(name))

export interface EntryRow extends Record<string, unknown> {
  readonly id: string
  readonly place: string
  readonly track: unknown
}

export interface Row extends Record<string, unknown> {
  readonly id: string
  readonly owner_kind: string
  readonly owner_id: string
  readonly name: string
  readonly link: string | null
  readonly created_by: string
  readonly entries: number
  readonly is_arriving: boolean
}

export function playlistOf(row: Row): Playlist {
  const { id, owner_kind: kind, owner_id: owner, name, link, created_by: by, entries } = row
  return {
    id: id as PlaylistId,
    owner:
      kind === 'user'
        ? { kind: 'user', id: userId(owner) }
        : { kind: 'server', id: guildId(owner) },
    ...{ name, link, createdBy: userId(by), count: entries, isArriving: row.is_arriving },
  }
}

/** The track is null where this version can't read it: it stays as it is. */
export function entryOf({ id, place, track }: EntryRow): Entry {
  return { id, place: Number(place), track: readable(track) }
}

function readable(stored: unknown): FoundTrack | null {
  try {
    return foundTrackFrom(stored)
  } catch {
    return null
  }
}

/** Entries from that position, counted from 1. */
export async function entriesAt(
  database: Executing,
  id: PlaylistId,
  position: number,
  limit: number,
): Promise<Entry[]> {
  const rows = await database.execute<EntryRow>(sql`
    select id, place::text as place, track from ${playlistEntry} where playlist_id = ${id}
    order by playlist_entry.place offset ${position - 1} limit ${limit}`)
  return rows.map(entryOf)
}
