import { type Answer, type Asked, answerOf } from './answer.ts'
import { type Described, tracksOf } from './described.ts'
import { isoDurationMs } from './iso-duration.ts'
import { at, listAt, numberAt, textAt } from './json-path.ts'
import { linkedData, scriptWithId } from './page-data.ts'

/** Pages have been seen with up to 300 rows. */
const MOST_ROWS = 1_000

/**
 * Reads a page of music.apple.com. Its script `serialized-server-data` has the rows, in sections whose
 * `itemKind` is 'trackLockup'; its JSON-LD (schema.org's MusicPlaylist, MusicAlbum, MusicComposition) says how
 * many there are, and has the names where the script is of another shape. No document describes either;
 * it's what readers of other projects agree on.
 */
export function readApplePage(html: string, { link }: Asked): Answer {
  const said = linkedData(html).find((one) => KINDS[link.kind].has(textAt(one, '@type') ?? ''))
  if (link.kind === 'track') return answerOf({ tracks: tracksOf([compositionOf(said, link.id)]) })
  const rows = rowsIn(scriptWithId(html, 'serialized-server-data'))
  const tracks = tracksOf(rows.length > 0 ? rows.map(rowOf) : recordingsOf(said))
  const total = numberAt(said, 'numTracks')
  const isCut =
    total === null ? tracks.length > 0 && tracks.length % 100 === 0 : total > tracks.length
  return answerOf({ tracks, isCut: link.kind !== 'artist' && isCut })
}

const KINDS: Readonly<Record<Asked['link']['kind'], ReadonlySet<string>>> = {
  track: new Set(['MusicComposition', 'MusicRecording']),
  album: new Set(['MusicAlbum']),
  playlist: new Set(['MusicPlaylist']),
  artist: new Set(['MusicGroup']),
}

/** Both shapes: a list of answers, and one in a field `data`. */
function rowsIn(data: unknown): readonly unknown[] {
  const answers = Array.isArray(data) ? data : listAt(data, 'data')
  const sections = answers.slice(0, 10).flatMap((answer) => listAt(answer, 'data', 'sections'))
  return sections
    .filter((section) => at(section, 'itemKind') === 'trackLockup')
    .slice(0, 100)
    .flatMap((section) => listAt(section, 'items').slice(0, MOST_ROWS))
    .slice(0, MOST_ROWS)
}

function rowOf(row: unknown): Described {
  const names = listAt(row, 'subtitleLinks').map((link) => at(link, 'title'))
  return {
    title: at(row, 'title'),
    artists: names.length > 0 ? names : [at(row, 'artistName')],
    album: at(row, 'tertiaryLinks', 0, 'title'),
    durationMs: at(row, 'duration'),
    page: appleSong(textAt(row, 'contentDescriptor', 'identifiers', 'storeAdamID')),
    artwork: appleCover(textAt(row, 'artwork', 'dictionary', 'url')),
  }
}

const recordingsOf = (said: unknown): Described[] =>
  [...listAt(said, 'track'), ...listAt(said, 'tracks')]
    .slice(0, MOST_ROWS)
    .map((recording) => ({ ...recordingOf(recording), album: at(said, 'inAlbum', 'name') }))

function recordingOf(recording: unknown): Described {
  return {
    title: at(recording, 'name'),
    artists: namesOf(at(recording, 'byArtist') ?? at(recording, 'audio', 'byArtist')),
    durationMs: isoDurationMs(at(recording, 'duration') ?? at(recording, 'audio', 'duration')),
    page: appleSong(/\/(\d{1,20})$/.exec(textAt(recording, 'url') ?? '')?.[1] ?? null),
  }
}

/** The song itself is its `audio`. */
function compositionOf(said: unknown, id: string): Described {
  const audio = at(said, 'audio') ?? said
  return {
    ...recordingOf(audio),
    title: at(said, 'name') ?? at(audio, 'name'),
    album: at(audio, 'inAlbum', 'name'),
    page: appleSong(id),
    artwork: at(said, 'image') ?? at(audio, 'image'),
  }
}

/** One artist, or several. */
function namesOf(artists: unknown): readonly unknown[] {
  const all: readonly unknown[] = Array.isArray(artists) ? artists : [artists]
  return all.map((artist) => at(artist, 'name'))
}

/** The page of a song, to be seen by people; null: that's no id. */
export const appleSong = (id: string | null): string | null =>
  id !== null && /^\d{1,20}$/.test(id) ? `https://music.apple.com/song/${id}` : null

/** A picture's address by one that says where the size belongs. */
export const appleCover = (template: string | null): string | null =>
  template
    ?.replace('{w}', '300')
    .replace('{h}', '300')
    .replace('{f}', 'jpg')
    .replace('{c}', 'bb') ?? null
