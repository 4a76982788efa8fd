import { type Fields, fieldsOf, idOf, lengthOf, listOf, nameOf } from '../music-servers/answer.ts'
import type { Collection, CollectionKind, Song } from '../music-servers/music-server.ts'

/** Jellyfin counts time in steps of 100 ns. */
export const TICKS_PER_MS = 10_000
/** Artists and genres of one song that are looked at. */
const MOST_NAMES = 8

/** A song as the server describes it (BaseItemDto of https://api.jellyfin.org). */
export interface JellyfinSong extends Song {
  /** What its file's name may end in: each of "mov,mp4,m4a". Empty: the server doesn't say. */
  readonly containers: readonly string[]
  readonly genres: readonly string[]
  /** The item that its picture belongs to: itself, or its album; null: it has none. */
  readonly coverId: string | null
}

/** Null for what's no song. */
export function songOf(item: Fields): JellyfinSong | null {
  const id = idOf(item.Id)
  const title = nameOf(item.Name)
  if (id === null || title === null || item.Type !== 'Audio') return null
  return {
    ...{ id, title },
    artist: nameOf(namesOf(item.Artists).join(', ')) ?? nameOf(item.AlbumArtist),
    album: nameOf(item.Album),
    durationMs: lengthOf(item.RunTimeTicks, 1 / TICKS_PER_MS),
    containers: (nameOf(item.Container) ?? '').split(',').filter((name) => name !== ''),
    genres: namesOf(item.Genres),
    coverId: fieldsOf(item.ImageTags).Primary !== undefined ? id : coverOfAlbum(item),
  }
}

const coverOfAlbum = ({ AlbumId, AlbumPrimaryImageTag }: Fields): string | null =>
  typeof AlbumPrimaryImageTag === 'string' ? idOf(AlbumId) : null

function namesOf(value: unknown): string[] {
  const names: unknown[] = Array.isArray(value) ? value.slice(0, MOST_NAMES) : []
  return names.flatMap((name) => nameOf(name) ?? [])
}

export const songsIn = (items: unknown, most: number): JellyfinSong[] =>
  listOf(items, most).flatMap((item) => songOf(item) ?? [])

const KINDS: ReadonlyMap<unknown, CollectionKind> = new Map([
  ...[['MusicAlbum', 'album'] as const, ['MusicArtist', 'artist'] as const],
  ...[['Playlist', 'playlist'] as const],
])

/** Albums, artists and playlists among items. */
export function collectionsIn(items: unknown, most: number): Collection[] {
  return listOf(items, most).flatMap((item): Collection[] => {
    const id = idOf(item.Id)
    const name = nameOf(item.Name)
    const kind = KINDS.get(item.Type)
    if (id === null || name === null || kind === undefined) return []
    return [{ kind, id, name, by: kind === 'album' ? nameOf(item.AlbumArtist) : null }]
  })
}
