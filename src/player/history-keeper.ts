import type { GuildId } from '../base/ids.ts'
import type { HistoryEntry } from './ports.ts'
import type { PublishedEvent, Subscriber } from './subscriber.ts'

/**
 * Turns the ends of tracks into entries of history, and remembers since when each server's track
 * sounds. What nobody heard before it was skipped isn't history, and neither is what broke off only
 * to go on later.
 */
export class HistoryKeeper implements Subscriber {
  readonly name = 'history'
  readonly #record: (entry: HistoryEntry) => void
  readonly #began = new Map<GuildId, Date>()

  constructor(record: (entry: HistoryEntry) => void) {
    this.#record = record
  }

  take({ guildId, at, event }: PublishedEvent): void {
    if (event.kind === 'track_start') this.#began.set(guildId, at)
    if (event.kind === 'track_load') this.#began.delete(guildId)
    if (event.kind !== 'track_end') return
    const { track, outcome, heard } = event
    const startedAt = this.#began.get(guildId) ?? at
    this.#began.delete(guildId)
    if (outcome === 'interrupted' || (outcome === 'skipped' && !heard)) return
    this.#record({ guildId, track, startedAt, endedAt: at, outcome })
  }
}
