import { Worker } from 'node:worker_threads'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../observability/log.ts'
import { Catalog } from './catalog.ts'
import type { ScanReport, ScanRequest } from './scan-messages.ts'

export interface ScannerOptions {
  readonly root: string
  /** Where the catalog is kept; null: nowhere. */
  readonly file: string | null
  readonly clock: Clock
  readonly log: Log
  /** A parser that takes so long for one file is ended. */
  readonly fileMs?: number
}

const FILE_MS = 5_000
/** Files that may end a thread in one scan; the next one goes on. */
const MOST_UNREADABLE = 100

/**
 * Scans a library in a thread of its own, so that neither a large folder nor a hostile file holds up
 * anything else. A file that ends the thread is left out, and the scan goes on.
 */
export class Scanner implements AsyncDisposable {
  readonly #options: ScannerOptions
  #worker: Worker | null = null
  #closed = false

  constructor(options: ScannerOptions) {
    this.#options = options
  }

  /**
   * One scan; `publish` gets each catalog that's better than the one before. Resolves with the number
   * of files that were read. Never rejects.
   */
  async scan(before: Catalog, publish: (catalog: Catalog) => void): Promise<number> {
    let latest = before
    const take = (catalog: Catalog) => {
      latest = catalog
      publish(catalog)
    }
    const unreadable: string[] = []
    while (!this.#closed && unreadable.length <= MOST_UNREADABLE) {
      const { read, during } = await this.#run(latest, unreadable, take)
      if (read !== null) return read
      if (during === null) break
      unreadable.push(during)
      if (!this.#closed)
        this.#options.log.warn('couldn’t read a file of the library', { path: during })
    }
    return 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  /**
   * `unreadable`: files that are left out. `read` is null when the thread has ended before its scan
   * did, `during` what it read just then.
   */
  #run(before: Catalog, unreadable: readonly string[], take: (catalog: Catalog) => void) {
    const { root, file, clock, log, fileMs = FILE_MS } = this.#options
    const { promise, resolve } = Promise.withResolvers<{
      read: number | null
      during: string | null
    }>()
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url))
    this.#worker = worker
    let during: string | null = null
    let limit: Disposable | null = null
    const end = (read: number | null) => {
      limit?.[Symbol.dispose]()
      this.#worker = null
      void worker.terminate()
      resolve({ read, during })
    }
    worker.on('message', (report: ScanReport) => {
      limit?.[Symbol.dispose]()
      limit = null
      if (report.kind === 'reading') {
        during = report.path
        limit = clock.after(fileMs, () => end(null))
      } else if (report.kind === 'catalog') {
        const catalog = Catalog.of(report.bytes)
        if (catalog !== null) take(catalog)
      } else if (report.kind === 'done') end(report.read)
      else log.warn('couldn’t keep the library’s index', { reason: report.reason })
    })
    worker.on('error', () => end(null))
    worker.on('exit', () => end(null))
    // Scanning doesn't keep the process alive.
    worker.unref()
    worker.postMessage({
      root,
      file,
      before: before.bytes,
      unreadable,
    } satisfies ScanRequest)
    return promise
  }
}
