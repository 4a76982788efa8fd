import { wordsFor } from '../../domain/song.ts'
import type { Matching } from '../../player/ports.ts'
import { artistsIn, wantedName } from './name.ts'
import { tidy } from './plain.ts'
import { PLAUSIBLE, rank, SURE } from './rank.ts'
import { inOrder } from './typed.ts'

/** How candidates are compared with what is wanted. */
export const matching: Matching = {
  wordsFor: (named) => {
    const { title, artist } = named
    const [first] = artist === null ? [] : artistsIn(tidy(artist))
    const { lead } = wantedName(title)
    return {
      brief: first === undefined ? [lead] : [`${first} ${lead}`, lead],
      full: wordsFor(named),
    }
  },
  rank: (named, candidates) =>
    rank(named, candidates)
      .filter(({ score }) => score >= PLAUSIBLE)
      .map(({ candidate, score }) => ({ track: candidate, score, sure: score >= SURE })),
  inOrder,
}
