import { searchTextOf } from '../search-text.ts'
import { Catalog } from './catalog.ts'
import { newColumns } from './columns.ts'
import { type EntryTags, titleInName } from './entry.ts'
import { Growing, GrowingTexts } from './growing.ts'
import type { KnownFile } from './known-file.ts'
import type { WalkedFile } from './walk.ts'

/** What 16 bits hold. */
const MOST_NUMBER = 0xffff

/** A file as the file system describes it. */
type FileRow = Pick<WalkedFile, 'name' | 'stamp'>

/** Puts a catalog together: a folder, its files in order, the tracks of each, then the next folder. */
export class CatalogBuilder {
  readonly #texts = {
    ...{ folder: new GrowingTexts(), file: new GrowingTexts(), title: new GrowingTexts() },
    ...{ name: new GrowingTexts(), search: new GrowingTexts() },
  }
  readonly #stamps: bigint[] = []
  readonly #wide = {
    ...{ firstFile: new Growing(Uint32Array), firstEntry: new Growing(Uint32Array) },
    ...{ fileStamp: new Growing(Uint32Array), part: new Growing(Uint32Array) },
    ...{ artist: new Growing(Uint32Array), album: new Growing(Uint32Array) },
    ...{ genres: new Growing(Uint32Array), durationMs: new Growing(Uint32Array) },
    ...{ startMs: new Growing(Uint32Array), endMs: new Growing(Uint32Array) },
  }
  readonly #narrow = {
    ...{ trackNumber: new Growing(Uint16Array), discNumber: new Growing(Uint16Array) },
  }
  readonly #states = new Growing(Uint8Array)
  readonly #nameIds = new Map<string, number>([['', 0]])
  #folder = ''
  #name = ''
  #entries = 0

  constructor() {
    this.#texts.name.push('')
  }

  folder(path: string, stamp: bigint): void {
    this.#folder = path
    this.#stamps.push(stamp)
    this.#wide.firstFile.push(this.#states.length)
    this.#texts.folder.push(path)
  }

  /** A file of that folder with the tracks in it. */
  add(file: FileRow, { state, entries }: KnownFile): void {
    this.#file(file, state)
    for (const entry of entries) {
      const isPart = entry.part !== null
      const { artist, album } = entry
      const searchText = searchTextOf({ ...entry, path: this.#path(), isPart })
      const ids = [artist, album, entry.genres.join(';')].map((name) => this.#id(name))
      this.#entry(entry, ids, searchText)
    }
  }

  /** A folder of another catalog as it is. */
  copyFolder(from: Catalog, folder: number): void {
    const { stamp, firstFile } = from.columns
    this.folder(from.folder(folder), stamp[folder] ?? 0n)
    const end = firstFile[folder + 1] ?? 0
    for (let file = firstFile[folder] ?? 0; file < end; file++) this.copyFile(from, file)
  }

  /** A file of that folder as another catalog has it. */
  copyFile(from: Catalog, file: number): void {
    const { fileStamp, state, firstEntry, artist, album, genres } = from.columns
    this.#file({ name: from.fileName(file), stamp: fileStamp[file] ?? 0 }, state[file] ?? 0)
    const end = firstEntry[file + 1] ?? 0
    for (let at = firstEntry[file] ?? 0; at < end; at++) {
      const ids = [artist, album, genres].map((column) => this.#id(from.name(column[at])))
      this.#entry(from.entry(at), ids, from.searchText(at))
    }
  }

  /** The catalog of all that was put in; nothing can be added afterwards. */
  finish(): Catalog {
    this.#wide.firstFile.push(this.#states.length)
    this.#wide.firstEntry.push(this.#entries)
    const { folder, file, title, name, search } = this.#texts
    const { bytes, columns } = newColumns({
      ...{ folders: this.#stamps.length, files: this.#states.length, entries: this.#entries },
      ...{ names: this.#nameIds.size, nameBytes: name.bytes.length },
      parts: this.#wide.part.length,
      ...{ folderBytes: folder.bytes.length, fileBytes: file.bytes.length },
      ...{ titleBytes: title.bytes.length, searchBytes: search.bytes.length },
    })
    for (const kind of keysOf(this.#texts)) {
      this.#texts[kind].starts.copyTo(columns[`${kind}At`])
      this.#texts[kind].bytes.copyTo(columns[`${kind}Text`])
    }
    for (const kind of keysOf(this.#wide)) this.#wide[kind].copyTo(columns[kind])
    for (const kind of keysOf(this.#narrow)) this.#narrow[kind].copyTo(columns[kind])
    this.#states.copyTo(columns.state)
    for (const [at, stamp] of this.#stamps.entries()) columns.stamp[at] = stamp
    const catalog = Catalog.of(bytes)
    if (catalog === null) throw new Error('its own bytes are no catalog')
    return catalog
  }

  #file({ name, stamp }: FileRow, state: number): void {
    this.#name = name
    this.#wide.fileStamp.push(stamp)
    this.#states.push(state)
    this.#wide.firstEntry.push(this.#entries)
    this.#texts.file.push(name)
  }

  #entry(tags: EntryTags, ids: readonly number[], searchText: string): void {
    const [artist = 0, album = 0, genres = 0] = ids
    if (tags.part !== null) {
      this.#wide.part.push(this.#entries)
      this.#wide.startMs.push(tags.part.startMs)
      this.#wide.endMs.push(tags.part.endMs ?? 0)
    }
    this.#entries += 1
    this.#texts.title.push(tags.title === titleInName(this.#name) ? '' : tags.title)
    this.#texts.search.push(searchText)
    this.#wide.artist.push(artist)
    this.#wide.album.push(album)
    this.#wide.genres.push(genres)
    this.#wide.durationMs.push(tags.durationMs ?? 0)
    this.#narrow.trackNumber.push(Math.min(tags.trackNumber, MOST_NUMBER))
    this.#narrow.discNumber.push(Math.min(tags.discNumber, MOST_NUMBER))
  }

  #path(): string {
    return this.#folder === '' ? this.#name : `${this.#folder}/${this.#name}`
  }

  #id(name: string | null): number {
    const known = this.#nameIds.get(name ?? '')
    if (known !== undefined) return known
    const id = this.#nameIds.size
    this.#nameIds.set(name ?? '', id)
    this.#texts.name.push(name ?? '')
    return id
  }
}

const keysOf = <T extends object>(value: T) => Object.keys(value) as (keyof T & string)[]
