import { fold } from '../base/fold.ts'

/**
 * The most words of a query that are searched: no name has more, and each is searched in every
 * file.
 */
const MAX_WORDS = 24

/** The folded texts of one file that a query is compared with. */
export interface SearchText {
  /** Names of the file as a whole: title, file name, "artist title". Best first. */
  readonly names: readonly string[]
  /** Names that other files share: artist, album. */
  readonly groups: readonly string[]
  /** Each word of these names and of the folders once, with a space before and after every one. */
  readonly words: string
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
  const words = [...new Set(`${fold(path)} ${fold(title)} ${groups.join(' ')}`.split(' '))]
  return {
    names: [...new Set(names.map(fold))].filter((name) => name !== ''),
    groups: groups.filter((group) => group !== ''),
    // Joined at once, not of parts that the first search would have to put together.
    words: ['', ...words, ''].join(' '),
  }
}

/** A query, prepared to be compared with many files. */
export interface SearchQuery {
  readonly text: string
  /**
   * The query's first words, each once, with the space that begins a word in `SearchText.words`.
   */
  readonly starts: readonly string[]
}

export function searchQuery(text: string): SearchQuery {
  const folded = fold(text)
  const words = folded === '' ? [] : [...new Set(folded.split(' '))].slice(0, MAX_WORDS)
  return { text: folded, starts: words.map((word) => ` ${word}`) }
}

/**
 * How well a query fits, higher is better, 0 is not at all: the whole name, the whole artist or
 * album, the start of a name, all words, the starts of all words. All others imply the last, so
 * that's tested first: it rules out most files.
 */
export function score({ text, starts }: SearchQuery, file: SearchText): number {
  if (starts.length === 0 || !starts.every((start) => file.words.includes(start))) return 0
  const exact = file.names.indexOf(text)
  if (exact >= 0) return 1000 - exact
  if (file.groups.includes(text)) return 800
  if (file.names.some((name) => name.startsWith(text))) return 600
  return starts.every((start) => file.words.includes(`${start} `)) ? 400 : 200
}
