import { alike, soundOf, soundsAlike, without } from './alike.ts'
import type { Name } from './name.ts'
import { isNoise } from './noise.ts'
import type { Term } from './term.ts'
import type { Wanted } from './wanted.ts'

/** Names that only sound alike are told apart by what else is known. */
const SOUNDS_AT_LEAST = 0.75

/** How well the name in a candidate's title fits. */
export function titleTerm(wanted: Wanted, name: Name): Term {
  let best = { value: 0, words: '' }
  for (const words of readings(wanted, name)) {
    for (const title of wanted.titles) {
      const value = fit(title, words)
      if (value > best.value) best = { value, words: words.join(' ') }
    }
  }
  return { name: 'title', value: best.value ** 1.5, why: best.words }
}

function fit(title: readonly string[], words: readonly string[]): number {
  const own = words.filter((word) => !isNoise(word) || title.includes(word))
  const bare = title.some((word) => !isNoise(word)) ? title.filter((word) => !isNoise(word)) : title
  const plainly = Math.max(alike(title, words), alike(title, own), alike(bare, own) * 0.99)
  if (plainly >= SOUNDS_AT_LEAST) return plainly
  const sound = soundsAlike(soundOf(bare), soundOf(own))
  return sound >= SOUNDS_AT_LEAST ? Math.max(plainly, sound * 0.95) : plainly
}

/** What the name may be: a part, or several together, with the artists' names and without. */
function* readings(
  { artists, artist, album }: Wanted,
  { parts, asides }: Name,
): Generator<readonly string[]> {
  const all = parts.flat()
  const everything = [...all, ...asides.flat()]
  for (const words of [...parts, all, everything, ...asides]) {
    yield words
    const bare = artists.reduce(minus, minus(words, artist))
    if (bare.length > 0 && bare.length < words.length) yield bare
    const alone = minus(bare, album)
    if (alone.length > 0 && alone.length < bare.length) yield alone
  }
}

/** Without a name that's there as a whole. */
const minus = (words: readonly string[], name: readonly string[]): readonly string[] => {
  const { left, shared } = without(words, name)
  return shared === name.length ? left : words
}
