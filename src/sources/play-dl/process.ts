import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { backoffMs } from '../../base/backoff.ts'
import type { Clock } from '../../base/clock.ts'
import { BUN_RESERVES_BYTES, limitedBy } from '../../base/process-limits.ts'
import { within } from '../../base/within.ts'
import type { GuardedProxy } from '../../net/proxy.ts'
import { USER_AGENT } from '../user-agent.ts'
import { Conversation } from './conversation.ts'
import type { Answered, Failed, Question } from './protocol.ts'

export interface PlayDlOptions {
  readonly proxy: GuardedProxy
  /** The folder that it runs in; made when missing. */
  readonly folder: string
  /** What runs it: this very Bun. */
  readonly bunPath: string
  readonly clock: Clock
  /** The program; the one beside this file unless given. */
  readonly program?: string
  /** More of its environment, which is empty unless given. */
  readonly environment?: Readonly<Record<string, string>>
  readonly random?: () => number
}

/** Why there's no answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly reason: 'missing' | 'waiting' | 'busy' | 'late' | 'ended'

  constructor(reason: NoAnswer['reason']) {
    super(reason)
    this.reason = reason
  }
}

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url))
/** An answer, or the start, that takes longer ends the process: what hangs in it can't be stopped otherwise. */
const WITHIN_MS = 12_000
/** A process that nobody asks anything ends. */
const IDLE_MS = 120_000
const RESTART = { baseMs: 2_000, maxMs: 10 * 60_000 }
const AT_ONCE = 8
const MEMORY = { dataBytes: BUN_RESERVES_BYTES + 1024 ** 3, fileBytes: 16 * 1024 ** 2 }

/**
 * The process that runs play-dl: started when it's asked something, ended when it's idle, hangs or talks
 * nonsense, and started again after a pause that grows with its failures.
 */
export class PlayDlProcess implements AsyncDisposable {
  readonly #options: PlayDlOptions
  #running: Promise<Conversation> | null = null
  #child: ChildProcess | null = null
  #asking = 0
  #failures = 0
  #notBeforeMs = Number.NEGATIVE_INFINITY
  #idle: Disposable | null = null
  #isMissing = false
  #isClosed = false

  constructor(options: PlayDlOptions) {
    this.#options = options
  }

  /** 'off': it waits after a failure. */
  get state(): 'ok' | 'off' | 'missing' {
    if (this.#isMissing) return 'missing'
    return this.#options.clock.now() < this.#notBeforeMs ? 'off' : 'ok'
  }

  /** Rejects with a `NoAnswer`, or the reason of the signal. */
  async ask(question: Question, signal: AbortSignal): Promise<Answered | Failed> {
    signal.throwIfAborted()
    if (this.state !== 'ok' || this.#isClosed) {
      throw new NoAnswer(this.#isMissing ? 'missing' : 'waiting')
    }
    if (this.#asking >= AT_ONCE) throw new NoAnswer('busy')
    this.#asking++
    this.#idle?.[Symbol.dispose]()
    const aborted = rejection(signal)
    try {
      return await Promise.race([this.#answer(question), aborted.promise])
    } finally {
      aborted[Symbol.dispose]()
      this.#asking--
      if (this.#asking === 0) this.#idle = this.#options.clock.after(IDLE_MS, () => this.#end())
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#idle?.[Symbol.dispose]()
    this.#end()
    return Promise.resolve()
  }

  async #answer(question: Question): Promise<Answered | Failed> {
    const { clock } = this.#options
    this.#running ??= this.#start()
    const running = this.#running
    try {
      const answering = running.then((talk) => talk.ask(question))
      const told = await within(clock, WITHIN_MS, answering, () => {
        throw new NoAnswer('late')
      })
      this.#failures = 0
      return told
    } catch (error) {
      // Several that wait for the same process fail together.
      if (this.#running === running) this.#failed()
      throw error instanceof NoAnswer ? error : new NoAnswer('ended')
    }
  }

  async #start(): Promise<Conversation> {
    const { proxy, folder, bunPath, program = PROGRAM, environment = {} } = this.#options
    // Nothing of it lasts, so that nothing is written for the next time.
    const env = { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0', ...environment }
    await mkdir(folder, { recursive: true })
    if (this.#isClosed) throw new NoAnswer('ended')
    const [command = bunPath, ...args] = [...limitedBy(MEMORY), bunPath, '--no-env-file', program]
    // It reads and writes '.data' where it runs, so that it gets a folder of its own.
    const stdio = ['pipe', 'pipe', 'ignore'] as const
    const child = spawn(command, args, { cwd: folder, env, stdio: [...stdio] })
    this.#child = child
    const lease = proxy.lease()
    // One that can't be started may close nothing.
    for (const end of ['error', 'close']) child.once(end, () => lease[Symbol.dispose]())
    const talk = new Conversation(child)
    const { installed } = await talk.greet({ proxy: lease.url, userAgent: USER_AGENT })
    if (!installed) {
      this.#isMissing = true
      throw new NoAnswer('missing')
    }
    return talk
  }

  #failed(): void {
    const { clock, random = Math.random } = this.#options
    this.#end()
    if (!this.#isMissing) {
      this.#notBeforeMs = clock.now() + backoffMs(this.#failures++, RESTART, random)
    }
  }

  #end(): void {
    this.#child?.kill('SIGKILL')
    this.#child = null
    this.#running = null
  }
}

/** Rejects with the signal's reason when it aborts. */
function rejection(signal: AbortSignal): Disposable & { readonly promise: Promise<never> } {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  promise.catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  return { promise, [Symbol.dispose]: () => signal.removeEventListener('abort', onAbort) }
}
