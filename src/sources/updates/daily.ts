import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'

const HOUR_MS = 60 * 60_000
/** A start has enough to do; a bot that's restarted often looks as often. */
const FIRST_MS = 10 * 60_000
const EVERY_MS = 24 * HOUR_MS
/** After a failure, which may pass. */
const AGAIN_MS = 4 * HOUR_MS
/** Not all bots ask at the same time. */
const SPREAD_MS = HOUR_MS

export interface DailyOptions {
  readonly clock: Clock
  readonly random?: () => number
  readonly log: Log
  /** After each run, for metrics. */
  readonly ran?: (outcome: 'done' | 'failed', ms: number) => void
}

/**
 * Updates the extractor once a day. It's no job of the queue in the database, since each process that
 * plays has a data folder of its own, and all of them have to switch.
 */
export class DailyUpdate implements Disposable {
  readonly #run: (signal: AbortSignal) => Promise<unknown>
  readonly #options: DailyOptions
  readonly #ended = new AbortController()
  #timer: Disposable | null = null

  constructor(run: (signal: AbortSignal) => Promise<unknown>, options: DailyOptions) {
    this.#run = run
    this.#options = options
    this.#plan(FIRST_MS)
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
    this.#timer?.[Symbol.dispose]()
  }

  #plan(ms: number): void {
    const { clock, random = Math.random } = this.#options
    this.#timer = clock.after(ms + random() * SPREAD_MS, () => void this.#look())
  }

  async #look(): Promise<void> {
    const { clock, log, ran } = this.#options
    const sinceMs = clock.now()
    let isDone = true
    await this.#run(this.#ended.signal).catch((error: unknown) => {
      isDone = false
      if (!this.#ended.signal.aborted) log.warn('yt-dlp couldn’t be updated', reasonOf(error))
    })
    if (this.#ended.signal.aborted) return
    ran?.(isDone ? 'done' : 'failed', clock.now() - sinceMs)
    this.#plan(isDone ? EVERY_MS : AGAIN_MS)
  }
}
