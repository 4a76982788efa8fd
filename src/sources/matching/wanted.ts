import type { FoundTrack } from '../../domain/track.ts'
import { type Version, versionsOf } from '../../domain/versions.ts'
import { type Edition, editionsOf } from './editions.ts'
import { artistsIn, nameOf, wantedName } from './name.ts'
import { isNoise } from './noise.ts'
import { tidy, wordsOf } from './plain.ts'

/** What metadata says of a recording. */
export type Metadata = Pick<FoundTrack, 'title' | 'artist' | 'album' | 'durationMs' | 'isrc'>

/** Metadata, prepared to be compared with many candidates. */
export interface Wanted {
  /** The name as it may be written: with what's in its brackets, and without. */
  readonly titles: readonly (readonly string[])[]
  /** The main one first; empty: nobody knows whose it is. */
  readonly artists: readonly (readonly string[])[]
  /** The artists' names as one, for those whose name has a comma or an "and" in it. */
  readonly artist: readonly string[]
  readonly album: readonly string[]
  readonly durationMs: number | null
  readonly isrc: string | null
  readonly versions: ReadonlySet<Version>
  /** Those that it may be as well, since its album is one. */
  readonly allowed: ReadonlySet<Version>
  readonly editions: ReadonlySet<Edition>
  /** Words that tell which live recording or remix: a place, a name. */
  readonly details: readonly string[]
  /** Who else takes part, by the title. */
  readonly hasGuests: boolean
}

/** The most artists of a recording that are looked for, the main one first. */
const MOST_ARTISTS = 6

export function wantedOf({ title, artist, album, durationMs, isrc }: Metadata): Wanted {
  const { lead, asides } = wantedName(title)
  const { guests } = nameOf(title)
  const versions = new Set(versionsOf({ title: tidy(title) }))
  const main = artist === null ? [] : artistsIn(tidy(artist))
  const by = new Set([...main.flatMap(wordsOf), 'vs'])
  const isNamed = (part: string) => !isAboutIt(part) && !wordsOf(part).every((word) => by.has(word))
  const told = asides.filter((part) => !isNamed(part))
  const named = asides.filter(isNamed)
  const leadWords = wordsOf(lead)
  const full = [lead, ...named].flatMap(wordsOf)
  // "(I Can't Get No) Satisfaction" begins in brackets.
  const inOrder = wordsOf(tidy(title)).filter((word) => full.includes(word))
  return {
    titles: distinct([leadWords, full, inOrder]),
    artists: distinct([...main, ...guests].slice(0, MOST_ARTISTS).map(artistWords)),
    artist: artist === null ? [] : artistWords(tidy(artist)),
    album: album === null ? [] : wordsOf(tidy(album)),
    durationMs,
    isrc: isrc ?? null,
    versions,
    allowed: new Set(versionsOf({ title: album ?? '' })),
    editions: new Set(editionsOf(title)),
    details: told.flatMap(wordsOf).filter((word) => !isNoise(word) && !VERSION_WORDS.has(word)),
    hasGuests: guests.length > 0,
  }
}

/** Without the article, which sites leave out. */
export function artistWords(text: string): readonly string[] {
  const words = wordsOf(text)
  return words.length > 1 && words[0] === 'the' ? words.slice(1) : words
}

/** Whether a part tells which recording it is, and not what it's called. */
const isAboutIt = (part: string): boolean =>
  versionsOf({ title: `- (${part})` }).length > 0 ||
  editionsOf(`- (${part})`).length > 0 ||
  wordsOf(part).every(isNoise) ||
  /^(?:from|with|bonus|theme from|soundtrack|music from|taken from|main title)\b/i.test(part)

/** Words that every version of that kind has. */
export const VERSION_WORDS = new Set(
  'live remix mix at in from the version edit session acoustic cover demo rmx remixed rework bootleg by of and on performance recorded instrumental karaoke slowed reverb sped up unplugged'.split(
    ' ',
  ),
)

function distinct(names: readonly (readonly string[])[]): (readonly string[])[] {
  const all = new Map(names.map((words) => [words.join(' '), words]))
  return [...all.values()].filter((words) => words.length > 0)
}
