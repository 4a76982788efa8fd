import { CHOICES, type FoundTrack } from '../../domain/track.ts'
import type { Library } from '../../player/ports.ts'
import { UnsureMatch } from '../../player/unsure-match.ts'
import { type Choice, searchView } from '../views/search.ts'
import { type Shows, toCaller } from './reply.ts'

/** Tracks to choose from, of which something finds each again. */
export const choicesOf = (tracks: readonly FoundTrack[], library: Library): readonly Choice[] =>
  tracks.slice(0, CHOICES).flatMap((track) => {
    const query = library.queryFor(track)
    return query === null ? [] : [{ track, query }]
  })

/** Asks whoever waits which track they mean, where nothing that was found is surely it. */
export async function orChoice(playing: Promise<Shows>, library: Library): Promise<Shows> {
  try {
    return await playing
  } catch (error) {
    if (!(error instanceof UnsureMatch)) throw error
    const choices = choicesOf(error.choices, library)
    if (choices.length === 0) throw error
    return toCaller(searchView(choices, error.named))
  }
}
