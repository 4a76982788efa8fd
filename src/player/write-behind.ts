import { type BackoffLimits, backoffMs } from '../base/backoff.ts'
import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import type { FencedSnapshot, HistoryEntry, HistoryLog, PlayerStore } from './ports.ts'

/** How long a burst of changes may gather; a change has to be stored within a second of it. */
const GATHER_MS = 250
/** How often the positions of what plays are stored. */
const POSITIONS_EVERY_MS = 2_000
const RETRY: BackoffLimits = { baseMs: 500, maxMs: 5_000 }
/** A write that takes longer than this counts as a database that is away, and is waited for. */
const SLOW_MS = 3_000
/** Entries of history that are kept while the database is away; the oldest are dropped then. */
const HISTORY_KEPT = 10_000

export interface WriteBehindPorts {
  readonly store: PlayerStore
  readonly history: HistoryLog
  readonly clock: Clock
  readonly log: Log
  /** A server as it is now, with the fence of its lease; null: it is not this process's (any more). */
  read(guildId: GuildId): FencedSnapshot | null
  /** The store holds a newer fence: another process plays there now. */
  refused(guildId: GuildId): void
}

/**
 * Stores what players become, behind their backs: nobody waits for it, a burst of changes is one
 * write, and at most one write is under way, so that an older one never overtakes a newer one. While
 * the database is away it tries again with backoff, and what is stored then is the newest.
 */
export class WriteBehind {
  readonly #ports: WriteBehindPorts
  readonly #changed = new Set<GuildId>()
  readonly #moved = new Set<GuildId>()
  #played: HistoryEntry[] = []
  #writing: Promise<void> | null = null
  #gathering: Disposable | null = null
  #ticking: Disposable | null = null
  #failures = 0
  /** Since when something waits for a database that is away. */
  #awaySinceMs: number | null = null
  #closed = false

  constructor(ports: WriteBehindPorts) {
    this.#ports = ports
  }

  /** The server's player is another one than before. */
  changed(guildId: GuildId): void {
    this.#changed.add(guildId)
    this.#soon(GATHER_MS)
  }

  /** Nothing but the current track's position changed. */
  moved(guildId: GuildId): void {
    this.#moved.add(guildId)
    if (this.#ticking === null && !this.#closed) this.#tick()
  }

  /** A track has ended. */
  played(entry: HistoryEntry): void {
    this.#played.push(entry)
    if (this.#played.length > HISTORY_KEPT) this.#played.shift()
    this.#soon(GATHER_MS)
  }

  /** Stores what waits, once, and takes nothing more. Rejects when it could not be stored. */
  async close(): Promise<void> {
    this.#closed = true
    this.#ticking?.[Symbol.dispose]()
    this.#gathering?.[Symbol.dispose]()
    await this.#writing
    await this.#write()
  }

  /** Goes on for as long as anything moves. */
  #tick(): void {
    this.#ticking = this.#ports.clock.after(POSITIONS_EVERY_MS, () => {
      this.#ticking = null
      if (this.#moved.size === 0) return
      this.#soon(0)
      this.#tick()
    })
  }

  #soon(ms: number): void {
    // Whoever writes looks again when it is done, and a retry has its own time.
    if (this.#closed || this.#gathering !== null || this.#writing !== null) return
    this.#gathering = this.#ports.clock.after(ms, () => {
      this.#gathering = null
      this.#writing = this.#attempt().finally(() => {
        this.#writing = null
        if (this.#failures > 0) this.#soon(backoffMs(this.#failures - 1, RETRY, Math.random))
        else if (this.#changed.size > 0 || this.#played.length > 0) this.#soon(GATHER_MS)
      })
    })
  }

  async #attempt(): Promise<void> {
    const { clock } = this.#ports
    using _slow = clock.after(SLOW_MS, () => this.#away('it does not answer'))
    try {
      await this.#write()
      this.#failures = 0
      this.#back()
    } catch (error) {
      this.#failures++
      this.#away(error instanceof Error ? error.message : String(error))
    }
  }

  /** What changes meanwhile is kept for the next write; what was not stored, too. */
  async #write(): Promise<void> {
    const { store, history, read } = this.#ports
    const changed = drain(this.#changed)
    const moved = drain(this.#moved).filter((guildId) => !changed.includes(guildId))
    try {
      const snapshots = changed.flatMap((guildId) => read(guildId) ?? [])
      if (snapshots.length > 0) this.#refused((await store.save(snapshots)).refused)
      const positions = moved.flatMap((guildId) => {
        const { snapshot, fence } = read(guildId) ?? {}
        if (!snapshot?.current || fence === undefined) return []
        return [{ guildId, positionMs: snapshot.current.positionMs, fence }]
      })
      if (positions.length > 0) this.#refused((await store.savePositions(positions)).refused)
    } catch (error) {
      for (const guildId of changed) this.#changed.add(guildId)
      for (const guildId of moved) this.#moved.add(guildId)
      throw error
    }
    for (let entry = this.#played[0]; entry !== undefined; entry = this.#played[0]) {
      await history.record(entry)
      if (this.#played[0] === entry) this.#played.shift()
    }
  }

  #refused(guildIds: readonly GuildId[]): void {
    for (const guildId of guildIds) this.#ports.refused(guildId)
  }

  /** Said once, however often it is tried again. */
  #away(reason: string): void {
    if (this.#awaySinceMs !== null) return
    this.#awaySinceMs = this.#ports.clock.now()
    this.#ports.log.warn(
      'the database is away: music plays on, but a restart now would lose what changes from here on',
      { reason },
    )
  }

  #back(): void {
    if (this.#awaySinceMs === null) return
    // What changed while the write was under way is stored by the next one.
    if (this.#changed.size > 0 || this.#played.length > 0) return
    const awayMs = Math.round(this.#ports.clock.now() - this.#awaySinceMs)
    this.#awaySinceMs = null
    this.#ports.log.info('the database is back: all that changed is stored', { awayMs })
  }
}

function drain(guildIds: Set<GuildId>): GuildId[] {
  const all = [...guildIds]
  guildIds.clear()
  return all
}
