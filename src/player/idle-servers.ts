import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'

const LOOK_EVERY_MS = 60_000
/** How long a server is kept that nothing happens in. */
const KEPT_MS = 5 * 60_000

export interface IdleServersPorts {
  readonly clock: Clock
  /** Each server that could be let go of now, with what is another value after anything happened there. */
  idle(): Iterable<readonly [GuildId, unknown]>
  letGo(guildId: GuildId): void
}

/**
 * Lets go of servers in which nothing has happened for some minutes, so that what the bot holds depends on
 * where it plays, not on everywhere it was ever asked something.
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
