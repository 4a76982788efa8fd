import { type Clock, systemClock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import type { Leases } from '../player/ports.ts'
import type { Database } from './database.ts'
import { DatabaseError } from './database-error.ts'
import { Gathered } from './gathered.ts'
import { Heartbeat, TAKEN_AFTER } from './heartbeat.ts'

export interface LeasesOptions {
  readonly database: Database
  /** Unique to this run of the process: its address on the bus. */
  readonly processId: string
  readonly clock?: Clock
  /** How long nobody takes another process's servers after the database was away, in ms. */
  readonly graceMs?: number
  /** How long this process waits after its start before it takes another's servers, in ms. */
  readonly settledAfterMs?: number
}

interface Lease {
  readonly fence: number
}

const GRACE_MS = 15_000
/** Processes of one bot that are told of at most, and how long asking for them may take, in ms. */
const PROCESSES_TOLD = 100
const PROCESSES_WITHIN_MS = 2_000
/** The most servers that one statement gives back. */
const GIVEN_BACK_AT_ONCE = 1_000

/**
 * Which process plays which server, as rows that name the process. A row counts as long as that
 * process is seen (`Heartbeat`). The embedded database has one process, which needs no heartbeat.
 */
export class PostgresLeases implements Leases {
  readonly #database: Database
  readonly #processId: string
  /** Null on the embedded database. */
  readonly #heartbeat: Heartbeat | null
  readonly #held = new Map<GuildId, Lease>()
  readonly #claims: Gathered<GuildId, Lease>
  /** Servers that were given back while the database was away. */
  readonly #owed = new Set<GuildId>()
  readonly #lostListeners = new Set<(guildId: GuildId) => void>()
  #givingBack: Promise<void> | null = null

  private constructor(database: Database, processId: string, heartbeat: Heartbeat | null) {
    this.#database = database
    this.#processId = processId
    this.#heartbeat = heartbeat
    this.#claims = new Gathered((guildIds) => this.#take(guildIds))
    heartbeat?.onBack(() => this.#reconcile())
  }

  /** Rejects with a `DatabaseError` when the database is away. */
  static async open(options: LeasesOptions): Promise<PostgresLeases> {
    const { database, clock = systemClock, graceMs = GRACE_MS, ...own } = options
    const { url, log } = database
    const heartbeat =
      url === null ? null : await Heartbeat.open({ ...own, url, clock, log, graceMs })
    return new PostgresLeases(database, own.processId, heartbeat)
  }

  async claim(guildId: GuildId): Promise<Lease | null> {
    const held = this.#held.get(guildId)
    if (held !== undefined) return held
    const isOwed = this.#owed.delete(guildId)
    // A server that is being given back is free only once that is done.
    await this.#givingBack?.catch(() => {})
    try {
      return await this.#claims.get(guildId)
    } catch (error) {
      if (isOwed) this.#owed.add(guildId)
      throw error
    }
  }

  async release(guildId: GuildId): Promise<void> {
    if (!this.#held.delete(guildId)) return
    this.#owed.add(guildId)
    // A server that can't be given back now is given back when the database answers again.
    await this.#giveBack().catch(() => {})
  }

  async holder(guildId: GuildId): Promise<string | null> {
    if (this.#held.has(guildId)) return this.#processId
    if (this.#heartbeat === null) return null
    const [row] = await this.#database.raw(
      (sql) => sql<{ processId: string }[]>`
        select process_id as "processId"
        from segue.player_lease join segue.process on process.id = process_id
        where guild_id = ${guildId} and seen_at > clock_timestamp() - ${TAKEN_AFTER}::interval`,
    )
    return row?.processId ?? null
  }

  /** Addresses of the processes that are seen, this one included. Rejects with a `DatabaseError`. */
  async processes(): Promise<readonly string[]> {
    if (this.#heartbeat === null) return [this.#processId]
    const rows = await this.#database.raw(
      (sql) => sql<{ id: string }[]>`
        select id from segue.process
        where seen_at > clock_timestamp() - ${TAKEN_AFTER}::interval
        order by id limit ${PROCESSES_TOLD}`,
      PROCESSES_WITHIN_MS,
    )
    return rows.map(({ id }) => id)
  }

  onLost(listener: (guildId: GuildId) => void): Disposable {
    this.#lostListeners.add(listener)
    return { [Symbol.dispose]: () => this.#lostListeners.delete(listener) }
  }

  /** Looks now whether the database still knows this process, instead of at the next beat. */
  async check(): Promise<void> {
    await this.#heartbeat?.beat()
  }

  /** The process isn't seen any more, so all its servers are free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#held.clear()
    await this.#heartbeat?.[Symbol.asyncDispose]()
  }

  /**
   * One statement, in which two processes lock the same rows in the same order. The servers of a
   * process that ended cleanly are free at once, since its row is gone.
   */
  async #take(guildIds: readonly GuildId[]): Promise<Map<GuildId, Lease>> {
    const heartbeat = this.#heartbeat
    if (heartbeat !== null && !heartbeat.isSeen) {
      throw new DatabaseError('database-away', 'this process is not seen by the others')
    }
    const mayTakeOver = heartbeat === null || heartbeat.mayTakeOver
    const rows = await this.#database.raw(
      (sql) => sql<{ guildId: GuildId; fence: string }[]>`
        insert into segue.player_lease as lease (guild_id, process_id, fence)
        select guild_id, ${this.#processId}, 1 from unnest(${[...guildIds]}::text[]) as wanted (guild_id)
        order by guild_id
        on conflict (guild_id) do update
          set process_id = excluded.process_id, fence = lease.fence + 1
          where lease.process_id is null or lease.process_id = excluded.process_id
            or not exists (
              select 1 from segue.process where id = lease.process_id
                and (not ${mayTakeOver}::boolean or seen_at > clock_timestamp() - ${TAKEN_AFTER}::interval))
        returning guild_id as "guildId", fence`,
    )
    const taken = new Map(rows.map(({ guildId, fence }) => [guildId, { fence: Number(fence) }]))
    for (const [guildId, lease] of taken) this.#held.set(guildId, lease)
    return taken
  }

  #giveBack(): Promise<void> {
    this.#givingBack ??= this.#giveBackAll().finally(() => {
      this.#givingBack = null
    })
    return this.#givingBack
  }

  async #giveBackAll(): Promise<void> {
    while (this.#owed.size > 0) {
      const ids = [...this.#owed].slice(0, GIVEN_BACK_AT_ONCE)
      await this.#database.raw(
        (sql) => sql`
          update segue.player_lease set process_id = null
          where process_id = ${this.#processId} and guild_id = any(${ids})`,
      )
      for (const guildId of ids) this.#owed.delete(guildId)
    }
  }

  /**
   * After a silence: servers that others took meanwhile are lost; the rest still belong to this
   * process.
   */
  async #reconcile(): Promise<void> {
    const before = [...this.#held]
    const rows = await this.#database.raw(
      (sql) => sql<{ guildId: GuildId; fence: string }[]>`
        select guild_id as "guildId", fence from segue.player_lease
        where process_id = ${this.#processId}`,
    )
    const mine = new Map(rows.map((row) => [row.guildId, Number(row.fence)]))
    for (const [guildId, lease] of before) {
      if (mine.get(guildId) === lease.fence || this.#held.get(guildId) !== lease) continue
      this.#held.delete(guildId)
      for (const listener of this.#lostListeners) listener(guildId)
    }
    await this.#giveBack()
  }
}
