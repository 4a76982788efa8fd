import { artistTerm } from './artist-term.ts'
import { lengthTerm } from './length-term.ts'
import { nameOf } from './name.ts'
import type { Candidate, Scored } from './term.ts'
import { titleTerm } from './title-term.ts'
import { versionTerm } from './version-term.ts'
import type { Wanted } from './wanted.ts'

/** How well a candidate fits what's wanted. Pure, and as quick for hostile names as for others. */
export function score(wanted: Wanted, candidate: Candidate): Scored {
  if (wanted.isrc !== null && candidate.isrc === wanted.isrc) {
    return { score: 1, terms: [{ name: 'isrc', value: 1, why: 'the same recording' }] }
  }
  const name = nameOf(candidate.title)
  const title = titleTerm(wanted, name)
  const artist = artistTerm(wanted, candidate, name)
  const length = lengthTerm(wanted, candidate)
  const [version, strangers] = versionTerm(wanted, candidate, name)
  const terms = [title, artist, length, version, strangers]
  return { score: terms.reduce((product, { value }) => product * value, 1), terms }
}
