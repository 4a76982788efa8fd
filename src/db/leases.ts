import { type Clock, systemClock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import type { Leases } from '../player/ports.ts'
import type { Sql, SqlTransaction } from './client.ts'
import type { Database } from './database.ts'
import { LeaseSession, PROCESS_LOCK } from './lease-session.ts'

export interface LeasesOptions {
  readonly database: Database
  /** Unique to this run of the process: its address on the bus. */
  readonly processId: string
  readonly clock?: Clock
  /** How long after the database was away nobody takes what belongs to another, in ms. */
  readonly graceMs?: number
}

interface Lease {
  readonly fence: number
}

interface Row {
  readonly processId: string | null
  readonly processLock: number | null
}

const GRACE_MS = 15_000

/**
 * Which process plays which server, as rows that name the process. A row counts as long as that
 * process holds its advisory lock (`LeaseSession`). The embedded database has one process, whose rows
 * always count.
 */
export class PostgresLeases implements Leases {
  readonly #database: Database
  readonly #processId: string
  /** Null on the embedded database. */
  readonly #session: LeaseSession | null
  readonly #held = new Map<GuildId, Lease>()
  readonly #claims = new Map<GuildId, Promise<Lease | null>>()
  /** Given back while the database was away. */
  readonly #owed = new Set<GuildId>()
  readonly #lostListeners = new Set<(guildId: GuildId) => void>()

  private constructor(database: Database, processId: string, session: LeaseSession | null) {
    this.#database = database
    this.#processId = processId
    this.#session = session
    session?.onBack(() => this.#reconcile())
  }

  /** Rejects with a `DatabaseError` when the database is away. */
  static async open(options: LeasesOptions): Promise<PostgresLeases> {
    const { database, processId, clock = systemClock, graceMs = GRACE_MS } = options
    const { url, log } = database
    const session = url === null ? null : await LeaseSession.open({ url, clock, log, graceMs })
    return new PostgresLeases(database, processId, session)
  }

  async claim(guildId: GuildId): Promise<Lease | null> {
    const held = this.#held.get(guildId)
    if (held !== undefined) return held
    const before = this.#claims.get(guildId)
    if (before !== undefined) return await before
    const isOwed = this.#owed.delete(guildId)
    const claim = this.#take(guildId).finally(() => this.#claims.delete(guildId))
    this.#claims.set(guildId, claim)
    try {
      return await claim
    } catch (error) {
      if (isOwed) this.#owed.add(guildId)
      throw error
    }
  }

  async release(guildId: GuildId): Promise<void> {
    if (!this.#held.delete(guildId)) return
    this.#owed.add(guildId)
    // What can't be given back now is given back when the database is there again.
    await this.#giveBack().catch(() => {})
  }

  async holder(guildId: GuildId): Promise<string | null> {
    if (this.#held.has(guildId)) return this.#processId
    if (this.#session === null) return null
    const [row] = await this.#database.raw(
      (sql) => sql<{ processId: string }[]>`
        select process_id as "processId" from segue.player_lease
        where guild_id = ${guildId} and process_id is not null and exists (
          select 1 from pg_locks
          where locktype = 'advisory' and objsubid = 2 and granted and mode = 'ExclusiveLock'
            and classid = ${PROCESS_LOCK}::oid and objid = process_lock::oid
            and database = (select oid from pg_database where datname = current_database()))`,
    )
    return row?.processId ?? null
  }

  onLost(listener: (guildId: GuildId) => void): Disposable {
    this.#lostListeners.add(listener)
    return { [Symbol.dispose]: () => this.#lostListeners.delete(listener) }
  }

  /** Looks now whether the database still knows this process, instead of at the next beat. */
  async check(): Promise<void> {
    await this.#session?.beat()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const guildId of this.#held.keys()) this.#owed.add(guildId)
    this.#held.clear()
    await this.#giveBack().catch(() => {})
    await this.#session?.[Symbol.asyncDispose]()
  }

  async #take(guildId: GuildId): Promise<Lease | null> {
    const lease = await this.#transaction(async (sql) => {
      await sql`insert into segue.player_lease (guild_id) values (${guildId}) on conflict do nothing`
      const [row] = await sql<Row[]>`
        select process_id as "processId", process_lock as "processLock"
        from segue.player_lease where guild_id = ${guildId} for update`
      if (row === undefined || !(await this.#isFree(sql, row))) return null
      const [taken] = await sql<{ fence: string }[]>`
        update segue.player_lease
        set process_id = ${this.#processId}, process_lock = ${this.#session?.number ?? null},
          fence = fence + 1
        where guild_id = ${guildId} returning fence`
      return taken === undefined ? null : { fence: Number(taken.fence) }
    })
    if (lease !== null) this.#held.set(guildId, lease)
    return lease
  }

  /** Whether the row's process is none, this one, or one that has lost its lock. */
  async #isFree(sql: SqlTransaction, row: Row): Promise<boolean> {
    if (row.processId === null || row.processId === this.#processId) return true
    if (this.#session === null || row.processLock === null) return true
    if (!this.#session.mayTakeOver) return false
    // Shared, so that two claims of one dead process's servers do not take each other for its life;
    // held until this transaction ends, so that the process can't come back in the middle of it.
    const [lock] = await sql<{ free: boolean }[]>`
      select pg_try_advisory_xact_lock_shared(${PROCESS_LOCK}::integer, ${row.processLock}::integer)
        as free`
    return lock?.free === true
  }

  async #giveBack(): Promise<void> {
    const ids = [...this.#owed]
    if (ids.length === 0) return
    await this.#transaction(
      (sql) => sql`
        update segue.player_lease set process_id = null, process_lock = null
        where process_id = ${this.#processId} and guild_id = any(${ids})`,
    )
    for (const guildId of ids) this.#owed.delete(guildId)
  }

  /** After the lock was lost: what others took meanwhile is lost, the rest is still this process's. */
  async #reconcile(): Promise<void> {
    const rows = await this.#transaction(
      (sql) => sql<{ guildId: GuildId; fence: string }[]>`
        select guild_id as "guildId", fence from segue.player_lease
        where process_id = ${this.#processId}`,
    )
    const mine = new Map(rows.map((row) => [row.guildId, Number(row.fence)]))
    for (const [guildId, { fence }] of this.#held) {
      if (mine.get(guildId) === fence) continue
      this.#held.delete(guildId)
      for (const listener of this.#lostListeners) listener(guildId)
    }
    await this.#giveBack()
  }

  async #transaction<T>(work: (sql: SqlTransaction) => Promise<T>): Promise<T> {
    if (this.#session !== null) return await this.#session.transaction(work)
    return await this.#database.raw((sql: Sql) => sql.begin(work) as Promise<T>)
  }
}
