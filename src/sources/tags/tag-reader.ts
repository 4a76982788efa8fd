import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../base/clock.ts'
import type { TagQuestion, TagReply, Tags } from './tags.ts'

export interface TagReaderOptions {
  readonly clock?: Clock
  /** The limit for one file; a parser that hangs on a hostile one is ended then. */
  readonly timeMs?: number
  /** The thread ends after this long without work. */
  readonly idleMs?: number
}

const TIME_MS = 5_000
const IDLE_MS = 10_000

/**
 * Reads tags in a thread of its own, one file at a time: the main thread must not stall on a
 * 100 MB cover, and a file that makes the parser spin is given up with the thread.
 */
export class TagReader implements AsyncDisposable {
  readonly #clock: Clock
  readonly #timeMs: number
  readonly #idleMs: number
  #worker: Worker | null = null
  #idle: Disposable | null = null
  #nextId = 0
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: TagReaderOptions = {}) {
    this.#clock = options.clock ?? systemClock
    this.#timeMs = options.timeMs ?? TIME_MS
    this.#idleMs = options.idleMs ?? IDLE_MS
  }

  /** Tags of the file at `path`; null when it has none, can't be parsed, or takes too long. Never rejects. */
  async read(path: string): Promise<Tags | null> {
    return (await this.#read({ path }))?.tags ?? null
  }

  /** The words in the tags of the file at `path`, as LRC or plain text; null: none. Never rejects. */
  async lyrics(path: string): Promise<string | null> {
    return (await this.#read({ path, also: 'lyrics' }))?.lyrics ?? null
  }

  /** The bytes of the picture in the tags of the file at `path`; null: none. Never rejects. */
  async cover(path: string): Promise<Uint8Array | null> {
    return (await this.#read({ path, also: 'cover' }))?.cover ?? null
  }

  /** The same of a file of which these are the first bytes, and the only ones at hand. */
  async coverIn(head: Uint8Array, sizeBytes: number | null): Promise<Uint8Array | null> {
    return (await this.#read({ head, sizeBytes, also: 'cover' }))?.cover ?? null
  }

  /**
   * The tags in a file's first bytes; a duration may be that of these bytes alone. `sizeBytes`: the
   * whole file's.
   */
  async readHead(head: Uint8Array, sizeBytes: number | null): Promise<Tags | null> {
    return (await this.#read({ head, sizeBytes }))?.tags ?? null
  }

  /** Starts the thread, which takes a moment, before there is something to read. */
  warm(): void {
    this.#start()
    this.#rest()
  }

  #read(source: TagQuestion): Promise<TagReply | null> {
    const reading = this.#queue.then(() => this.#readNow(source)).catch(() => null)
    this.#queue = reading
    return reading
  }

  /** Ends the thread; the file being read gets null. Repeating this is harmless. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#idle?.[Symbol.dispose]()
    await this.#end()
  }

  #readNow(source: TagQuestion): Promise<TagReply | null> {
    this.#idle?.[Symbol.dispose]()
    const id = this.#nextId++
    const worker = this.#start()
    return new Promise((resolve) => {
      const finish = (reply: TagReply | null, healthy: boolean) => {
        limit[Symbol.dispose]()
        worker.off('message', onMessage)
        worker.off('error', onFailure)
        worker.off('exit', onFailure)
        if (healthy) this.#rest()
        else void this.#end()
        resolve(reply)
      }
      const onMessage = (reply: TagReply) => {
        if (reply.id === id) finish(reply, true)
      }
      const onFailure = () => finish(null, false)
      const limit = this.#clock.after(this.#timeMs, onFailure)
      worker.on('message', onMessage)
      worker.on('error', onFailure)
      worker.on('exit', onFailure)
      worker.postMessage({ id, ...source })
    })
  }

  #rest(): void {
    this.#idle?.[Symbol.dispose]()
    this.#idle = this.#clock.after(this.#idleMs, () => void this.#end())
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL('./tag-worker.ts', import.meta.url))
    // Reading tags doesn't keep the process alive.
    worker.unref()
    worker.on('error', () => {})
    this.#worker = worker
    return worker
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}
