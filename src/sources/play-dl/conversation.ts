import type { ChildProcess } from 'node:child_process'
import type { Answered, Failed, Greeting, Hello, Question, Reply } from './protocol.ts'

/** A longer line is nonsense: a page of songs has a tenth of that. */
const MOST_LINE_BYTES = 128 * 1024

/** Lines of JSON with one process. Whatever it says wrong, and its end, fails all that's asked. */
export class Conversation {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<Answered | Failed>>()
  readonly #greeting = Promise.withResolvers<Greeting>()
  #rest: Buffer[] = []
  #restBytes = 0
  #isGreeted = false
  #lastId = 0
  #end: Error | null = null

  constructor(child: ChildProcess) {
    this.#child = child
    this.#greeting.promise.catch(() => {})
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk))
    // It may end while something is written to it.
    child.stdin?.on('error', () => {})
    child.once('error', (error) => this.#over(error))
    child.once('close', () => this.#over(new Error('the process has ended')))
  }

  async greet(hello: Hello): Promise<Greeting> {
    this.#write(hello)
    return await this.#greeting.promise
  }

  async ask(question: Question): Promise<Answered | Failed> {
    if (this.#end !== null) throw this.#end
    const id = ++this.#lastId
    const waiting = Promise.withResolvers<Answered | Failed>()
    this.#waiting.set(id, waiting)
    try {
      this.#write({ id, ...question })
      return await waiting.promise
    } finally {
      this.#waiting.delete(id)
    }
  }

  #write(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`)
  }

  #read(chunk: Buffer): void {
    let from = 0
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
      const line = Buffer.concat([...this.#rest, chunk.subarray(from, end)])
      this.#rest = []
      this.#restBytes = 0
      from = end + 1
      if (this.#end === null) this.#hear(line.toString('utf8'))
    }
    this.#rest.push(chunk.subarray(from))
    this.#restBytes += chunk.length - from
    if (this.#restBytes > MOST_LINE_BYTES) this.#over(new Error('a line without an end'))
  }

  #hear(line: string): void {
    try {
      if (line.length > MOST_LINE_BYTES) throw new Error('a long line')
      const message = JSON.parse(line) as Reply & Greeting
      if (this.#isGreeted) {
        this.#waiting.get(message.id)?.resolve(message)
        return
      }
      this.#isGreeted = true
      this.#greeting.resolve({ installed: message.installed === true })
    } catch (error) {
      this.#over(error instanceof Error ? error : new Error('nonsense'))
    }
  }

  #over(error: Error): void {
    if (this.#end !== null) return
    this.#end = error
    this.#rest = []
    this.#child.kill('SIGKILL')
    this.#greeting.reject(error)
    for (const waiting of this.#waiting.values()) waiting.reject(error)
  }
}
