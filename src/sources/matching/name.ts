import { asidesOf } from '../../domain/versions.ts'
import { tidy, wordsOf } from './plain.ts'

/** A title in its parts, each as folded words. */
export interface Name {
  /** What stands between dashes, bars and colons, outside of brackets; quoted parts once more on their own. */
  readonly parts: readonly (readonly string[])[]
  /** What stands in brackets. */
  readonly asides: readonly (readonly string[])[]
  /** Who is said to take part. */
  readonly guests: readonly string[]
  /** In the site's own words. */
  readonly text: string
}

const BRACKETS = /[([{【]((?:[^()[\]{}【】]|\([^()]*\))*)[)\]}】]/g
const QUOTED = /[「『"“]([^「」『』"“”]{2,})[」』"”]/g
const BREAK = /\s+[-–—~•·*]+\s+|\s*[|/／]\s+|\s+[|/]\s*|\s*\|+\s*|:\s+|\s+_\s+|\s*[「」『』]\s*/
const GUESTS =
  /(?:[([]?\s*\b(?:feat|ft|featuring)\b\.?|[([](?:with|mit|con|avec)\b)\s+([^()[\]|]+?)\s*(?:[)\]]|(?=\s[-–—|]\s|[([|]|$))/gi

export function nameOf(title: string): Name {
  const text = tidy(title)
  const guests = [...text.matchAll(GUESTS)].flatMap(([, who = '']) => artistsIn(who))
  const own = text.replace(GUESTS, ' ')
  const quoted = [...own.matchAll(QUOTED)].map(([, inside = '']) => inside)
  const open = own.replace(BRACKETS, ' ').split(BREAK)
  return {
    parts: filled([...open, ...quoted]),
    asides: filled([...own.matchAll(BRACKETS)].map(([, inside = '']) => inside)),
    guests,
    text,
  }
}

/** A title's name without what's in brackets or behind a dash, and those parts. */
export function wantedName(title: string): {
  readonly lead: string
  readonly asides: readonly string[]
} {
  const text = tidy(title).replace(GUESTS, ' ')
  const asides = asidesOf(text)
  const lead =
    text
      .replace(BRACKETS, ' ')
      .split(/\s+[-–—]\s+/, 1)[0]
      ?.trim() ?? ''
  return { lead: wordsOf(lead).length > 0 ? lead : text, asides }
}

const filled = (texts: readonly string[]): (readonly string[])[] =>
  texts.map(wordsOf).filter((words) => words.length > 0)

/** The artists that a text names: the whole of it first, since "Simon & Garfunkel" are one. */
export function artistsIn(text: string): readonly string[] {
  const single = text.split(
    /\s*[,;/]\s*|\s+(?:&|and|x|vs\.?|with|feat\.?|ft\.?|featuring|y|und|et|e)\s+|\s+\+\s+/i,
  )
  return single.map((one) => one.trim()).filter((one) => one !== '')
}
