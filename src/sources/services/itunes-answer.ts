import { type Answer, type Asked, answerOf } from './answer.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'

/** As many songs as a look-up answers at most. */
export const ITUNES_MOST = 200

/**
 * Reads what Apple's look-up by id answers (iTunes Search API, "Lookup Examples" and "Understanding Search
 * Results"): the songs have `wrapperType` 'track' and `kind` 'song', an album and an artist lead theirs.
 */
export function readItunes(text: string, { link }: Asked): Answer {
  const results = listAt(JSON.parse(text), 'results').slice(0, ITUNES_MOST + 1)
  const songs = results.filter((one) => at(one, 'kind') === 'song')
  const isFull = link.kind === 'album' && (numberAt(results[0], 'trackCount') ?? 0) > songs.length
  return answerOf({ tracks: tracksOf(songs.map(songOf)), isCut: isFull && songs.length > 0 })
}

function songOf(song: unknown): Described {
  return {
    title: at(song, 'trackName'),
    artists: [at(song, 'artistName')],
    album: at(song, 'collectionName'),
    durationMs: at(song, 'trackTimeMillis'),
    page: songPage(song),
    // The size stands in its name, and others are there.
    artwork: textAt(song, 'artworkUrl100')?.replace(/\/100x100bb\.(jpg|png)$/, '/300x300bb.$1'),
  }
}

/** Put together from numbers: what it says itself may lead anywhere. */
function songPage(song: unknown): string | null {
  const id = numberAt(song, 'trackId')
  return id === null ? null : `https://music.apple.com/song/${id}`
}
