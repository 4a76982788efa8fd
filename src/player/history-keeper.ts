import type { GuildId } from '../base/ids.ts'
import { outcomeOf } from '../domain/player/outcome.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Input } from '../domain/player/transition.ts'
import type { HistoryEntry } from './ports.ts'

/**
 * Turns players' steps into entries of history, and remembers since when each server's track
 * sounds.
 */
export class HistoryKeeper {
  readonly #record: (entry: HistoryEntry) => void
  readonly #now: () => Date
  readonly #began = new Map<GuildId, Date>()

  /** `now`: the time of day. */
  constructor(record: (entry: HistoryEntry) => void, now = () => new Date()) {
    this.#record = record
    this.#now = now
  }

  note(guildId: GuildId, before: PlayerState, input: Input, after: PlayerState): void {
    const ended = outcomeOf(before, input, after)
    if (ended !== null) {
      const endedAt = this.#now()
      this.#record({ guildId, startedAt: this.#began.get(guildId) ?? endedAt, endedAt, ...ended })
    }
    const isOther = after.current?.track.id !== before.current?.track.id
    if (isOther || ended !== null) this.#began.delete(guildId)
    if (after.current?.started && !this.#began.has(guildId)) this.#began.set(guildId, this.#now())
  }
}
