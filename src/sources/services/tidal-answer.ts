import { type Answer, type Asked, answerOf } from './answer.ts'
import { type Described, tracksOf } from './described.ts'
import { isoDurationMs } from './iso-duration.ts'
import { at, listAt, textAt } from './json-path.ts'
import { tidalSong } from './tidal-page.ts'

const MOST_ITEMS = 200
const MOST_INCLUDED = 2_000

/**
 * Reads what TIDAL's API answers (https://tidal-music.github.io/tidal-api-reference, a JSON:API): a track, or the
 * tracks that a relationship names, with those and their artists and albums in `included`.
 */
export function readTidal(text: string, { link }: Asked): Answer {
  const answer: unknown = JSON.parse(text)
  const included = byId(listAt(answer, 'included').slice(0, MOST_INCLUDED))
  if (link.kind === 'track') {
    return answerOf({ tracks: tracksOf([songOf(at(answer, 'data'), included)]) })
  }
  const named = listAt(answer, 'data').slice(0, MOST_ITEMS)
  const songs = named.flatMap((one) =>
    textAt(one, 'type') === 'tracks' ? (included.get(keyOf(one)) ?? []) : [],
  )
  return answerOf({
    tracks: tracksOf(songs.map((song) => songOf(song, included))),
    next: cursorIn(textAt(answer, 'links', 'next')),
  })
}

type Included = ReadonlyMap<string, unknown>

const byId = (resources: readonly unknown[]): Included =>
  new Map(resources.map((one) => [keyOf(one), one]))

const keyOf = (resource: unknown): string => `${textAt(resource, 'type')}/${textAt(resource, 'id')}`

function songOf(song: unknown, included: Included): Described {
  const related = (name: string) =>
    listAt(song, 'relationships', name, 'data').map((one) => included.get(keyOf(one)))
  const title = textAt(song, 'attributes', 'title')
  const version = textAt(song, 'attributes', 'version')
  const id = textAt(song, 'id')
  return {
    title: title !== null && version !== null ? `${title} (${version})` : title,
    artists: related('artists').map((artist) => at(artist, 'attributes', 'name')),
    album: at(related('albums')[0], 'attributes', 'title'),
    durationMs: isoDurationMs(at(song, 'attributes', 'duration')),
    page: id !== null && /^\d{1,20}$/.test(id) ? tidalSong(id) : null,
    isrc: at(song, 'attributes', 'isrc'),
  }
}

/** Of the address of the next page only the cursor is used, so that it leads nowhere else. */
function cursorIn(next: string | null): string | null {
  if (next === null) return null
  const cursor = URL.parse(next, 'https://openapi.tidal.com/v2/')?.searchParams.get('page[cursor]')
  return cursor !== null && cursor !== undefined && cursor.length <= 500 ? cursor : null
}
