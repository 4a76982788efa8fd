/** Letters that Unicode doesn't decompose, as people type them without their keyboard. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
}

/**
 * Text as it is compared: lower case, without diacritics, punctuation as one space
 * (Unicode Standard Annex #15, NFKD).
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The folded texts of one file that a query is compared with. */
export interface SearchText {
  /** What names the file as a whole: title, file name, "artist title". Best first. */
  readonly names: readonly string[]
  /** What names more than this file: artist, album. */
  readonly groups: readonly string[]
  /** All of it and the folders, as words. */
  readonly words: ReadonlySet<string>
  readonly all: string
}

export interface Searchable {
  /** Relative to the library, with "/". */
  readonly path: string
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
}

export function searchTextOf({ path, title, artist, album }: Searchable): SearchText {
  const file = path.slice(path.lastIndexOf('/') + 1)
  const stem = file.replace(/\.[^.]*$/, '')
  const names = [title, stem, file]
  if (artist !== null) names.push(`${artist} ${title}`, `${title} ${artist}`)
  const groups = [artist, album].flatMap((text) => (text === null ? [] : [fold(text)]))
  const all = [...new Set(`${fold(path)} ${fold(title)} ${groups.join(' ')}`.split(' '))]
  return {
    names: [...new Set(names.map(fold))].filter((name) => name !== ''),
    groups: groups.filter((group) => group !== ''),
    words: new Set(all),
    all: ` ${all.join(' ')}`,
  }
}

/**
 * How well a folded query fits, higher is better, 0 is not at all: the whole name, the whole artist
 * or album, the start of a name, all words, the starts of all words.
 */
export function score(query: string, text: SearchText): number {
  if (query === '') return 0
  const exact = text.names.indexOf(query)
  if (exact >= 0) return 1000 - exact
  if (text.groups.includes(query)) return 800
  if (text.names.some((name) => name.startsWith(query))) return 600
  const words = query.split(' ')
  if (words.every((word) => text.words.has(word))) return 400
  return words.every((word) => text.all.includes(` ${word}`)) ? 200 : 0
}
