import type { GuildId } from '../base/ids.ts'

/**
 * Which worker serves which server: the least loaded one at first, then the same one while the
 * server is connected.
 */
export class Placement {
  readonly #guilds: readonly Set<GuildId>[]
  readonly #homes = new Map<GuildId, number>()

  constructor(workers: number) {
    if (!Number.isInteger(workers) || workers < 1) throw new RangeError('at least one worker')
    this.#guilds = Array.from({ length: workers }, () => new Set())
  }

  /** The server's worker; chooses one if it has none. */
  place(guildId: GuildId): number {
    const home = this.#homes.get(guildId)
    if (home !== undefined) return home
    let least = 0
    this.#guilds.forEach((guilds, worker) => {
      if (guilds.size < (this.#guilds[least]?.size ?? 0)) least = worker
    })
    this.#guilds[least]?.add(guildId)
    this.#homes.set(guildId, least)
    return least
  }

  /** The server's worker; null when it has none. */
  find(guildId: GuildId): number | null {
    return this.#homes.get(guildId) ?? null
  }

  release(guildId: GuildId): void {
    const home = this.#homes.get(guildId)
    if (home === undefined) return
    this.#homes.delete(guildId)
    this.#guilds[home]?.delete(guildId)
  }

  /** The servers of a worker. */
  guildsOf(worker: number): GuildId[] {
    return [...(this.#guilds[worker] ?? [])]
  }
}
