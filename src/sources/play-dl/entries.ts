import { at, listAt, numberAt, textAt } from '../services/json-path.ts'
import type { Entry } from './protocol.ts'

/** Songs of a page: as many requests are under way at once where a list names only their ids. */
export const PAGE = 20

/** A `SoundCloudTrack` of play-dl. */
export const soundcloudEntry = (track: unknown): Entry => ({
  title: at(track, 'name'),
  artists: [textAt(track, 'publisher', 'artist') ?? at(track, 'user', 'name')],
  album: null,
  durationMs: at(track, 'durationInMs'),
  page: at(track, 'permalink'),
  // It links to the smallest, whose name says so.
  artwork: textAt(track, 'thumbnail')?.replace(/-large\.(jpg|png)$/, '-t300x300.$1') ?? null,
})

/** A `DeezerTrack` of play-dl. `album`: its title, where the track doesn't say it. */
export function deezerEntry(track: unknown, album: unknown): Entry {
  const seconds = numberAt(track, 'durationInSec')
  return {
    title: at(track, 'title'),
    artists: [at(track, 'artist', 'name')],
    album: textAt(track, 'album', 'title') ?? album,
    durationMs: seconds === null ? null : seconds * 1000,
    page: at(track, 'url'),
    artwork: textAt(track, 'album', 'cover', 'big'),
  }
}

/** The tracks of what play-dl found at Deezer: a track, an album or a playlist. */
export function deezerEntries(found: unknown): readonly Entry[] {
  if (at(found, 'type') === 'track') return [deezerEntry(found, null)]
  const album = at(found, 'type') === 'album' ? at(found, 'title') : null
  return listAt(found, 'tracks').map((track) => deezerEntry(track, album))
}
