import type { Matches } from './matches.ts'
import type { Library } from './ports.ts'

/** The library, which finds what isn't wrong, also when it opens what nobody has looked for before. */
export const withoutWrong = (library: Library, matches: Matches): Library => ({
  find: (text, server, signal) => matches.search({ text, limit: 1, place: null }, server, signal),
  search: (...asked) => matches.search(...asked),
  suggest: (...asked) => library.suggest(...asked),
  suggestWords: (text) => library.suggestWords(text),
  stations: (...asked) => library.stations(...asked),
  station: (...asked) => library.station(...asked),
  lyrics: (...asked) => library.lyrics(...asked),
  cover: (...asked) => library.cover(...asked),
  queryFor: (track) => library.queryFor(track),
  findAttachment: (...asked) => library.findAttachment(...asked),
  open: async (track, server, signal) => {
    const isUnfound = track.source === 'query'
    const found = isUnfound ? await matches.best(track, server, signal) : track
    return await library.open(found, server, signal)
  },
})
