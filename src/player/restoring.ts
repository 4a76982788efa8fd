import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import type { Players } from './players.ts'
import type { PlayerStore, Servers } from './ports.ts'

/** How often this process looks for stored players that are nobody's any more. */
const LOOK_EVERY_MS = 3_000

export interface RestoringPorts {
  readonly players: Pick<Players, 'holds' | 'open'>
  readonly store: Pick<PlayerStore, 'restorable'>
  readonly servers: Servers
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

  /** Looks at once, and again and again until it is disposed. Resolves after the first look. */
  async start(): Promise<void> {
    await this.look()
    if (this.#stopped) return
    this.#timer = this.#ports.clock.after(LOOK_EVERY_MS, () => void this.start())
  }

  /** Opens every stored player of a server that is nobody's. Never rejects: the next look is soon. */
  async look(): Promise<void> {
    const { players, store, servers } = this.#ports
    try {
      const stored = await store.restorable()
      const wanted = stored.filter((guildId) => !players.holds(guildId) && servers.has(guildId))
      const opened = await Promise.allSettled(wanted.map((guildId) => players.open(guildId)))
      for (const [index, result] of opened.entries())
        if (result.status === 'rejected') throw failureOf(wanted[index], result.reason)
      this.#failing = false
    } catch (error) {
      this.#failed(error)
    }
  }

  [Symbol.dispose](): void {
    this.#stopped = true
    this.#timer?.[Symbol.dispose]()
  }

  /** One line for a database that is away, however often it is asked. */
  #failed(error: unknown): void {
    if (this.#failing || this.#stopped) return
    this.#failing = true
    this.#ports.log.warn('stored players could not be looked for', { reason: String(error) })
  }
}

const failureOf = (guildId: GuildId | undefined, reason: unknown): Error =>
  new Error(`server ${guildId}: ${String(reason)}`)
