import { type REST, RESTEvents } from 'discord.js'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../observability/log.ts'

/** From here on announcements are left out: a tenth of what Discord allows. */
const ANNOUNCED_BELOW = 1_000
/** From here on commands are left unanswered as well: half of it. */
const ANSWERED_BELOW = 5_000

/**
 * Counts requests that Discord answered with 401, 403 or 429. It bans an address for an hour or more
 * after 10,000 of them in 10 minutes ("Rate Limits", section "Invalid Request Limit"), and with the bot every
 * other program there. The REST client counts them over all its users in this process; other processes
 * at the same address count their own. Create the client with `invalidRequestWarningInterval: 1`.
 */
export class InvalidRequests {
  readonly #clock: Clock
  readonly #log: Log
  #count = 0
  #untilMs = 0

  constructor(rest: REST, clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
    rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
      this.#counted(count, remainingTime),
    )
  }

  /** In the 10 minutes that run now. */
  get count(): number {
    return this.#clock.now() < this.#untilMs ? this.#count : 0
  }

  /** Whether messages that nobody asked for may be sent. */
  get mayAnnounce(): boolean {
    return this.count < ANNOUNCED_BELOW
  }

  /** Whether commands may be answered. */
  get mayAnswer(): boolean {
    return this.count < ANSWERED_BELOW
  }

  #counted(count: number, remainingMs: number): void {
    const before = this.count
    this.#count = count
    this.#untilMs = this.#clock.now() + remainingMs
    const fields = { count, forS: Math.ceil(remainingMs / 1000) }
    if (before < ANSWERED_BELOW && count >= ANSWERED_BELOW) {
      this.#log.error(
        'Discord refuses too many requests: commands are not answered for now',
        fields,
      )
    } else if (before < ANNOUNCED_BELOW && count >= ANNOUNCED_BELOW) {
      this.#log.warn('Discord refuses many requests: nothing is announced for now', fields)
    }
  }
}
