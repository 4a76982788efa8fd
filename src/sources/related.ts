import { fold } from '../base/fold.ts'
import type { AutoplayMode, Related, Relation } from '../domain/autoplay.ts'
import { songsOf } from '../domain/song.ts'
import type { FoundTrack } from '../domain/track.ts'

export type Wanted = Exclude<AutoplayMode, 'off'>

/** What a kind of autoplay takes of a library, the closest relation first. */
const TAKEN: Readonly<Record<Wanted, readonly Relation[]>> = {
  similar: ['album', 'artist', 'genre'],
  artist: ['album', 'artist'],
  genre: ['genre'],
  mixed: ['artist', 'genre', 'album'],
}

/** What of a track a library is searched by, folded. */
export interface Seed {
  readonly artists: ReadonlySet<string>
  readonly album: string | null
  readonly genres: ReadonlySet<string>
}

/** What of a library's track that's compared with, folded. */
export interface Compared {
  readonly artist: string | null
  readonly album: string | null
  readonly genres: readonly string[]
}

export function seedOf(track: FoundTrack, genres: readonly string[]): Seed {
  const artists = songsOf(track).flatMap(({ artist }) => (artist === null ? [] : [fold(artist)]))
  return {
    artists: new Set(artists),
    album: track.album === null ? null : fold(track.album),
    genres: new Set(genres),
  }
}

/** How a track of the library is related; null: not in a way that's wanted. */
export function relationOf(
  { artist, album, genres }: Compared,
  seed: Seed,
  mode: Wanted,
): Relation | null {
  const isArtist = artist !== null && seed.artists.has(artist)
  const isAlbum = isArtist && album !== null && album === seed.album
  const isGenre = genres.some((genre) => seed.genres.has(genre))
  const ways: Readonly<Partial<Record<Relation, boolean>>> = {
    album: isAlbum,
    artist: isArtist,
    genre: isGenre,
  }
  return TAKEN[mode].find((relation) => ways[relation] === true) ?? null
}

/** Of so many at most, so that a library of one artist costs no more than another. */
const MOST = 200

/** In the order of their relations, and by chance within one. */
export function inOrder(found: readonly Related[], mode: Wanted, random: () => number): Related[] {
  const placed = found.map((one) => ({ one, place: TAKEN[mode].indexOf(one.by) + random() }))
  return placed
    .sort((a, b) => a.place - b.place)
    .slice(0, MOST)
    .map(({ one }) => one)
}

/** The page with what a site plays after that one; null: it has none that's known. */
export function mixPage({ pageUrl }: FoundTrack): string | null {
  const url = pageUrl === null ? null : URL.parse(pageUrl)
  if (url === null) return null
  const host = url.hostname.replace(/^(?:www|m|music)\./, '')
  const video = host === 'youtu.be' ? url.pathname.slice(1) : url.searchParams.get('v')
  if ((host === 'youtube.com' || host === 'youtu.be') && /^[\w-]{11}$/.test(video ?? '')) {
    return `https://www.youtube.com/watch?v=${video}&list=RD${video}`
  }
  const isTrack = /^\/[\w-]+\/[\w-]+\/?$/.test(url.pathname)
  if (host === 'soundcloud.com' && isTrack) {
    return `https://soundcloud.com${url.pathname.replace(/\/$/, '')}/recommended`
  }
  return null
}
