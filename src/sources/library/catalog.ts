import type { Part } from '../../domain/media.ts'
import { type Columns, type Counts, columnsIn, FileState, newColumns } from './columns.ts'
import { type Entry, titleInName } from './entry.ts'

type TextColumn = 'folder' | 'file' | 'title' | 'name' | 'search'

/**
 * All tracks of a library, in folders and files in order, packed into one block of memory that threads
 * share and that a file keeps: about 150 bytes for each, texts included. It never changes.
 */
export class Catalog {
  readonly bytes: SharedArrayBuffer
  readonly counts: Counts
  readonly columns: Columns
  readonly #texts: Readonly<Record<TextColumn, Buffer>>

  private constructor(bytes: SharedArrayBuffer, counts: Counts, columns: Columns) {
    this.bytes = bytes
    this.counts = counts
    this.columns = columns
    const over = ({ byteOffset, byteLength }: Uint8Array) =>
      Buffer.from(bytes, byteOffset, byteLength)
    this.#texts = {
      folder: over(columns.folderText),
      file: over(columns.fileText),
      title: over(columns.titleText),
      name: over(columns.nameText),
      search: over(columns.searchText),
    }
  }

  /** Null for bytes that aren't a catalog's. */
  static of(bytes: SharedArrayBuffer): Catalog | null {
    const found = columnsIn(bytes)
    return found === null ? null : new Catalog(bytes, found.counts, found.columns)
  }

  static empty(): Catalog {
    const none = {
      folders: 0,
      files: 0,
      entries: 0,
      parts: 0,
      names: 1,
      folderBytes: 0,
      fileBytes: 0,
    }
    const counts = { ...none, titleBytes: 0, nameBytes: 0, searchBytes: 0 }
    const { bytes, columns } = newColumns(counts)
    return new Catalog(bytes, counts, columns)
  }

  /** How many tracks and playlists there are. */
  get size(): number {
    return this.counts.entries
  }

  entry(at: number): Entry {
    const { columns } = this
    const file = this.fileOf(at)
    const durationMs = columns.durationMs[at] ?? 0
    return {
      path: this.pathOf(file),
      title: this.#text('title', columns.titleAt, at) || titleInName(this.fileName(file)),
      artist: this.name(columns.artist[at]),
      album: this.name(columns.album[at]),
      genres: this.name(columns.genres[at])?.split(';') ?? [],
      trackNumber: columns.trackNumber[at] ?? 0,
      discNumber: columns.discNumber[at] ?? 0,
      durationMs: durationMs === 0 ? null : durationMs,
      part: this.#partOf(at),
    }
  }

  /** Whether that entry is a playlist. */
  isList(at: number): boolean {
    return this.columns.state[this.fileOf(at)] === FileState.list
  }

  /** The entries of that file, from one to another; null: there's no such file. */
  entriesOf(path: string): readonly [from: number, to: number] | null {
    const file = this.fileAt(path)
    if (file === null) return null
    const { firstEntry } = this.columns
    return [firstEntry[file] ?? 0, firstEntry[file + 1] ?? 0]
  }

  /** The file of that path, by its number. */
  fileAt(path: string): number | null {
    const slash = path.lastIndexOf('/')
    const folder = this.folderAt(path.slice(0, Math.max(0, slash)))
    if (folder === null) return null
    const { firstFile } = this.columns
    const [from, to] = [firstFile[folder] ?? 0, firstFile[folder + 1] ?? 0]
    return this.#find(from, to, path.slice(slash + 1), (at) => this.fileName(at))
  }

  /** The folder of that path, by its number. */
  folderAt(path: string): number | null {
    return this.#find(0, this.counts.folders, path, (at) => this.folder(at))
  }

  /** The folder's path, '' for the library itself. */
  folder(at: number): string {
    return this.#text('folder', this.columns.folderAt, at)
  }

  fileName(at: number): string {
    return this.#text('file', this.columns.fileAt, at)
  }

  pathOf(file: number): string {
    const folder = this.folder(lastUpTo(this.columns.firstFile, file))
    const name = this.fileName(file)
    return folder === '' ? name : `${folder}/${name}`
  }

  fileOf(entry: number): number {
    return lastUpTo(this.columns.firstEntry, entry)
  }

  /** Null for the first, which is none. */
  name(at: number | undefined): string | null {
    return at === undefined || at === 0 ? null : this.#text('name', this.columns.nameAt, at)
  }

  /** What queries are compared with; see `searchTextOf`. */
  searchText(at: number): string {
    return this.#text('search', this.columns.searchAt, at)
  }

  /**
   * The next entry from `from` on, before `to`, whose text for searches has those bytes; null: none
   * has.
   */
  next(bytes: Uint8Array, from: number, to: number): number | null {
    const { searchAt } = this.columns
    const [start = 0, end = 0] = [searchAt[from], searchAt[to]]
    const found = this.#texts.search.subarray(start, end).indexOf(bytes)
    return found < 0 ? null : lastUpTo(searchAt, start + found, from, to)
  }

  #partOf(at: number): Part | null {
    const { part, startMs, endMs } = this.columns
    const number = lastUpTo(part, at)
    if (part[number] !== at) return null
    const end = endMs[number] ?? 0
    return { startMs: startMs[number] ?? 0, endMs: end === 0 ? null : end }
  }

  #text(kind: TextColumn, starts: Uint32Array, at: number): string {
    return this.#texts[kind].toString('utf8', starts[at] ?? 0, starts[at + 1] ?? 0)
  }

  /** Which of these, which are in order, that is. */
  #find(from: number, to: number, wanted: string, nameOf: (at: number) => string): number | null {
    let [low, high] = [from, to]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (nameOf(middle) < wanted) low = middle + 1
      else high = middle
    }
    return low < to && nameOf(low) === wanted ? low : null
  }
}

/** Where the last of the ascending numbers from one to another that isn't above `value` stands. */
function lastUpTo(ascending: Uint32Array, value: number, from = 0, to = ascending.length): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
