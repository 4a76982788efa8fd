import { fold } from '../base/fold.ts'

/**
 * The most words of a query that are searched: no name has more, and each is searched in every
 * file.
 */
const MAX_WORDS = 24

/**
 * The folded texts of one file, in one: title, file name without its ending where it's another, artist,
 * album, and each further word of its path once, the ending first, and its code. A space stands before and after every
 * word.
 */
export type SearchText = string

export interface Searchable {
  /** Relative to the library, with "/". */
  readonly path: string
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  /** The recording's code. */
  readonly isrc?: string
  /** Whether it's one of several tracks in that file, whose name stands for none of them. */
  readonly isPart?: boolean
}

/** Between two of the texts; in folded text spaces stand alone. */
const BETWEEN = '  '
/** Ends a file name that ends with the title; folded text has no such sign. */
const TITLE = '+'

export function searchTextOf(track: Searchable): SearchText {
  const { path, title, artist, album, isrc, isPart } = track
  const file = path.slice(path.lastIndexOf('/') + 1)
  const ending = /\.([^.]*)$/.exec(file)?.[1] ?? ''
  const name = fold(title)
  const stem = isPart ? '' : fold(file.replace(/\.[^.]*$/, ''))
  const texts = [name, shortened(stem, name), fold(artist ?? ''), fold(album ?? '')]
  const told = new Set(texts.flatMap((text) => text.split(' ')))
  const more = new Set(
    fold(path)
      .split(' ')
      .filter((word) => !told.has(word)),
  )
  const code = isrc === undefined || isPart ? [] : [fold(isrc)]
  const rest = [fold(ending), ...more, ...code].join(' ')
  return ` ${[...texts, rest].join(BETWEEN)} `
}

/** Most files are called as their title, with a number in front. */
function shortened(stem: string, title: string): string {
  if (stem === title) return ''
  return stem.endsWith(` ${title}`) ? stem.slice(0, -title.length) + TITLE : stem
}

/** Points of a query that's the whole name of an artist or an album. */
const ARTIST_OR_ALBUM = 800

/** A query, prepared to be compared with many files. */
export interface SearchQuery {
  readonly text: string
  /**
   * The query's first words, each once, with the space that begins a word in `SearchText`.
   */
  readonly starts: readonly string[]
}

export function searchQuery(text: string): SearchQuery {
  const folded = fold(text)
  const words = folded === '' ? [] : [...new Set(folded.split(' '))].slice(0, MAX_WORDS)
  return { text: folded, starts: words.map((word) => ` ${word}`) }
}

/**
 * How well a query fits, higher is better, 0 is not at all: the whole name (of the title, the file, or
 * with the artist), the whole artist or album, the start of a name, all words, the starts of all words.
 * All others imply the last, so that's tested first: it rules out most files.
 */
export function score({ text, starts }: SearchQuery, file: SearchText): number {
  const [first] = starts
  if (first === undefined || !starts.every((start) => file.includes(start))) return 0
  const named = beginsName(first, file) ? scoreOfNames(text, file) : 0
  if (named > 0) return named
  return starts.every((start) => file.includes(`${start} `)) ? 400 : 200
}

/** Whether a query is the whole name of what's called so, alone or with whose it is. */
export const isNameOf = (query: SearchQuery, names: Omit<Searchable, 'path'>): boolean =>
  score(query, searchTextOf({ path: '', ...names })) > ARTIST_OR_ALBUM

/** Whether one of the names begins with that word: quickly said, and most don't. */
function beginsName(word: string, file: SearchText): boolean {
  if (file.startsWith(word)) return true
  const at = file.indexOf(` ${word}`)
  return at >= 0 && at < file.lastIndexOf(BETWEEN)
}

function scoreOfNames(text: string, file: SearchText): number {
  const [title = '', stem = '', artist = '', album = '', rest = ''] = file
    .slice(1, -1)
    .split(BETWEEN)
  const named = stem === '' ? title : stem.replace(TITLE, title)
  const names = [title, named, `${named} ${rest.split(' ', 1)[0]}`]
  if (artist !== '') names.push(`${artist} ${title}`, `${title} ${artist}`)
  const exact = names.indexOf(text)
  if (exact >= 0) return 1000 - exact
  if (text === artist || text === album) return ARTIST_OR_ALBUM
  return names.some((name) => name.startsWith(text)) ? 600 : 0
}
