import { opendir, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../base/clock.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import { Catalog } from './catalog.ts'
import { readCatalog } from './catalog-file.ts'
import { Scanner } from './scanner.ts'

export interface LibraryIndexOptions {
  readonly log: Log
  /** Where the catalog is kept from one start to the next; null: nowhere. */
  readonly file: string | null
  readonly clock?: Clock
  /** A parser that takes so long for one file is ended. */
  readonly fileMs?: number
}

/** Copying an album touches the folder many times; one scan afterwards is enough. */
const SETTLE_MS = 500
/** For file systems that don't report changes (network shares). */
const RESCAN_MS = 5 * 60_000

/**
 * The tracks below a folder, in memory: at once those of the last start, names as soon as they've been
 * seen, tags as they're read. A scan rereads only files whose size or time changed.
 */
export class LibraryIndex implements AsyncDisposable {
  /** The folder's real path: everything below it, links followed, belongs to the library. */
  readonly root: string
  /** The folder as configured, absolute; possibly a link to `root`. */
  readonly folder: string
  readonly #log: Log
  readonly #clock: Clock
  readonly #scanner: Scanner
  #catalog: Catalog
  #watcher: Worker | null = null
  /** Until the next look at all. */
  #timer: Disposable | null = null
  /** Until a folder that was seen to change is looked at; a scan that was under way may have missed it. */
  #settling: Disposable | null = null
  #scan: Promise<void> | null = null
  #again = false
  #closed = false

  private constructor(
    root: string,
    folder: string,
    catalog: Catalog,
    { log, file, clock = systemClock, ...limits }: LibraryIndexOptions,
  ) {
    this.root = root
    this.folder = folder
    this.#catalog = catalog
    this.#log = log
    this.#clock = clock
    this.#scanner = new Scanner({ root, file, clock, log, ...limits })
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
    const kept = options.file === null ? null : await readCatalog(options.file, root)
    const index = new LibraryIndex(root, resolve(folder), kept ?? Catalog.empty(), options)
    index.#watch()
    void index.refresh()
    return index
  }

  /** All tracks, as far as they're known. */
  get catalog(): Catalog {
    return this.#catalog
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
      this.#plan()
    })
    return this.#scan
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#timer?.[Symbol.dispose]()
    this.#settling?.[Symbol.dispose]()
    await Promise.all([this.#watcher?.terminate(), this.#scanner[Symbol.asyncDispose]()])
  }

  async #scanUntilQuiet(): Promise<void> {
    do {
      this.#again = false
      const read = await this.#scanner.scan(this.#catalog, (catalog) => {
        this.#catalog = catalog
      })
      const { files } = this.#catalog.counts
      if (read > 0) this.#log.info('library indexed', { files, read })
    } while (this.#again && !this.#closed)
  }

  /** Where that fails, the periodic scan still finds changes. */
  #watch(): void {
    this.#watcher = new Worker(new URL('./watch-worker.ts', import.meta.url))
    this.#watcher.on('message', () => this.#settle())
    this.#watcher.on('error', () => {})
    this.#watcher.unref()
    this.#watcher.postMessage(this.root)
  }

  #settle(): void {
    this.#settling?.[Symbol.dispose]()
    if (this.#closed) return
    this.#settling = this.#clock.after(SETTLE_MS, () => void this.refresh())
  }

  #plan(): void {
    this.#timer?.[Symbol.dispose]()
    if (this.#closed) return
    this.#timer = this.#clock.after(RESCAN_MS, () => void this.refresh())
  }
}
