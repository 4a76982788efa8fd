import { isrcOf } from '../isrc.ts'
import { type Fields, idOf, lengthOf, listOf, nameOf } from '../music-servers/answer.ts'
import type { Collection, CollectionKind, Song } from '../music-servers/music-server.ts'

/** A song as the protocol describes it (https://opensubsonic.netlify.app/docs/responses/child/). */
export interface SubsonicSong extends Song {
  /** Its file's ending, in lower case and without a dot; null: the server doesn't say. */
  readonly suffix: string | null
  readonly genre: string | null
  /** The id of its picture, which needn't be its own; null: it has none. */
  readonly coverId: string | null
}

/** The fields that `songOf` reads. */
export const SONG_FIELDS = [
  ...(['id', 'title', 'isDir', 'isVideo', 'displayArtist', 'artist', 'album', 'duration'] as const),
  ...(['suffix', 'genre', 'coverArt', 'isrc'] as const),
] as const

/** Null for what's no song: a folder, a film, or an answer without the least. */
export function songOf(child: Fields): SubsonicSong | null {
  const id = idOf(child.id)
  const title = nameOf(child.title)
  if (id === null || title === null || child.isDir === true || child.isVideo === true) return null
  return {
    id,
    title,
    artist: nameOf(child.displayArtist) ?? nameOf(child.artist),
    album: nameOf(child.album),
    durationMs: lengthOf(child.duration, 1_000),
    suffix: typeof child.suffix === 'string' ? child.suffix.toLowerCase().slice(0, 8) : null,
    genre: nameOf(child.genre),
    coverId: idOf(child.coverArt),
    ...isrcOf(Array.isArray(child.isrc) ? child.isrc[0] : null),
  }
}

/** Those of a list that are songs, of at most `most` entries. */
export const songsIn = (list: unknown, most: number): SubsonicSong[] =>
  listOf(list, most).flatMap((child) => songOf(child) ?? [])

/** Albums, artists or playlists, which have their names and ids in the same fields. */
export function collectionsIn(kind: CollectionKind, list: unknown, most: number): Collection[] {
  return listOf(list, most).flatMap((one): Collection[] => {
    const id = idOf(one.id)
    const name = nameOf(one.name)
    const by = kind === 'album' ? nameOf(one.artist) : null
    return id === null || name === null ? [] : [{ kind, id, name, by }]
  })
}
