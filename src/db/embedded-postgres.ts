import type { Duplex } from 'node:stream'
import { DataDir } from './data-dir.ts'
import { DataDirLock } from './data-dir-lock.ts'
import { DatabaseStartError } from './database-error.ts'
import type { DatabaseLog } from './database-log.ts'
import type { FromEmbedded, ToEmbedded } from './embedded-messages.ts'
import { EmbeddedStream } from './embedded-stream.ts'
import { unpackNewDatabase } from './new-database.ts'

const CLOSE_WITHIN_MS = 5_000

/**
 * PostgreSQL inside this process: PGlite, on a thread of its own, since it would block the event
 * loop. It speaks PostgreSQL's protocol in messages, to one connection at a time. When it breaks
 * down, its connections break and the next one starts it anew.
 */
export class EmbeddedPostgres implements AsyncDisposable {
  readonly #dataDir: DataDir
  readonly #lock: DataDirLock
  readonly #log: DatabaseLog
  /** By the number of the connection. */
  readonly #streams = new Map<number, EmbeddedStream>()
  #connections = 0
  #worker: Worker | null = null
  #troubled = false
  #closed = false

  private constructor(dataDir: DataDir, lock: DataDirLock, log: DatabaseLog) {
    this.#dataDir = dataDir
    this.#lock = lock
    this.#log = log
  }

  /** Throws `DatabaseStartError`, having touched nothing in the folder. */
  static async start(dataDir: string, log: DatabaseLog): Promise<EmbeddedPostgres> {
    const folder = DataDir.make(dataDir)
    const lock = DataDirLock.take(dataDir)
    const embedded = new EmbeddedPostgres(folder, lock, log)
    try {
      if (folder.prepare().fresh) {
        log.info('making a new database', { dataDir })
        await unpackNewDatabase(folder.database)
      }
      await embedded.#open()
    } catch (error) {
      embedded.#worker?.terminate()
      lock[Symbol.dispose]()
      if (error instanceof DatabaseStartError) throw error
      throw folder.damaged(error instanceof Error ? error.message : String(error))
    }
    return embedded
  }

  /** The database is complete: from now on it's never taken for an unfinished one. */
  async completed(): Promise<void> {
    await this.#dataDir.finished()
  }

  /** A connection, at once; what is written to it waits until the database is up. */
  connect(): Duplex {
    const connection = ++this.#connections
    const stream = new EmbeddedStream((bytes) => {
      this.#post({ type: 'ask', connection, bytes: new Uint8Array(bytes) })
    })
    if (this.#closed) {
      stream.destroy(away('the database is closed'))
      return stream
    }
    this.#streams.set(connection, stream)
    stream.on('close', () => this.#streams.delete(connection))
    if (this.#worker === null) void this.#open().catch(() => {})
    return stream
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#shutDown()
    this.#lock[Symbol.dispose]()
  }

  /** Resolves when the database is open. Rejects, and leaves no worker, when it doesn't open. */
  #open(): Promise<void> {
    const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url).href)
    this.#worker = worker
    const opened = Promise.withResolvers<void>()
    const fail = (reason: string): void => {
      opened.reject(new Error(reason))
      this.#broke(worker, reason)
    }
    worker.onmessage = ({ data }: MessageEvent<FromEmbedded>) => {
      if (data.type === 'opened') {
        opened.resolve()
        this.#recovered()
      }
      if (data.type === 'answer') this.#deliver(data.connection, data.parts)
      if (data.type === 'failed') fail(data.reason)
    }
    worker.onerror = ({ message }) => fail(message.split('\n', 1)[0] ?? '')
    this.#post({ type: 'open', folder: this.#dataDir.database })
    return opened.promise
  }

  #post(message: ToEmbedded): void {
    this.#worker?.postMessage(message)
  }

  #deliver(connection: number, parts: readonly Uint8Array[]): void {
    const stream = this.#streams.get(connection)
    for (const part of parts) stream?.receive(part)
  }

  #broke(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    worker.terminate()
    if (!this.#troubled) this.#log.warn('the embedded database failed', { reason })
    this.#troubled = true
    for (const stream of this.#streams.values()) stream.destroy(away(reason))
  }

  #recovered(): void {
    if (this.#troubled) this.#log.info('the embedded database is back')
    this.#troubled = false
  }

  async #shutDown(): Promise<void> {
    const worker = this.#worker
    if (worker === null) return
    const closed = Promise.withResolvers<void>()
    const timer = setTimeout(closed.resolve, CLOSE_WITHIN_MS)
    worker.onmessage = ({ data }: MessageEvent<FromEmbedded>) => {
      if (data.type !== 'opened') closed.resolve()
    }
    this.#post({ type: 'close' })
    await closed.promise
    clearTimeout(timer)
    worker.terminate()
    this.#worker = null
  }
}

function away(reason: string): Error {
  return Object.assign(new Error(reason), { code: 'ECONNRESET' })
}
