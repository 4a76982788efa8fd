import { alike, soundOf, soundsAlike, without } from './alike.ts'
import { artistsIn, type Name } from './name.ts'
import { tidy } from './plain.ts'
import type { Candidate, Term } from './term.ts'
import { artistWords, type Wanted } from './wanted.ts'

const SAME = 0.82
/** Who sings somebody else's song often names them so. */
const IN_BRACKETS = 0.6
/** Nothing names the artist. */
const ABSENT = 0.3
/** Nobody says whose the candidate is, as in a file without tags. */
const UNTOLD = 0.6
/** Nobody says whose the wanted one is. */
const ANYBODY = 0.9
/** The most names of a candidate that are compared with each artist. */
const MOST_NAMES = 12

/** How well it fits who made it. */
export function artistTerm(wanted: Wanted, candidate: Candidate, name: Name): Term {
  const term = (value: number, why: string): Term => ({ name: 'artist', value, why })
  if (wanted.artist.length === 0) return term(ANYBODY, 'unknown')
  const told = toldOf(candidate, name)
  const whole = evidence(wanted.artist, told)
  const [first = 0, ...others] = wanted.artists.map((artist) => evidence(artist, told))
  const main = Math.max(whole, first)
  if (main >= SAME) {
    const missing = others.filter((value) => value < SAME).length
    const share = whole >= SAME || others.length === 0 ? 0 : missing / others.length
    return term(main * (1 - 0.06 * share), 'named')
  }
  if (main >= IN_BRACKETS) return term(main, 'named in brackets alone')
  const guest = Math.max(0, ...others)
  // Of a composer's work a channel often names who plays it alone.
  const isLong = wanted.titles.every((title) => title.length >= 5)
  if (guest >= SAME) return term(guest * (isLong ? 0.9 : 0.72), 'only one who takes part')
  const isUntold = candidate.artist === null && name.parts.length < 2
  return isUntold ? term(UNTOLD, 'untold') : term(ABSENT, 'not named')
}

/** Where a candidate may name artists. */
interface Told {
  readonly channel: readonly string[]
  readonly artists: readonly (readonly string[])[]
  readonly parts: readonly (readonly string[])[]
  /** Outside of brackets. */
  readonly all: readonly string[]
  readonly asides: readonly string[]
  /** Of each of the artists and parts, made once. */
  readonly sounds: () => readonly string[]
}

function toldOf({ artist }: Candidate, { parts, asides, guests, text }: Name): Told {
  const channel = artist === null ? '' : channelName(tidy(artist))
  const named = [channel, ...artistsIn(channel), ...guests].slice(0, MOST_NAMES)
  const artists = named.map(artistWords).filter((words) => words.length > 0)
  let sounds: readonly string[] | null = null
  return {
    channel: artistWords(channel),
    artists,
    parts: parts.slice(0, MOST_NAMES),
    sounds: () => {
      sounds ??= [...artists, ...parts.slice(0, MOST_NAMES)].map(soundOf)
      return sounds
    },
    // A name in two scripts has one of them in brackets: "IU(아이유)".
    all: [
      ...parts.flat(),
      ...guests.flatMap(artistWords),
      ...(isBilingual(text) ? asides.flat() : []),
    ],
    asides: asides.flat(),
  }
}

/** A channel's name without what channels are called: "Adele - Topic", "AdeleVEVO", "Official Queen". */
export const channelName = (channel: string): string =>
  channel
    .replace(/\s+-\s+topic$/i, '')
    .replace(/(?<=.)vevo$/i, '')
    .replace(
      /\b(?:official|oficial|officiel)\b(?: (?:channel|music|artist channel))?|\b(?:channel|music|tv|band)$/gi,
      ' ',
    )
    .trim() || channel

/** How surely that artist is named, from 0 to 1. */
function evidence(
  artist: readonly string[],
  { channel, artists, parts, all, asides, sounds }: Told,
): number {
  if (artist.length === 0) return 0
  const most = (names: readonly (readonly string[])[]) =>
    names.reduce((best, words) => Math.max(best, alike(artist, words)), 0)
  const byChannel = most(artists)
  if (byChannel >= SAME) return byChannel
  const byPart = most(parts) * 0.97
  if (byPart >= SAME) return byPart
  if (isWithin(artist, all)) return 0.95
  if (isWithin(artist, channel)) return 0.9
  const sound = soundOf(artist)
  const bySound = sounds().reduce((best, one) => Math.max(best, soundsAlike(sound, one)), 0)
  if (bySound >= SAME) return Math.max(SAME, bySound * 0.95)
  return isWithin(artist, asides) ? IN_BRACKETS : 0
}

const isBilingual = (text: string): boolean =>
  /\p{Script=Latin}/u.test(text) && /(?!\p{Script=Latin})\p{L}/u.test(text)

const isWithin = (name: readonly string[], words: readonly string[]): boolean =>
  without(words, name).shared === name.length
