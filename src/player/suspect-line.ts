import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'

/**
 * About this many turns serve however many servers wait, so that each gets its turn within half a
 * minute.
 */
const TURNS = 8
/** A turn ends after this, even if a track is still being opened. */
const TURN_MS = 4_000

/**
 * Servers whose track was being opened when the process crashed. They open it one after another
 * when they're few, and in small groups when they're many: those that have their turn at the next
 * crash most likely caused it.
 */
export class SuspectLine {
  readonly #clock: Clock
  readonly #inside = new Map<GuildId, Disposable>()
  readonly #waiting: { readonly guildId: GuildId; readonly enter: () => void }[] = []
  #longest = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when it is this server's turn, which lasts until it leaves, or for 4 s. */
  turn(guildId: GuildId): Promise<void> {
    const entered = Promise.withResolvers<void>()
    this.#waiting.push({ guildId, enter: entered.resolve })
    this.#longest = Math.max(this.#longest, this.#waiting.length)
    this.#admit()
    return entered.promise
  }

  leave(guildId: GuildId): void {
    const limit = this.#inside.get(guildId)
    if (limit === undefined) return
    limit[Symbol.dispose]()
    this.#inside.delete(guildId)
    this.#admit()
  }

  #admit(): void {
    if (this.#inside.size > 0) return
    const next = this.#waiting.splice(0, Math.ceil(this.#longest / TURNS))
    if (next.length === 0) this.#longest = 0
    for (const { guildId, enter } of next) {
      this.#inside.get(guildId)?.[Symbol.dispose]()
      this.#inside.set(
        guildId,
        this.#clock.after(TURN_MS, () => this.leave(guildId)),
      )
      enter()
    }
  }
}
