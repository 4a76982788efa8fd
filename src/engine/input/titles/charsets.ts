import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../../base/clock.ts'

/**
 * The charsets that a station may write in, by the names that jschardet has for them: those of the web that
 * aren't UTF (WHATWG Encoding, section 4.2), as `TextDecoder` knows them.
 */
export const CHARSETS: ReadonlyMap<string, string> = new Map([
  ...[
    ...['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254'],
    ...['windows-1255', 'windows-1256', 'windows-1257', 'iso-8859-2', 'iso-8859-7'],
    ...['koi8-r', 'koi8-u', 'shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5'],
  ].map((name): [string, string] => [name, name]),
  ['cp932', 'shift_jis'],
  ['cp949', 'euc-kr'],
  ['big5hkscs', 'big5'],
  ['tis-620', 'windows-874'],
  ['cp874', 'windows-874'],
])

export interface CharsetQuestion {
  readonly id: number
  readonly bytes: Uint8Array
}

export interface CharsetAnswer {
  readonly id: number
  readonly charset: string
}

/** What it is if nobody can tell, as everywhere on the web. */
export const UNKNOWN_CHARSET = 'windows-1252'
/** Some milliseconds are usual, after the thread's start. */
const WITHIN_MS = 5_000
const IDLE_MS = 20_000
/** Texts that wait for the thread; others are taken for unknown. */
const MOST_WAITING = 50

/**
 * Guesses in which charset a text is written, in a thread of its own that ends when there's nothing to
 * guess: its tables are large, and this one sends sound.
 */
export class Charsets implements Disposable {
  readonly #clock: Clock
  readonly #waiting = new Map<number, (charset: string) => void>()
  #worker: Worker | null = null
  #idle: Disposable | null = null
  #nextId = 0

  constructor(clock: Clock = systemClock) {
    this.#clock = clock
  }

  /** By a name that `TextDecoder` knows. Never rejects. */
  guess(bytes: Uint8Array): Promise<string> {
    if (this.#waiting.size >= MOST_WAITING) return Promise.resolve(UNKNOWN_CHARSET)
    const question: CharsetQuestion = { id: this.#nextId++, bytes }
    return new Promise((resolve) => {
      const late = this.#clock.after(WITHIN_MS, () => this.#end())
      this.#waiting.set(question.id, (charset) => {
        late[Symbol.dispose]()
        resolve(charset)
      })
      this.#start().postMessage(question)
    })
  }

  /** Ends the thread; whoever waits is told that it's unknown. Repeating this is harmless. */
  [Symbol.dispose](): void {
    this.#end()
  }

  #start(): Worker {
    this.#idle?.[Symbol.dispose]()
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL('./charset-worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', ({ id, charset }: CharsetAnswer) => this.#answer(id, charset))
    worker.on('error', () => this.#end())
    this.#worker = worker
    return worker
  }

  #answer(id: number, charset: string): void {
    this.#waiting.get(id)?.(charset)
    this.#waiting.delete(id)
    if (this.#waiting.size > 0) return
    this.#idle?.[Symbol.dispose]()
    this.#idle = this.#clock.after(IDLE_MS, () => this.#end())
  }

  #end(): void {
    this.#idle?.[Symbol.dispose]()
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
    for (const resolve of this.#waiting.values()) resolve(UNKNOWN_CHARSET)
    this.#waiting.clear()
  }
}
