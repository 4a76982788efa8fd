import { distance } from 'fastest-levenshtein'
import { skeleton } from './plain.ts'

/** Words are the same from this share of equal letters on: one typing error in six letters. */
const SAME_WORD = 0.8
/** The most words of a name that are compared. */
const MOST = 24

/** How alike two texts are, from 0 to 1: the share of letters that needn't change (Levenshtein, 1966). */
export function letters(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  return longest === 0 ? 1 : 1 - distance(a, b) / longest
}

export function isSameWord(a: string, b: string): boolean {
  if (a === b) return true
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a]
  // Most words differ in their lengths already.
  if (shorter.length <= 3 || shorter.length < longer.length * SAME_WORD) return false
  return !/\d/.test(a) && !/\d/.test(b) && letters(a, b) >= SAME_WORD
}

/** The words of `found` that aren't among `wanted`, each of which takes one away, and how many were there. */
export function without(
  found: readonly string[],
  wanted: readonly string[],
): { readonly left: readonly string[]; readonly shared: number } {
  const left = found.slice(0, MOST)
  let shared = 0
  for (const word of wanted.slice(0, MOST)) {
    const exact = left.indexOf(word)
    const at = exact >= 0 ? exact : left.findIndex((one) => isSameWord(one, word))
    if (at < 0) continue
    left.splice(at, 1)
    shared++
  }
  return { left: [...left, ...found.slice(MOST)], shared }
}

/**
 * How alike two names are, from 0 to 1: by their words, whatever their order (Dice's coefficient), or by
 * their letters, however they are spaced. Other numbers are another name.
 */
export function alike(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const [left, right] = [a.join(''), b.join('')]
  if (left === right) return 1
  const dice = (2 * without(a, b).shared) / (Math.min(a.length, MOST) + Math.min(b.length, MOST))
  return Math.max(dice, letters(left, right)) * agreement(numbersOf(a), numbersOf(b))
}

/** How a name sounds, as far as its consonants tell. */
export const soundOf = (words: readonly string[]): string => skeleton(words.join(' '))

/** How alike two names sound, from 0 to 1, of which one may be a transliteration. */
export function soundsAlike(left: string, right: string): number {
  if (left.length < 3 || right.length < 3) return 0
  return letters(left, right) * 0.95
}

/** What other numbers leave of a likeness: a catalogue's number may be missing, but a part's is another part. */
function agreement(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === b.size && a.isSubsetOf(b)) return 1
  const isIncomplete = a.size > 0 && b.size > 0 && (a.isSubsetOf(b) || b.isSubsetOf(a))
  return isIncomplete ? 0.9 : 0.4
}

const numbersOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.filter((word) => /^\d+$/.test(word)))
