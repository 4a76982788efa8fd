import { SegueError } from '../base/error.ts'

export interface TurnLimits {
  /** Holders that work at once. */
  readonly atOnce: number
  /** How many of them may belong to one server. */
  readonly perServer: number
  /** How many more may wait in one server's line. */
  readonly waitingPerServer: number
}

interface Line {
  working: number
  readonly waiting: (() => void)[]
}

/**
 * Lets a few holders work at once, fairly by server: servers take turns, and within a server it's
 * first come, first served. So a server that asks for much waits only behind its own requests.
 */
export class Turns {
  readonly #limits: TurnLimits
  #free: number
  /** Servers that work or wait; a server that was served goes to the end. */
  readonly #lines = new Map<string, Line>()

  constructor(limits: TurnLimits) {
    this.#limits = limits
    this.#free = limits.atOnce
  }

  /**
   * Resolves at the server's turn, which ends when the result is disposed. Rejects with
   * 'finding-full' when its line is full, and on abort.
   */
  async take(server: string, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted()
    const line = this.#lines.get(server) ?? { working: 0, waiting: [] }
    if (line.waiting.length >= this.#limits.waitingPerServer) throw new SegueError('finding-full')
    this.#lines.set(server, line)
    const turn = Promise.withResolvers<void>()
    line.waiting.push(turn.resolve)
    this.#serve()
    const leave = () => {
      const place = line.waiting.indexOf(turn.resolve)
      if (place < 0) return
      line.waiting.splice(place, 1)
      this.#forgetIdle(server, line)
      turn.reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      await turn.promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
    return { [Symbol.dispose]: () => this.#pass(server, line) }
  }

  #pass(server: string, line: Line): void {
    this.#free++
    line.working--
    this.#forgetIdle(server, line)
    this.#serve()
  }

  #forgetIdle(server: string, line: Line): void {
    if (line.working === 0 && line.waiting.length === 0) this.#lines.delete(server)
  }

  /** Gives the free places to the servers that have waited longest since they were served. */
  #serve(): void {
    while (this.#free > 0) {
      const next = [...this.#lines].find(
        ([, { working, waiting }]) => waiting.length > 0 && working < this.#limits.perServer,
      )
      if (next === undefined) return
      const [server, line] = next
      this.#free--
      line.working++
      this.#lines.delete(server)
      this.#lines.set(server, line)
      line.waiting.shift()?.()
    }
  }
}
