import { type FSWatcher, watch } from 'node:fs'
import { opendir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { cleanText } from './clean-text.ts'
import { type MusicFile, musicFiles } from './music-files.ts'
import { type SearchText, searchTextOf } from './search-text.ts'
import type { TagReader } from './tag-reader.ts'
import type { Tags } from './tags.ts'

/** One file of the library, as it is searched and queued. */
export interface IndexedFile extends MusicFile {
  readonly track: FoundTrack
  readonly text: SearchText
  /** Null until they have been read. */
  readonly tags: Tags | null
}

export interface LibraryIndexOptions {
  readonly log: Log
  readonly reader: TagReader
  readonly clock?: Clock
}

/** Copying an album touches the folder many times; one scan afterwards is enough. */
const SETTLE_MS = 500
/** For file systems that don't report changes (network shares). */
const RESCAN_MS = 5 * 60_000

/**
 * The files below a folder, in memory. Names are known at once, tags as they're read; a scan
 * rereads only files whose size or time changed.
 */
export class LibraryIndex implements Disposable {
  /** The folder's real path: everything below it, links followed, belongs to the library. */
  readonly root: string
  /** The folder as configured, absolute; possibly a link to `root`. */
  readonly folder: string
  readonly #options: LibraryIndexOptions
  readonly #clock: Clock
  #files: ReadonlyMap<string, IndexedFile> = new Map()
  #watcher: FSWatcher | null = null
  #timer: Disposable | null = null
  #scan: Promise<void> | null = null
  #again = false
  #closed = false

  private constructor(root: string, folder: string, options: LibraryIndexOptions) {
    this.root = root
    this.folder = folder
    this.#options = options
    this.#clock = options.clock ?? systemClock
  }

  /** Starts watching and scanning; a folder that can't be read is an empty library until it can. */
  static async open(folder: string, options: LibraryIndexOptions): Promise<LibraryIndex> {
    const root = await realpath(folder).catch(() => resolve(folder))
    try {
      await (await opendir(root)).close()
    } catch (error) {
      options.log.warn('couldn’t read the music folder; check MUSIC_DIR and its permissions', {
        folder,
        ...reasonOf(error),
      })
    }
    const index = new LibraryIndex(root, resolve(folder), options)
    index.#watch()
    void index.refresh()
    return index
  }

  /** All files, by path. */
  get files(): ReadonlyMap<string, IndexedFile> {
    return this.#files
  }

  /** Whether a scan is under way, so that something may still be missing. */
  get scanning(): boolean {
    return this.#scan !== null
  }

  /** Resolves when the scan under way, if any, is done. Never rejects. */
  get settled(): Promise<void> {
    return this.#scan ?? Promise.resolve()
  }

  /** Resolves when all that lies there now is indexed, tags included. */
  refresh(): Promise<void> {
    if (this.#scan !== null) {
      this.#again = true
      return this.#scan
    }
    this.#scan = this.#scanUntilQuiet().finally(() => {
      this.#scan = null
      this.#schedule(RESCAN_MS)
    })
    return this.#scan
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#watcher?.close()
    this.#timer?.[Symbol.dispose]()
  }

  async #scanUntilQuiet(): Promise<void> {
    do {
      this.#again = false
      const files = new Map<string, IndexedFile>()
      for await (const file of musicFiles(this.root)) {
        const known = this.#files.get(file.path)
        const same = known?.sizeBytes === file.sizeBytes && known.mtimeMs === file.mtimeMs
        files.set(file.path, same ? known : indexed(file, null))
        if (this.#closed) return
      }
      this.#files = files
      await this.#readTags(files)
    } while (this.#again && !this.#closed)
  }

  async #readTags(files: Map<string, IndexedFile>): Promise<void> {
    const unread = [...files.values()].filter((file) => file.tags === null)
    for (const file of unread) {
      if (this.#closed) return
      const tags = await this.#options.reader.read(join(this.root, file.path))
      files.set(file.path, indexed(file, tags ?? NO_TAGS))
    }
    if (unread.length > 0) {
      this.#options.log.info('library indexed', { files: files.size, read: unread.length })
    }
  }

  #watch(): void {
    try {
      this.#watcher = watch(this.root, { recursive: true, persistent: false }, () =>
        this.#schedule(SETTLE_MS),
      )
      this.#watcher.on('error', () => this.#watcher?.close())
    } catch {
      // The periodic scan still finds changes.
    }
  }

  #schedule(ms: number): void {
    this.#timer?.[Symbol.dispose]()
    if (this.#closed) return
    this.#timer = this.#clock.after(ms, () => void this.refresh())
  }
}

const NO_TAGS: Tags = {
  title: null,
  artist: null,
  album: null,
  genres: [],
  trackNumber: null,
  discNumber: null,
  durationMs: null,
}

/** A file with what its tags say, or its name where they say nothing. */
export function indexed(file: MusicFile, tags: Tags | null): IndexedFile {
  const { path, sizeBytes, mtimeMs } = file
  const name = path.slice(path.lastIndexOf('/') + 1)
  const known = tags ?? NO_TAGS
  const track: FoundTrack = {
    source: 'local',
    locator: path,
    title: known.title ?? cleanText(name.replace(/\.[^.]*$/, '')) ?? 'Untitled',
    artist: known.artist,
    album: known.album,
    durationMs: known.durationMs,
    live: false,
    pageUrl: null,
  }
  return { path, sizeBytes, mtimeMs, tags, track, text: searchTextOf({ ...track, path }) }
}
