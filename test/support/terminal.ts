import { until } from '../discord/until.ts'
import { endWithUs } from './end-with-us.ts'

const ROWS = 24

export interface TerminalOptions {
  readonly columns?: number
  readonly environment?: Readonly<Record<string, string>>
}

/** A program on a terminal of its own (a pseudoterminal, pty(7)), as a person runs it. */
export class Terminal implements AsyncDisposable {
  readonly exited: Promise<number>
  readonly #child: Bun.Subprocess
  readonly #terminal: Bun.Terminal
  #written = ''

  private constructor(command: readonly string[], options: TerminalOptions) {
    const { columns = 80, environment = {} } = options
    const decoder = new TextDecoder()
    this.#child = Bun.spawn([...command], {
      cwd: `${import.meta.dir}/../..`,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm', ...environment },
      terminal: {
        cols: columns,
        rows: ROWS,
        data: (_, bytes) => {
          this.#written += decoder.decode(bytes, { stream: true })
        },
      },
    })
    const { terminal } = this.#child
    if (terminal === undefined) throw new Error('the program got no terminal')
    this.#terminal = terminal
    this.exited = this.#child.exited
    endWithUs(this.#child)
  }

  static run(command: readonly string[], options: TerminalOptions = {}): Terminal {
    return new Terminal(command, options)
  }

  get pid(): number {
    return this.#child.pid
  }

  /** Everything that it wrote. */
  get written(): string {
    return this.#written
  }

  /** What somebody presses: text, or keys as terminals send them. */
  press(keys: string): void {
    this.#terminal.write(keys)
  }

  /** Waits until it has written that, since `from` characters of output. */
  async shows(text: string | RegExp, withinMs = 60_000, from = 0): Promise<void> {
    const seen = () => {
      const since = this.#written.slice(from)
      return typeof text === 'string' ? since.includes(text) : text.test(since)
    }
    await until(seen, () => `${text} on the terminal:\n${this.#written.slice(-2000)}`, withinMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL')
    await this.exited
    this.#terminal.close()
  }
}
