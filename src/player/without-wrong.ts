import type { Matches } from './matches.ts'
import type { Library } from './ports.ts'
import type { TakenMatches } from './taken-matches.ts'

/**
 * The library, which finds what isn't wrong, also when it opens what nobody has looked for before; what
 * it takes for that is noted.
 */
export const withoutWrong = (library: Library, matches: Matches, taken: TakenMatches): Library => ({
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
    if (track.source !== 'query') return await library.open(track, server, signal)
    const match = await matches.best(track, server, signal)
    taken.note(track, match)
    return await library.open(match, server, signal)
  },
})
