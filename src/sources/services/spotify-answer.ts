import { type Answer, type Asked, answerOf } from './answer.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'
import { spotifySong } from './spotify-page.ts'

/** Tracks of a page of a list: the most that Spotify gives at once. */
export const SPOTIFY_PAGE = 50
const WIDE_ENOUGH = 255

/**
 * Reads what Spotify's Web API answers (https://developer.spotify.com/documentation/web-api/reference:
 * 'Get Track', 'Get Album', 'Get Album Tracks', 'Get Playlist Items', 'Get Artist's Top Tracks'; since
 * February 2026 a playlist's entry has its song in `item`, before that in `track`).
 */
export function readSpotify(text: string, { link, start, album }: Asked): Answer {
  const answer: unknown = JSON.parse(text)
  if (link.kind === 'track') return answerOf({ tracks: tracksOf([songOf(answer, null)]) })
  if (link.kind === 'artist') return answerOf({ tracks: songsOf(listAt(answer, 'tracks'), null) })
  if (link.kind === 'album' && album === null) return answerOf({ album: albumIn(answer) })
  const entries = listAt(answer, 'items').slice(0, SPOTIFY_PAGE)
  const songs = link.kind === 'album' ? entries : entries.map(itemOf)
  return answerOf({
    tracks: songsOf(songs, album),
    total: numberAt(answer, 'total'),
    // Where it says that the next page is isn't asked.
    next: textAt(answer, 'next') === null ? null : String(Number(start ?? 0) + SPOTIFY_PAGE),
  })
}

const itemOf = (entry: unknown): unknown => at(entry, 'item') ?? at(entry, 'track')

const songsOf = (songs: readonly unknown[], album: Asked['album']) =>
  tracksOf(
    songs
      .filter((song) => (at(song, 'type') ?? 'track') === 'track')
      .map((song) => songOf(song, album)),
  )

const albumIn = (answer: unknown) => ({
  title: textAt(answer, 'name'),
  artist: textAt(answer, 'artists', 0, 'name'),
  artwork: coverOf(answer),
})

function songOf(song: unknown, album: Asked['album']): Described {
  const id = textAt(song, 'id')
  return {
    title: at(song, 'name'),
    artists: listAt(song, 'artists').map((artist) => at(artist, 'name')),
    album: at(song, 'album', 'name') ?? album?.title,
    durationMs: at(song, 'duration_ms'),
    page: id !== null && /^[0-9A-Za-z]{22}$/.test(id) ? spotifySong(id) : null,
    artwork: coverOf(at(song, 'album')) ?? album?.artwork,
    isrc: at(song, 'external_ids', 'isrc'),
  }
}

/** The smallest that's wide enough; the widest comes first. */
function coverOf(album: unknown): string | null {
  const images = listAt(album, 'images').slice(0, 10)
  const wide = images.findLast((image) => (numberAt(image, 'width') ?? 0) >= WIDE_ENOUGH)
  return textAt(wide ?? images[0], 'url')
}
