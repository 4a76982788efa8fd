import { type Version, versionsIn, versionsOf } from '../../domain/versions.ts'
import { alike, without } from './alike.ts'
import { channelName } from './artist-term.ts'
import { type Edition, editionsOf } from './editions.ts'
import type { Name } from './name.ts'
import { isNoise } from './noise.ts'
import { tidy, wordsOf } from './plain.ts'
import type { Candidate, Term } from './term.ts'
import { artistWords, VERSION_WORDS, type Wanted } from './wanted.ts'

/** What remains of a candidate that is such a version, where none is wanted. */
const UNWANTED: Readonly<Record<Version, number>> = {
  live: 0.35,
  remix: 0.25,
  mashup: 0.1,
  karaoke: 0.05,
  instrumental: 0.15,
  vocals: 0.1,
  cover: 0.15,
  acoustic: 0.35,
  demo: 0.4,
  'sped-up': 0.1,
  slowed: 0.1,
  nightcore: 0.1,
  '8d': 0.25,
  talk: 0.05,
  album: 0.1,
  loop: 0.1,
}
/** What remains of a candidate that isn't such a version, where one is wanted. */
const MISSING = 0.35
/** The same for a cover, which is somebody else's own recording, and for an album, which nobody wants by a track. */
const MISSED: Readonly<Partial<Record<Version, number>>> = {
  cover: 0.9,
  album: 1,
  loop: 1,
  talk: 0.8,
  demo: 0.5,
}

const OTHER_EDITION: Readonly<Partial<Record<Edition, number>>> = {
  'recorded-anew': 0.4,
  'other-language': 0.35,
  'radio-edit': 0.9,
  extended: 0.7,
  mono: 0.97,
  clean: 0.93,
  intro: 0.6,
}

/** Words that stand beside the name and that nothing explains, each. */
const STRANGER = 0.9
const MOST_STRANGERS = 6

/** Whether it's the version that's wanted, and what else its title says. */
export function versionTerm(wanted: Wanted, candidate: Candidate, name: Name): [Term, Term] {
  const strangers = strangersOf(wanted, name)
  const told = toldVersions(candidate, strangers)
  const reasons: string[] = []
  let value = 1
  const takes = (factor: number, why: string) => {
    value *= factor
    reasons.push(why)
  }
  for (const version of told)
    if (!wanted.versions.has(version) && !wanted.allowed.has(version))
      takes(UNWANTED[version], version)
  for (const version of wanted.versions)
    if (!told.has(version)) takes(MISSED[version] ?? MISSING, `not ${version}`)
  for (const edition of otherEditions(wanted, candidate))
    takes(OTHER_EDITION[edition] ?? 1, edition)
  if (wanted.versions.has('remix') || wanted.versions.has('live')) {
    const factor = detailFactor(wanted, name)
    if (factor < 1) takes(factor, 'another of its kind')
  }
  const explained = new Set([...VERSION_WORDS, ...versionWords(name)])
  const count = strangers.filter((word) => !explained.has(word)).length
  return [
    { name: 'version', value, why: reasons.join(', ') || 'the same' },
    {
      name: 'strangers',
      value: STRANGER ** Math.min(MOST_STRANGERS, count),
      why: strangers.join(' '),
    },
  ]
}

/** Words in brackets that tell a version: where it was played, and by whom. */
const versionWords = ({ asides }: Name): readonly string[] =>
  asides.filter((words) => versionsIn(words.join(' ')).length > 0).flat()

/** Those that one of them is and the other isn't; a length tells a cut or a longer one better than its name. */
function otherEditions({ editions, durationMs }: Wanted, candidate: Candidate): Edition[] {
  const theirs = new Set(editionsOf(candidate.title))
  const isTimed = durationMs !== null && candidate.durationMs !== null
  return [...editions.symmetricDifference(theirs)].filter(
    (edition) => !isTimed || (edition !== 'radio-edit' && edition !== 'extended'),
  )
}

/** By its title, by the words beside the name, and by what its channel is for. */
function toldVersions({ title, artist }: Candidate, strangers: readonly string[]): Set<Version> {
  const byChannel = artist === null ? [] : versionsIn(artist).filter((one) => one !== 'live')
  return new Set([
    ...versionsOf({ title: tidy(title) }),
    ...versionsIn(strangers.join(' ')),
    ...byChannel,
  ])
}

/** Words of a title that are neither the name, nor an artist, nor how it's shown. */
function strangersOf(wanted: Wanted, { parts, asides, text }: Name): readonly string[] {
  const all = [...new Set([...parts, ...asides].flat())].filter((word) => !isNoise(word))
  const longest = wanted.titles.reduce((a, b) => (b.length > a.length ? b : a), [])
  const known = [
    longest,
    ...wanted.artists,
    wanted.artist,
    wanted.album,
    artistWords(channelName('')),
  ]
  const left = known.reduce((words, names) => without(words, names).left, all as readonly string[])
  const isLatin = /^[\p{Script=Latin}\p{N}\p{P}\p{S}\s]*$/u.test(text)
  // A name in two scripts says the same twice.
  if (isLatin) return left
  const foreign = new Set(
    text
      .split(/\s+/)
      .filter((word) => !/\p{Script=Latin}/u.test(word))
      .flatMap(wordsOf),
  )
  return left.filter((word) => !foreign.has(word))
}

/** Whether the place of a concert, or who made a remix, agrees. */
function detailFactor({ details, titles }: Wanted, { parts, asides }: Name): number {
  const all = [...parts, ...asides].flat().filter((word) => !isNoise(word))
  const [title = []] = titles
  const theirs = without(all, title).left.filter((word) => !VERSION_WORDS.has(word))
  if (details.length === 0) return theirs.length === 0 ? 1 : 0.8
  const shared = without(theirs, details).shared / details.length
  if (shared >= 0.5) return 1
  return theirs.length === 0 ? 0.7 : Math.max(0.35, alike(details, theirs))
}
