import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../base/clock.ts'
import { BUN_RESERVES_BYTES, limitedBy } from '../../base/process-limits.ts'
import type { Log } from '../../observability/log.ts'
import { Catalog } from './catalog.ts'
import { FramedReader, writeFramed } from './framed.ts'
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
/** Files that may end the program in one scan; the next one goes on. */
const MOST_UNREADABLE = 100
/** A file that makes a parser want more ends it. */
const MEMORY = { dataBytes: BUN_RESERVES_BYTES + 1024 ** 3, fileBytes: 1024 ** 3 }
const PROGRAM = fileURLToPath(new URL('./scan-program.ts', import.meta.url))

/**
 * Scans a library in a process of its own, so that neither a large folder nor a hostile file holds up
 * anything else, and that its memory is back afterwards. A file that ends the process is left out, and the
 * scan goes on.
 */
export class Scanner implements AsyncDisposable {
  readonly #options: ScannerOptions
  #child: ChildProcess | null = null
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

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#child?.kill('SIGKILL')
    return Promise.resolve()
  }

  /**
   * `unreadable`: files that are left out. `read` is null when the program has ended before its scan
   * did, `during` what it read just then.
   */
  #run(before: Catalog, unreadable: readonly string[], take: (catalog: Catalog) => void) {
    const { root, file, clock, log, fileMs = FILE_MS } = this.#options
    const { promise, resolve } = Promise.withResolvers<{
      read: number | null
      during: string | null
    }>()
    const child = started()
    this.#child = child
    let during: string | null = null
    let limit: Disposable | null = null
    const end = (read: number | null) => {
      limit?.[Symbol.dispose]()
      this.#child = null
      child.kill('SIGKILL')
      resolve({ read, during })
    }
    const hear = (report: ScanReport, bytes: SharedArrayBuffer | null) => {
      limit?.[Symbol.dispose]()
      limit = null
      if (report.kind === 'reading') {
        during = report.path
        if (during !== null) limit = clock.after(fileMs, () => end(null))
      } else if (report.kind === 'catalog') {
        const catalog = bytes && Catalog.of(bytes)
        if (catalog !== null) take(catalog)
      } else if (report.kind === 'done') end(report.read)
      else log.warn('couldn’t keep the library’s index', { reason: report.reason })
    }
    const reader = new FramedReader((report, bytes) => hear(report as ScanReport, bytes))
    child.stdout.on('data', (chunk: Buffer) => reader.push(chunk))
    child.stdin.on('error', () => {})
    child.on('error', () => end(null))
    child.on('close', () => end(null))
    // Scanning doesn't keep the process alive.
    child.unref()
    const request = { root, file, unreadable } satisfies ScanRequest
    void writeFramed(child.stdin, request, before.bytes)
    return promise
  }
}

/** The program gets nothing of this process's environment, and ends with it. */
function started() {
  const [command = process.execPath, ...args] = [
    ...limitedBy(MEMORY),
    ...[process.execPath, '--smol', '--no-env-file', PROGRAM],
  ]
  const env = { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' }
  return spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
}
