import { SegueError } from '../base/error.ts'
import type { GuildSettings } from '../domain/settings.ts'
import type { Library } from './ports.ts'

/** The library as members of a server with these settings may use it. */
export function libraryFor({ libraryVisible }: GuildSettings, library: Library): Library {
  return libraryVisible ? library : withoutFiles(library)
}

/** Words are looked for on the web alone, and the names of the host's files aren't told. */
const withoutFiles = (library: Library): Library => ({
  find: (text, server, signal) =>
    library.search({ text, limit: 1, place: 'youtube' }, server, signal),
  search: (query, server, signal) => {
    if (query.place === 'library') return Promise.reject(new SegueError('track-blocked'))
    return library.search({ ...query, place: query.place ?? 'youtube' }, server, signal)
  },
  suggest: () => Promise.resolve([]),
  suggestWords: (text) => library.suggestWords(text),
  stations: (...asked) => library.stations(...asked),
  lyrics: (...asked) => library.lyrics(...asked),
  queryFor: (track) => (track.source === 'local' ? null : library.queryFor(track)),
  findAttachment: (attachment, signal) => library.findAttachment(attachment, signal),
  open: (track, server, signal) => library.open(track, server, signal),
})
