import type { Clock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'

/** How long a leave may be refused (no gateway connection) before its caller is told. */
const UNSENT_MS = 30_000
/** How long Discord may take to confirm the leave; after that, having sent op 4 counts. */
const CONFIRMED_MS = 3_000

/** One leave: asks until op 4 is sent, then waits for Discord to confirm. */
export class Leave {
  readonly #request: () => Promise<{ sent: boolean; retryAfterMs: number }>
  readonly #clock: Clock
  readonly #done = Promise.withResolvers<void>()
  #timer: Disposable | null = null
  #over = false

  constructor(request: () => Promise<{ sent: boolean; retryAfterMs: number }>, clock: Clock) {
    this.#request = request
    this.#clock = clock
  }

  /**
   * `inChannel`: whether Discord has the bot in a channel, so that a voice state will confirm; called
   * once op 4 is sent. Rejects if it can't be sent.
   */
  async run(inChannel: () => boolean): Promise<void> {
    const startedMs = this.#clock.now()
    while (!this.#over) {
      const answer = await this.#request()
      if (answer.sent) break
      if (this.#clock.now() - startedMs > UNSENT_MS) throw new SegueError('voice-timeout', 'leave')
      await this.#pause(Math.max(answer.retryAfterMs, 100))
    }
    if (this.#over || !inChannel()) return
    this.#timer = this.#clock.after(CONFIRMED_MS, () => this.end())
    await this.#done.promise
  }

  /** Confirmed, or overtaken by a new join. */
  end(): void {
    this.#over = true
    this.#timer?.[Symbol.dispose]()
    this.#done.resolve()
  }

  #pause(ms: number): Promise<void> {
    const elapsed = Promise.withResolvers<void>()
    this.#timer = this.#clock.after(ms, elapsed.resolve)
    return Promise.race([elapsed.promise, this.#done.promise])
  }
}
