import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import type { Players } from './players.ts'
import type { PlayerStore, Servers } from './ports.ts'

/** How often this process looks for stored players that no process holds any more. */
const LOOK_EVERY_MS = 1_000
/** Players that are opened side by side: each is several queries, and nobody's may wait too long. */
const OPENED_AT_ONCE = 100

export interface RestoringPorts {
  readonly players: Pick<Players, 'holds' | 'open'>
  readonly store: Pick<PlayerStore, 'restorable'>
  readonly servers: Pick<Servers, 'has'>
  /** The name of this process in leases. */
  readonly processId: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Brings stored players back: all of them when the bot starts, and later those of a process that
 * died, since nobody has to command a server for its music to go on.
 */
export class Restoring implements Disposable {
  readonly #ports: RestoringPorts
  #timer: Disposable | null = null
  #stopped = false
  #failing = false

  constructor(ports: RestoringPorts) {
    this.#ports = ports
  }

  /** Looks at once, and then regularly until disposed. Resolves after the first look. */
  async start(): Promise<void> {
    await this.look()
    if (this.#stopped) return
    this.#timer = this.#ports.clock.after(LOOK_EVERY_MS, () => void this.start())
  }

  /** Opens every stored player of a free server. Never rejects, since the next look comes soon. */
  async look(): Promise<void> {
    const { players, store, servers, processId } = this.#ports
    try {
      const stored = await store.restorable(processId)
      const wanted = stored.filter((guildId) => !players.holds(guildId) && servers.has(guildId))
      for (let first = 0; first < wanted.length && !this.#stopped; first += OPENED_AT_ONCE) {
        await this.#open(wanted.slice(first, first + OPENED_AT_ONCE))
      }
      this.#failing = false
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Rejects with the first failure once all are done. */
  async #open(guildIds: readonly GuildId[]): Promise<void> {
    const opened = await Promise.allSettled(
      guildIds.map((guildId) => this.#ports.players.open(guildId)),
    )
    for (const [index, result] of opened.entries())
      if (result.status === 'rejected') throw failureOf(guildIds[index], result.reason)
  }

  [Symbol.dispose](): void {
    this.#stopped = true
    this.#timer?.[Symbol.dispose]()
  }

  /** Logs one line while the database is away, however often it's asked. */
  #failed(error: unknown): void {
    if (this.#failing || this.#stopped) return
    this.#failing = true
    this.#ports.log.warn('couldn’t look for stored players', { reason: String(error) })
  }
}

const failureOf = (guildId: GuildId | undefined, reason: unknown): Error =>
  new Error(`server ${guildId}: ${String(reason)}`)
