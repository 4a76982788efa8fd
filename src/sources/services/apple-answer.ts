import { type Answer, type Asked, answerOf } from './answer.ts'
import { appleCover, appleSong } from './apple-page.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, textAt } from './json-path.ts'

/** Tracks of a page of a list. */
export const APPLE_PAGE = 100

/**
 * Reads what the Apple Music API answers (https://developer.apple.com/documentation/applemusicapi: 'Get a Catalog
 * Song', the relationship 'tracks' of albums and playlists, an artist's view 'top-songs'): a list `data` of
 * resources with `attributes`, and `next` where there's more.
 */
export function readAppleApi(text: string, { start }: Asked): Answer {
  const answer: unknown = JSON.parse(text)
  const songs = listAt(answer, 'data')
    .slice(0, APPLE_PAGE)
    .filter((one) => textAt(one, 'type') === 'songs')
  return answerOf({
    tracks: tracksOf(songs.map(songOf)),
    // Where it says that the next page is isn't asked.
    next: textAt(answer, 'next') === null ? null : String(Number(start ?? 0) + APPLE_PAGE),
  })
}

const songOf = (song: unknown): Described => ({
  title: at(song, 'attributes', 'name'),
  artists: [at(song, 'attributes', 'artistName')],
  album: at(song, 'attributes', 'albumName'),
  durationMs: at(song, 'attributes', 'durationInMillis'),
  page: appleSong(textAt(song, 'id')),
  artwork: appleCover(textAt(song, 'attributes', 'artwork', 'url')),
  isrc: at(song, 'attributes', 'isrc'),
})
