import { type BackoffLimits, backoffMs } from '../base/backoff.ts'
import type { Clock } from '../base/clock.ts'
import type { GuildId, UserId } from '../base/ids.ts'
import { Backlog, type BacklogPorts } from './backlog.ts'
import type { HistoryEntry } from './ports.ts'

/** How long a burst of changes may gather; each change has to be stored within a second. */
const GATHER_MS = 250
/** How often the positions of what plays are stored. */
const POSITIONS_EVERY_MS = 2_000
const RETRY: BackoffLimits = { baseMs: 500, maxMs: 5_000 }
/** How often servers that the store refuses are looked at. */
const STUCK_LOOK_MS = 15_000
/**
 * When a write takes longer than this, the database counts as away; the write is still waited for.
 */
const SLOW_MS = 3_000

/** What waits to be stored, and for how long its oldest part has. */
export interface Unsaved {
  readonly servers: readonly GuildId[]
  readonly forMs: number
  readonly reason: string | null
}

/**
 * Stores players in the background: nobody waits for it, a burst of changes is one write, and at
 * most one write is under way, so that an older one never overtakes a newer one. While the database
 * is away this tries again with backoff, and then stores the newest state.
 */
export class WriteBehind {
  readonly #ports: Pick<BacklogPorts, 'clock' | 'log'>
  readonly #backlog: Backlog
  #writing: Promise<void> | null = null
  #gathering: Disposable | null = null
  #ticking: Disposable | null = null
  #failures = 0
  #lastCode: string | null = null
  /** Since when something has been waiting for a database that's away. */
  #awaySinceMs: number | null = null
  #closed = false

  constructor(ports: BacklogPorts) {
    this.#ports = ports
    this.#backlog = new Backlog(ports)
  }

  /**
   * What isn't stored yet; null when all is. `reason`: the code of the last failure, if it had one.
   */
  get unsaved(): Unsaved | null {
    const { sinceMs, servers } = this.#backlog
    if (sinceMs === null) return null
    const forMs = this.#ports.clock.now() - sinceMs
    return { servers, forMs, reason: this.#failures > 0 ? this.#lastCode : null }
  }

  /** Whether everything about the server is stored, except its track's position. */
  isStored(guildId: GuildId): boolean {
    return this.#backlog.isStored(guildId)
  }

  /** The server's player has changed. */
  changed(guildId: GuildId): void {
    this.#backlog.changed(guildId)
    this.#soon(GATHER_MS)
  }

  /** Nothing but the current track's position changed. */
  moved(guildId: GuildId): void {
    this.#backlog.moved(guildId)
    if (this.#ticking === null && !this.#closed) this.#tick()
  }

  /** A track has ended. */
  played(entry: HistoryEntry): void {
    this.#backlog.played(entry)
    this.#soon(GATHER_MS)
  }

  /** Stores nothing of the server until `release` or `drop`. Resolves once no write is under way. */
  async withhold(guildId: GuildId): Promise<void> {
    this.#backlog.withhold(guildId)
    await this.#writing
  }

  release(guildId: GuildId): void {
    this.#backlog.release(guildId)
    this.#soon(GATHER_MS)
  }

  /** What waits of that server isn't stored any more; what changes from here on is. */
  drop(guildId: GuildId): void {
    this.#backlog.drop(guildId)
  }

  /** What waits to be noted of that member's requests isn't. Resolves once no write is under way. */
  async dropRequests(userId: UserId): Promise<void> {
    this.#backlog.dropRequests(userId)
    await this.#writing
  }

  /** Stores what waits, once, and takes nothing more. Rejects when that fails. */
  async close(): Promise<void> {
    this.#closed = true
    this.#ticking?.[Symbol.dispose]()
    this.#gathering?.[Symbol.dispose]()
    await this.#writing
    await this.#backlog.store()
  }

  /** Keeps going for as long as any position moves. */
  #tick(): void {
    this.#ticking = this.#ports.clock.after(POSITIONS_EVERY_MS, () => {
      this.#ticking = null
      if (!this.#backlog.hasMoved) return
      this.#soon(0)
      this.#tick()
    })
  }

  #soon(ms: number): void {
    // A running write looks again when it's done, and a retry has a timer of its own.
    if (this.#closed || this.#gathering !== null || this.#writing !== null) return
    this.#gathering = this.#ports.clock.after(ms, () => {
      this.#gathering = null
      this.#writing = this.#attempt().finally(() => {
        this.#writing = null
        if (this.#failures > 0) this.#soon(backoffMs(this.#failures - 1, RETRY, Math.random))
        else if (this.#backlog.isDue) this.#soon(GATHER_MS)
        else if (!this.#backlog.isEmpty) this.#soon(STUCK_LOOK_MS)
      })
    })
  }

  async #attempt(): Promise<void> {
    const slow = new Patience(this.#ports.clock, () => this.#away('it does not answer'))
    try {
      // However many writes there are: thousands of servers take a while, on a database that is well.
      await this.#backlog.store(() => slow.renew())
      this.#failures = 0
      this.#back()
    } catch (error) {
      this.#failures++
      this.#lastCode = codeOf(error)
      this.#away(error instanceof Error ? error.message : String(error))
    } finally {
      slow[Symbol.dispose]()
    }
  }

  /** Logged once, however often the write is tried again. */
  #away(reason: string): void {
    if (this.#awaySinceMs !== null) return
    this.#awaySinceMs = this.#ports.clock.now()
    this.#ports.log.warn(
      'the database isn’t answering; music keeps playing, but a restart now would lose changes made from here on',
      { reason },
    )
  }

  #back(): void {
    if (this.#awaySinceMs === null) return
    // Changes made during the write are stored by the next one.
    if (this.#backlog.isDue) return
    const awayMs = Math.round(this.#ports.clock.now() - this.#awaySinceMs)
    this.#awaySinceMs = null
    this.#ports.log.info('the database is back and all changes are stored', { awayMs })
  }
}

/** Calls `over` when a write takes too long. */
class Patience implements Disposable {
  readonly #clock: Clock
  readonly #over: () => void
  #timer: Disposable

  constructor(clock: Clock, over: () => void) {
    this.#clock = clock
    this.#over = over
    this.#timer = clock.after(SLOW_MS, over)
  }

  /** The write is done, and another one may begin. */
  renew(): void {
    this.#timer[Symbol.dispose]()
    this.#timer = this.#clock.after(SLOW_MS, this.#over)
  }

  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]()
  }
}

/** Codes are our own words; a message may hold an address. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
