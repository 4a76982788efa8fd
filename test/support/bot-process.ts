import { readFile } from 'node:fs/promises'
import { endWithUs } from './end-with-us.ts'

/** What a process used so far. */
export interface Usage {
  /** User and system time of all its threads, in ms; the kernel counts in steps of 10 ms. */
  readonly cpuMs: number
  readonly rssBytes: number
}

/** Each process listens where it finds room, so that many run side by side. */
export const ANY_PORTS = {
  API_PORT: '0',
  GATEWAY_PORT: '0',
  AUDIO_PORT: '0',
  WORKER_PORT: '0',
  ENGINE_PORT: '0',
}

export interface BotProcessOptions {
  /** Variables beside PATH and HOME; nothing else of this process's environment, nor a `.env`, reaches the bot. */
  readonly environment: Readonly<Record<string, string>>
  /** Scripts that run in the bot's main thread before the bot: they make the machine misbehave. */
  readonly preload?: readonly string[]
  /** Called with each line that the bot logs. */
  readonly onLine?: (line: string) => void
}

const KEPT_LINES = 200
const STOP_LIMIT_MS = 30_000
/** USER_HZ, in which Linux gives process times: 100 on every architecture that Bun runs on. */
const TICK_MS = 10

/** The bot as its users run it: `bun src/main.ts`, a process of its own. */
export class BotProcess implements AsyncDisposable {
  /** Its exit code, once it has one. */
  readonly exited: Promise<number>
  readonly #child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>
  readonly #lines: string[] = []

  private constructor(child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>, options: BotProcessOptions) {
    this.#child = child
    this.exited = child.exited
    for (const stream of [child.stdout, child.stderr]) void this.#read(stream, options.onLine)
  }

  static start(options: BotProcessOptions): BotProcess {
    const preloads = (options.preload ?? []).flatMap((script) => ['--preload', script])
    const child = Bun.spawn([process.execPath, '--no-env-file', ...preloads, 'src/main.ts'], {
      cwd: `${import.meta.dir}/../..`,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...ANY_PORTS, ...options.environment },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    endWithUs(child)
    return new BotProcess(child, options)
  }

  get pid(): number {
    return this.#child.pid
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** The last lines that it logged. */
  get lines(): readonly string[] {
    return this.#lines
  }

  usage(): Promise<Usage> {
    return processUsage(this.pid)
  }

  /** Resolves with `work`'s value, or rejects with the log's end when the bot exits first. */
  async whileAlive<T>(work: Promise<T>): Promise<T> {
    const died = this.exited.then((code) => {
      throw new Error(`the bot ended with exit code ${code}:\n${this.#lines.slice(-20).join('\n')}`)
    })
    return await Promise.race([work, died])
  }

  /** Asks it to stop, and ends it when it hangs. Returns its exit code; repeating it is harmless. */
  async stop(): Promise<number> {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM')
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS)
    try {
      return await this.exited
    } finally {
      clearTimeout(limit)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #read(stream: ReadableStream<Uint8Array>, onLine?: (line: string) => void): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of stream) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        this.#lines.push(line)
        if (this.#lines.length > KEPT_LINES) this.#lines.shift()
        onLine?.(line)
      }
    }
  }
}

/** CPU time and resident memory of a process of this machine, from /proc (proc(5)) or ps(1). */
export async function processUsage(pid: number): Promise<Usage> {
  if (process.platform !== 'linux') return await usageFromPs(pid)
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The second field is the name, in parentheses, and may hold spaces; utime is field 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const rssKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, rssBytes: rssKiB * 1024 }
}

async function usageFromPs(pid: number): Promise<Usage> {
  const output = await new Response(
    Bun.spawn(['ps', '-o', 'time=,rss=', '-p', String(pid)]).stdout,
  ).text()
  const [time = '', rss = '0'] = output.trim().split(/\s+/)
  const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return { cpuMs: seconds * 1000, rssBytes: Number(rss) * 1024 }
}
