import { SegueError } from '../base/error.ts'
import type { GuildSettings } from '../domain/settings.ts'
import { type Found, isOfLibrary } from '../domain/track.ts'
import type { Library } from './ports.ts'

/** The library as members of a server with these settings may use it. */
export function libraryFor({ libraryVisible }: GuildSettings, library: Library): Library {
  return libraryVisible ? library : withoutFiles(library)
}

/** The same, for whoever only looks for tracks. */
export const searchFor =
  ({ libraryVisible }: GuildSettings, library: Searching): Library['search'] =>
  (...asked) =>
    libraryVisible ? library.search(...asked) : searchHidden(library, ...asked)

type Searching = Pick<Library, 'search'>

/** Words are looked for on the web alone, and the names of what the host has aren't told. */
const withoutFiles = (library: Library): Library => ({
  find: (text, server, signal) =>
    searchHidden(library, { text, limit: 1, place: null }, server, signal),
  search: (...asked) => searchHidden(library, ...asked),
  suggest: () => Promise.resolve([]),
  suggestWords: (text) => library.suggestWords(text),
  stations: (...asked) => library.stations(...asked),
  station: (...asked) => library.station(...asked),
  lyrics: (...asked) => library.lyrics(...asked),
  queryFor: (track) => (isOfLibrary(track) ? null : library.queryFor(track)),
  cover: (...asked) => library.cover(...asked),
  findAttachment: (attachment, signal) => library.findAttachment(attachment, signal),
  open: (track, server, signal) => library.open(track, server, signal),
})

async function searchHidden(
  library: Searching,
  ...[query, server, signal]: Parameters<Library['search']>
): Promise<Found> {
  if (query.place === 'library') throw new SegueError('track-blocked')
  const found = await library.search({ ...query, place: query.place ?? 'youtube' }, server, signal)
  // Whoever knows the name of a file or a song there learns no more of it.
  if (found.tracks.some(isOfLibrary)) throw new SegueError('track-blocked')
  return found
}
