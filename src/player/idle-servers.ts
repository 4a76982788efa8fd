import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'

const LOOK_EVERY_MS = 60_000
/** How long a server is kept in memory while nothing happens there. */
const KEPT_MS = 5 * 60_000

export interface IdleServersPorts {
  readonly clock: Clock
  /**
   * The servers that could be let go of now, each with a value that changes when anything happens
   * there.
   */
  idle(): Iterable<readonly [GuildId, unknown]>
  letGo(guildId: GuildId): void
}

/**
 * Lets go of servers where nothing has happened for some minutes, so that memory depends on where
 * the bot plays, not on every server that ever used it.
 */
export class IdleServers implements Disposable {
  readonly #ports: IdleServersPorts
  #seen = new Map<GuildId, { readonly state: unknown; readonly sinceMs: number }>()
  #timer: Disposable | null = null

  constructor(ports: IdleServersPorts) {
    this.#ports = ports
    this.#plan()
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]()
  }

  #plan(): void {
    this.#timer = this.#ports.clock.after(LOOK_EVERY_MS, () => {
      this.#look()
      this.#plan()
    })
  }

  #look(): void {
    const nowMs = this.#ports.clock.now()
    const before = this.#seen
    this.#seen = new Map()
    for (const [guildId, state] of [...this.#ports.idle()]) {
      const seen = before.get(guildId)
      const sinceMs = seen !== undefined && seen.state === state ? seen.sinceMs : nowMs
      if (nowMs - sinceMs >= KEPT_MS) this.#ports.letGo(guildId)
      else this.#seen.set(guildId, { state, sinceMs })
    }
  }
}
