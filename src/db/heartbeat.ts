import type { Clock } from '../base/clock.ts'
import { within } from '../base/within.ts'
import { type Sql, serverClient } from './client.ts'
import { DatabaseError, databaseError } from './database-error.ts'
import type { DatabaseLog } from './database-log.ts'

/**
 * Others may take the servers of a process that hasn't been seen for this long, by the database's
 * clock.
 */
const TAKEN_AFTER_MS = 5_000
/** The same as a PostgreSQL interval. */
export const TAKEN_AFTER = `${TAKEN_AFTER_MS} milliseconds`

const BEAT_MS = 1_000
const ANSWER_WITHIN_MS = 1_500
/** A longer silence than this means that the database was away: two beats were missed. */
const AWAY_AFTER_MS = 3 * BEAT_MS
/**
 * A silence longer than this may have cost servers. The limit is below the time at which others may
 * take any.
 */
const SURE_MS = TAKEN_AFTER_MS - ANSWER_WITHIN_MS
/**
 * A new process waits this long: if nobody could reach the database, all others have been seen
 * again by then.
 */
const SETTLED_AFTER_MS = 3_000

export interface HeartbeatOptions {
  readonly url: string
  readonly processId: string
  readonly clock: Clock
  readonly log: DatabaseLog
  /** How long nobody takes another process's servers after the database was away, in ms. */
  readonly graceMs: number
  /** How long a process waits after its start before it takes another's servers, in ms. */
  readonly settledAfterMs?: number
}

/**
 * Keeps this process's row in `segue.process` fresh, on a connection of its own, so that no other work
 * can hold it up. Times are the database's, and each beat is a statement by itself: any pooler will do.
 */
export class Heartbeat implements AsyncDisposable {
  readonly #options: HeartbeatOptions
  readonly #backListeners = new Set<() => Promise<void>>()
  #sql: Sql
  /** When the last beat that was answered was sent. */
  #lastBeatMs: number
  #graceUntilMs = 0
  #beating: Promise<void> | null = null
  #nextBeat: Disposable | null = null
  #away = false
  /** Others may have taken servers since the last beat, and nobody has checked yet. */
  #doubtful = false
  #closed = false

  private constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#sql = serverClient(options.url, { connections: 1 })
    this.#lastBeatMs = options.clock.now()
  }

  /** Resolves when the process has its row. Rejects with a `DatabaseError`. */
  static async open(options: HeartbeatOptions): Promise<Heartbeat> {
    const heartbeat = new Heartbeat(options)
    try {
      await heartbeat.#withinDeadline(heartbeat.#begin())
    } catch (error) {
      await heartbeat.#sql.end({ timeout: 0 })
      throw error
    }
    heartbeat.#planBeat()
    return heartbeat
  }

  /** Whether servers of a process that is no longer seen may be taken now. */
  get mayTakeOver(): boolean {
    const now = this.#options.clock.now()
    return now >= this.#graceUntilMs && now - this.#lastBeatMs <= AWAY_AFTER_MS
  }

  /** Whether others certainly see this process, so that nobody takes from it what it claims now. */
  get isSeen(): boolean {
    return this.#options.clock.now() - this.#lastBeatMs <= SURE_MS
  }

  /** `listener` is called each time that the process is seen again after others may have taken servers. */
  onBack(listener: () => Promise<void>): void {
    this.#backListeners.add(listener)
  }

  /** Never rejects, since the next beat comes soon. */
  beat(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = null
    })
    return this.#beating
  }

  /** From here on, the servers that this process held are free for anyone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#nextBeat?.[Symbol.dispose]()
    await this.#beating
    const { processId } = this.#options
    const farewell = this.#sql`delete from segue.process where id = ${processId}`.execute()
    // While the database is away, others notice by the missing heartbeat.
    await this.#withinDeadline(farewell).catch(() => {})
    await this.#sql.end({ timeout: 1 })
  }

  async #begin(): Promise<void> {
    const { clock, graceMs, settledAfterMs = SETTLED_AFTER_MS } = this.#options
    const sentAtMs = clock.now()
    await this.#see()
    const sql = this.#sql
    // Rows this old belong to processes that ended long ago.
    await sql`delete from segue.process where seen_at < clock_timestamp() - interval '1 day'`
    // A database server that has just started was away for every process.
    this.#graceUntilMs = Math.max(
      clock.now() + settledAfterMs,
      clock.now() - (await serverAgeMs(sql)) + graceMs,
    )
    this.#lastBeatMs = sentAtMs
  }

  async #beat(): Promise<void> {
    const sentAtMs = this.#options.clock.now()
    try {
      const wasKnown = await this.#withinDeadline(this.#see())
      this.#answered(sentAtMs, wasKnown)
      if (!this.#doubtful) return
      for (const listener of this.#backListeners) await listener()
      this.#doubtful = false
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Whether the process had a row before. */
  async #see(): Promise<boolean> {
    const [row] = await this.#sql<{ isNew: boolean }[]>`
      insert into segue.process (id, seen_at)
      values (${this.#options.processId}, clock_timestamp())
      on conflict (id) do update set seen_at = excluded.seen_at
      returning xmax = 0 as "isNew"`
    return row?.isNew === false
  }

  #answered(sentAtMs: number, wasKnown: boolean): void {
    const { clock, graceMs, log } = this.#options
    const silenceMs = clock.now() - this.#lastBeatMs
    if (silenceMs > AWAY_AFTER_MS) {
      this.#graceUntilMs = Math.max(this.#graceUntilMs, clock.now() + graceMs)
    }
    if (silenceMs > SURE_MS || !wasKnown) this.#doubtful = true
    this.#lastBeatMs = sentAtMs
    if (this.#away) log.info('the database is back')
    this.#away = false
  }

  #failed(error: unknown): void {
    if (this.#closed) return
    if (!this.#away) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#options.log.warn('the database isn’t answering, so no server can be taken over', {
        reason,
      })
    }
    this.#away = true
    // A connection that hangs may do so for ever, so the next beat opens a new one.
    void this.#sql.end({ timeout: 0 }).catch(() => {})
    this.#sql = serverClient(this.#options.url, { connections: 1 })
  }

  async #withinDeadline<T>(answer: Promise<T>): Promise<T> {
    try {
      return await within(this.#options.clock, ANSWER_WITHIN_MS, answer, () => {
        throw new DatabaseError('database-slow', `no answer within ${ANSWER_WITHIN_MS} ms`)
      })
    } catch (error) {
      throw databaseError(error)
    }
  }

  #planBeat(): void {
    if (this.#closed) return
    this.#nextBeat = this.#options.clock.after(BEAT_MS, () => {
      void this.beat().then(() => this.#planBeat())
    })
  }
}

async function serverAgeMs(sql: Sql): Promise<number> {
  const [server] = await sql<{ age: number }[]>`
    select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::double precision
      * 1000 as age`
  return server?.age ?? 0
}
