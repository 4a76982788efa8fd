import { type Answer, type Asked, answerOf } from './answer.ts'
import { type Described, tracksOf } from './described.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'

/** Tracks of a page of a list. */
export const DEEZER_PAGE = 50
const TOO_MANY = 4
const NO_SUCH_THING = 800

/**
 * Reads what Deezer's public API answers (https://developers.deezer.com/api: 'track', 'album', the lists
 * of 'playlist/tracks', 'album/tracks' and 'artist/top'). Faults come with status 200, as `error`.
 */
export function readDeezer(text: string, { link, start, album }: Asked): Answer {
  const answer: unknown = JSON.parse(text)
  const code = numberAt(answer, 'error', 'code')
  if (code === TOO_MANY) return answerOf({ failure: 'rate-limited' })
  if (code === NO_SUCH_THING) return answerOf({ failure: 'link-hidden' })
  if (at(answer, 'error') !== undefined) return answerOf({ failure: 'unsupported' })
  if (link.kind === 'track') return answerOf({ tracks: tracksOf([songOf(answer, null)]) })
  const isAlbum = link.kind === 'album' && album === null
  if (isAlbum) return answerOf({ album: albumIn(answer) })
  const songs = listAt(answer, 'data').slice(0, DEEZER_PAGE)
  return answerOf({
    tracks: tracksOf(songs.map((song) => songOf(song, album))),
    total: numberAt(answer, 'total'),
    // Where it says that the next page is isn't asked.
    next: textAt(answer, 'next') === null ? null : String(Number(start ?? 0) + DEEZER_PAGE),
  })
}

const albumIn = (answer: unknown) => ({
  title: textAt(answer, 'title'),
  artist: textAt(answer, 'artist', 'name'),
  artwork: textAt(answer, 'cover_big'),
})

function songOf(song: unknown, album: Asked['album']): Described {
  const id = numberAt(song, 'id')
  const seconds = numberAt(song, 'duration')
  return {
    title: at(song, 'title'),
    artists: artistsOf(song),
    album: at(song, 'album', 'title') ?? album?.title,
    durationMs: seconds === null ? null : seconds * 1000,
    page: id === null ? null : `https://www.deezer.com/track/${id}`,
    artwork: at(song, 'album', 'cover_big') ?? album?.artwork,
    isrc: at(song, 'isrc'),
  }
}

/** All of them where it names more than the first. */
function artistsOf(song: unknown): readonly unknown[] {
  const all = listAt(song, 'contributors').map((artist) => at(artist, 'name'))
  return all.length > 0 ? all : [at(song, 'artist', 'name')]
}
