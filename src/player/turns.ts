import type { GuildId } from '../base/ids.ts'

/** Work on servers: what is done for one server waits for what was asked there before. */
export class Turns {
  readonly #last = new Map<GuildId, Promise<unknown>>()

  /** Resolves or rejects as `work` does, which begins once all earlier work for that server is over. */
  take<T>(guildId: GuildId, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(guildId) ?? Promise.resolve()
    const done = before.catch(() => {}).then(work)
    this.#last.set(guildId, done)
    const over = () => {
      if (this.#last.get(guildId) === done) this.#last.delete(guildId)
    }
    done.then(over, over)
    return done
  }
}
