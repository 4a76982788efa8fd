import type { BotProcess, Usage } from '../support/bot-process.ts'

/** What the bot used from the start to the last sample, in percent of one core and MB. */
export interface UsageReading {
  readonly cpuPercent: number
  readonly rssMb: number
}

const SAMPLE_EVERY_MS = 500

/** Follows the bot's use of the machine while the music plays, so that the silence after it does not dilute it. */
export class UsageMeter {
  readonly #bot: BotProcess
  readonly #before: Usage
  readonly #startedAtMs = performance.now()
  #latest: Usage
  #latestAtMs = this.#startedAtMs

  private constructor(bot: BotProcess, before: Usage) {
    this.#bot = bot
    this.#before = before
    this.#latest = before
  }

  static async start(bot: BotProcess): Promise<UsageMeter> {
    return new UsageMeter(bot, await bot.usage())
  }

  sample(nowMs: number): void {
    if (nowMs - this.#latestAtMs < SAMPLE_EVERY_MS) return
    this.#latestAtMs = nowMs
    this.#bot.usage().then(
      (usage) => {
        this.#latest = usage
      },
      () => {}, // the process is gone, and its end is reported elsewhere
    )
  }

  /** Null when nothing was sampled. */
  read(): UsageReading | null {
    const elapsedMs = this.#latestAtMs - this.#startedAtMs
    if (elapsedMs <= 0) return null
    return {
      cpuPercent: ((this.#latest.cpuMs - this.#before.cpuMs) / elapsedMs) * 100,
      rssMb: this.#latest.rssBytes / 1024 ** 2,
    }
  }
}
