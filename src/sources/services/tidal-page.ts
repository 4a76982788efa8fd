import { type Answer, type Asked, answerOf } from './answer.ts'
import { tracksOf } from './described.ts'
import { isoDurationMs } from './iso-duration.ts'
import { at, listAt, textAt } from './json-path.ts'
import { linkedData } from './page-data.ts'

/**
 * Reads a track's page of tidal.com: its JSON-LD has a MusicRecording (schema.org) with `name`,
 * `byArtist`, `inAlbum`, `image`. No document describes it; it's what other projects' readers rely on. The
 * pages of albums and playlists show no tracks before their script has run.
 */
export function readTidalPage(html: string, { link }: Asked): Answer {
  const song = linkedData(html).find((one) => textAt(one, '@type') === 'MusicRecording')
  const said = at(song, 'byArtist')
  const artists = Array.isArray(said) ? listAt(song, 'byArtist') : [said]
  const described = {
    title: at(song, 'name'),
    artists: artists.map((artist) => at(artist, 'name')),
    album: at(song, 'inAlbum', 'name'),
    durationMs: isoDurationMs(at(song, 'duration')),
    page: tidalSong(link.id),
    artwork: at(song, 'image'),
  }
  return answerOf({ tracks: tracksOf([described]) })
}

/** The page of a song, to be seen by people. */
export const tidalSong = (id: string): string => `https://tidal.com/track/${id}`
