import type { Clock } from '../base/clock.ts'
import type { GuildId, UserId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import type { FencedSnapshot, HistoryEntry, HistoryLog, PlayerStore } from './ports.ts'

/** Servers that are handed to the store at once; each failed attempt halves the number. */
const SERVERS_AT_ONCE = 50
const POSITIONS_AT_ONCE = 500
const HISTORY_AT_ONCE = 200
/** The most entries of history that are kept while the database is away; the oldest are dropped. */
const HISTORY_KEPT = 10_000
/** How long until a server that the store refused is tried again, although others are stored. */
const REFUSED_AGAIN_MS = 60_000

export interface BacklogPorts {
  readonly store: PlayerStore
  readonly history: HistoryLog
  readonly clock: Clock
  readonly log: Log
  /**
   * A server as it is now, with the fence of its lease; null: it isn't this process's (any more).
   */
  read(guildId: GuildId): FencedSnapshot | null
  /** Called when the store has a newer fence: another process plays there now. */
  refused(guildId: GuildId): void
}

/**
 * The changes that aren't stored yet. They're stored a batch at a time: a batch that was stored
 * stays stored, and a server that fails goes to the end of the line, so that it keeps nobody
 * waiting.
 */
export class Backlog {
  readonly #ports: BacklogPorts
  /** Changed servers, each with the time of its oldest change. */
  readonly #changed = new Map<GuildId, number>()
  /** Servers that the store keeps refusing: since when, and when they're tried again. */
  readonly #stuck = new Map<GuildId, { readonly sinceMs: number; readonly againMs: number }>()
  readonly #moved = new Set<GuildId>()
  /** Servers that are being written now. */
  readonly #storing = new Set<GuildId>()
  /** Servers of which nothing is stored for now, since what's stored of them is being deleted. */
  readonly #withheld = new Set<GuildId>()
  #played: { readonly entry: HistoryEntry; readonly sinceMs: number }[] = []
  #serversAtOnce = SERVERS_AT_ONCE
  #historyAtOnce = HISTORY_AT_ONCE

  constructor(ports: BacklogPorts) {
    this.#ports = ports
  }

  changed(guildId: GuildId): void {
    if (this.#stuck.has(guildId) || this.#changed.has(guildId)) return
    this.#changed.set(guildId, this.#ports.clock.now())
  }

  moved(guildId: GuildId): void {
    this.#moved.add(guildId)
  }

  played(entry: HistoryEntry): void {
    this.#played.push({ entry, sinceMs: this.#ports.clock.now() })
    if (this.#played.length > HISTORY_KEPT) this.#played.shift()
  }

  /** Stores nothing of the server until `release` or `drop`; a write that's under way may still. */
  withhold(guildId: GuildId): void {
    this.#withheld.add(guildId)
  }

  release(guildId: GuildId): void {
    this.#withheld.delete(guildId)
  }

  /** What waits of that server isn't stored any more; what changes from here on is. */
  drop(guildId: GuildId): void {
    for (const waiting of [this.#changed, this.#stuck, this.#moved]) waiting.delete(guildId)
    this.#played = this.#played.filter(({ entry }) => entry.guildId !== guildId)
    this.#withheld.delete(guildId)
  }

  /** What waits to be noted of that member's requests isn't stored any more. */
  dropRequests(userId: UserId): void {
    this.#played = this.#played.filter(({ entry }) => entry.track.requestedBy !== userId)
  }

  /** Servers with changes that are not stored. */
  get servers(): readonly GuildId[] {
    return [...this.#changed.keys(), ...this.#stuck.keys()]
  }

  /** Whether everything about the server is stored, except its track's position. */
  isStored(guildId: GuildId): boolean {
    return ![this.#changed, this.#stuck, this.#storing].some((servers) => servers.has(guildId))
  }

  get isEmpty(): boolean {
    return this.#changed.size === 0 && this.#stuck.size === 0 && this.#played.length === 0
  }

  /** Whether something waits that can be stored now. */
  get isDue(): boolean {
    return this.#changed.size > 0 || this.#played.length > 0
  }

  get hasMoved(): boolean {
    return this.#moved.size > 0
  }

  /** Since when the oldest change waits; null: all is stored. */
  get sinceMs(): number | null {
    const since = [...this.#changed.values()]
    for (const { sinceMs } of this.#stuck.values()) since.push(sinceMs)
    for (const { sinceMs } of this.#played.slice(0, 1)) since.push(sinceMs)
    return since.length === 0 ? null : Math.min(...since)
  }

  /**
   * Stores what waits now; changes that come meanwhile wait for the next time. Rejects when the
   * store is away: part may be stored then, and the rest still waits. `answered` is called after
   * each write.
   */
  async store(answered: () => void = () => {}): Promise<void> {
    this.#tryStuckAgain()
    const moved = drain(this.#moved).filter((guildId) => !this.#changed.has(guildId))
    await this.#storeChanged(answered)
    await this.#storePositions(moved, answered)
    await this.#storeHistory(answered)
  }

  async #storeChanged(answered: () => void): Promise<void> {
    const waiting = [...this.#changed]
    while (waiting.length > 0) {
      const batch = waiting.splice(0, this.#serversAtOnce).filter(([id]) => !this.#withheld.has(id))
      const snapshots: FencedSnapshot[] = []
      for (const [guildId] of batch) {
        // A change from here on has to be stored again.
        this.#changed.delete(guildId)
        const snapshot = this.#ports.read(guildId)
        if (snapshot === null) continue
        snapshots.push(snapshot)
        this.#storing.add(guildId)
      }
      if (snapshots.length === 0) continue
      try {
        const { stored, refused } = await this.#ports.store.save(snapshots)
        answered()
        for (const guildId of refused) this.#ports.refused(guildId)
        const done = new Set([...stored, ...refused])
        const tried = new Set(snapshots.map(({ snapshot }) => snapshot.guildId))
        const left = batch.filter(([guildId]) => tried.has(guildId) && !done.has(guildId))
        waiting.unshift(...left)
        this.#putBack(left)
      } catch (error) {
        this.#putBack(batch)
        this.#serversAtOnce = Math.ceil(batch.length / 2)
        if (isTemporary(error)) throw error
        const [only] = batch
        if (batch.length > 1 || only === undefined) waiting.push(...batch)
        else this.#stick(...only, error)
      } finally {
        this.#storing.clear()
      }
    }
    this.#serversAtOnce = Math.min(SERVERS_AT_ONCE, this.#serversAtOnce * 2)
  }

  async #storePositions(moved: GuildId[], answered: () => void): Promise<void> {
    while (moved.length > 0) {
      const batch = moved.splice(0, POSITIONS_AT_ONCE)
      const positions = batch.flatMap((guildId) => {
        // A server that has changed meanwhile may have another track by now than what's stored.
        if (this.#withheld.has(guildId) || this.#changed.has(guildId)) return []
        const { snapshot, fence } = this.#ports.read(guildId) ?? {}
        if (!snapshot?.current || fence === undefined) return []
        return [{ guildId, positionMs: snapshot.current.positionMs, fence }]
      })
      if (positions.length === 0) continue
      try {
        const { refused } = await this.#ports.store.savePositions(positions)
        answered()
        for (const guildId of refused) this.#ports.refused(guildId)
      } catch (error) {
        for (const guildId of [...batch, ...moved]) this.#moved.add(guildId)
        throw error
      }
    }
  }

  async #storeHistory(answered: () => void): Promise<void> {
    for (let batch = this.#nextPlayed(); batch.length > 0; batch = this.#nextPlayed()) {
      try {
        await this.#ports.history.record(batch.map(({ entry }) => entry))
        answered()
        this.#dropPlayed(batch)
      } catch (error) {
        this.#historyAtOnce = Math.ceil(batch.length / 2)
        if (isTemporary(error)) throw error
        if (batch.length > 1) continue
        this.#dropPlayed(batch)
        this.#ports.log.error('couldn’t store an entry of the history', { reason: reasonOf(error) })
      }
    }
    this.#historyAtOnce = Math.min(HISTORY_AT_ONCE, this.#historyAtOnce * 2)
  }

  #nextPlayed() {
    const free = this.#played.filter(({ entry }) => !this.#withheld.has(entry.guildId))
    return free.slice(0, this.#historyAtOnce)
  }

  #dropPlayed(batch: readonly unknown[]): void {
    const stored = new Set(batch)
    this.#played = this.#played.filter((one) => !stored.has(one))
  }

  #putBack(batch: readonly (readonly [GuildId, number])[]): void {
    for (const [guildId, sinceMs] of batch) {
      const newer = this.#changed.get(guildId) ?? sinceMs
      this.#changed.delete(guildId)
      this.#changed.set(guildId, Math.min(sinceMs, newer))
    }
  }

  #stick(guildId: GuildId, sinceMs: number, error: unknown): void {
    const { clock, log } = this.#ports
    this.#changed.delete(guildId)
    this.#stuck.set(guildId, { sinceMs, againMs: clock.now() + REFUSED_AGAIN_MS })
    log.error('couldn’t store a server', { guildId, reason: reasonOf(error) })
  }

  #tryStuckAgain(): void {
    const now = this.#ports.clock.now()
    for (const [guildId, { sinceMs, againMs }] of this.#stuck) {
      if (againMs > now) continue
      this.#stuck.delete(guildId)
      this.#changed.set(guildId, sinceMs)
    }
  }
}

/** An error that doesn't say whether it's temporary counts as temporary. */
function isTemporary(error: unknown): boolean {
  return !(error instanceof Error && 'temporary' in error && error.temporary === false)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function drain(guildIds: Set<GuildId>): GuildId[] {
  const all = [...guildIds]
  guildIds.clear()
  return all
}
