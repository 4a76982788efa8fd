import type { GuildId } from '../base/ids.ts'

export interface Place {
  readonly worker: number
  /** Counts up with each join, so that a release can tell whether a newer join has taken over. */
  readonly placing: number
}

/**
 * Which worker serves which server: the least loaded one at first, then the same one until that
 * worker has let go of the server.
 */
export class Placement {
  readonly #guilds: readonly Set<GuildId>[]
  readonly #places = new Map<GuildId, Place>()
  #placings = 0

  constructor(workers: number) {
    if (!Number.isInteger(workers) || workers < 1) throw new RangeError('at least one worker')
    this.#guilds = Array.from({ length: workers }, () => new Set())
  }

  /** A join's place: the server's worker, or one that this chooses if it has none. */
  place(guildId: GuildId): Place {
    const worker = this.find(guildId) ?? this.#leastLoaded()
    const place = { worker, placing: ++this.#placings }
    this.#guilds[worker]?.add(guildId)
    this.#places.set(guildId, place)
    return place
  }

  /** The server's worker; null when it has none. */
  find(guildId: GuildId): number | null {
    return this.#places.get(guildId)?.worker ?? null
  }

  /** Gives the server's place up, unless a join newer than `placing` has taken over. Returns whether it did. */
  release(guildId: GuildId, placing = this.#placings): boolean {
    const place = this.#places.get(guildId)
    if (place === undefined || place.placing > placing) return false
    this.#places.delete(guildId)
    this.#guilds[place.worker]?.delete(guildId)
    return true
  }

  /** The servers of a worker. */
  guildsOf(worker: number): GuildId[] {
    return [...(this.#guilds[worker] ?? [])]
  }

  #leastLoaded(): number {
    let least = 0
    this.#guilds.forEach((guilds, worker) => {
      if (guilds.size < (this.#guilds[least]?.size ?? 0)) least = worker
    })
    return least
  }
}
