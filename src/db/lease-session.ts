import type { Clock } from '../base/clock.ts'
import { type Sql, type SqlTransaction, serverClient } from './client.ts'
import { DatabaseError, databaseError } from './database-error.ts'
import type { DatabaseLog } from './database-log.ts'

/** First half of every process's advisory lock; the second is its number from `segue.process_lock`. */
export const PROCESS_LOCK = 0x5e9e

const BEAT_MS = 2_000
const ANSWER_WITHIN_MS = 2_000
/** A longer silence than this means that the database was away: two beats were missed. */
const AWAY_AFTER_MS = 3 * BEAT_MS

export interface LeaseSessionOptions {
  readonly url: string
  readonly clock: Clock
  readonly log: DatabaseLog
  /** How long after the database was away nobody takes what belongs to another, in ms. */
  readonly graceMs: number
}

/**
 * One connection that does nothing but hold this process's advisory lock: the lock says that the
 * process lives, and PostgreSQL drops it with the connection. Whatever rests on the lock runs on this
 * very connection, so it can't happen without the lock.
 */
export class LeaseSession implements AsyncDisposable {
  readonly #options: LeaseSessionOptions
  readonly #backListeners = new Set<() => Promise<void>>()
  #sql: Sql
  #number: number | null = null
  #lastAnswerMs: number
  #graceUntilMs = 0
  #beating: Promise<void> | null = null
  #nextBeat: Disposable | null = null
  #away = false
  #closed = false

  private constructor(options: LeaseSessionOptions) {
    this.#options = options
    this.#sql = connect(options.url)
    this.#lastAnswerMs = options.clock.now()
  }

  /** Resolves when the lock is held. Rejects with a `DatabaseError`. */
  static async open(options: LeaseSessionOptions): Promise<LeaseSession> {
    const session = new LeaseSession(options)
    try {
      await session.#withinDeadline(session.#hold())
    } catch (error) {
      await session[Symbol.asyncDispose]()
      throw error
    }
    session.#planBeat()
    return session
  }

  /** Second half of this process's lock. */
  get number(): number {
    if (this.#number === null) throw new DatabaseError('database-away', 'no lock was ever held')
    return this.#number
  }

  /** Whether what belongs to a process that has lost its lock may be taken now. */
  get mayTakeOver(): boolean {
    const now = this.#options.clock.now()
    return now >= this.#graceUntilMs && now - this.#lastAnswerMs <= AWAY_AFTER_MS
  }

  /** A transaction under the lock. Rejects with 'database-away' while the lock is not held. */
  transaction<T>(work: (transaction: SqlTransaction) => Promise<T>): Promise<T> {
    const held = this.#sql.begin(async (transaction) => {
      if (!(await this.#isHeldBy(transaction))) {
        throw new DatabaseError('database-away', 'the connection was lost and is not back yet')
      }
      return await work(transaction)
    })
    return this.#withinDeadline(held as Promise<T>)
  }

  /** `listener` is called each time that the lock is held again after it was lost. */
  onBack(listener: () => Promise<void>): void {
    this.#backListeners.add(listener)
  }

  /** Looks whether the lock is still held, and takes it again if not. Never rejects. */
  beat(): Promise<void> {
    this.#beating ??= this.#look().finally(() => {
      this.#beating = null
    })
    return this.#beating
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#nextBeat?.[Symbol.dispose]()
    await this.#sql.end({ timeout: 1 })
  }

  async #look(): Promise<void> {
    try {
      const held = await this.#withinDeadline(this.#isHeldBy(this.#sql))
      if (!held) await this.#withinDeadline(this.#hold())
      this.#answered(!held)
      if (!held) for (const listener of this.#backListeners) await listener()
    } catch (error) {
      this.#failed(error)
    }
  }

  async #hold(): Promise<void> {
    const { clock, graceMs } = this.#options
    const sql = this.#sql
    this.#number ??= await newNumber(sql)
    await takeLock(sql, this.#number)
    // A server that has just started was away for everybody, whoever saw it.
    this.#grantGrace(clock.now() - (await serverAgeMs(sql)) + graceMs)
    this.#lastAnswerMs = clock.now()
  }

  #answered(wasLost: boolean): void {
    const { clock, graceMs, log } = this.#options
    const now = clock.now()
    if (wasLost || now - this.#lastAnswerMs > AWAY_AFTER_MS) this.#grantGrace(now + graceMs)
    this.#lastAnswerMs = now
    if (this.#away) log.info('the database is back')
    this.#away = false
  }

  #failed(error: unknown): void {
    if (this.#closed) return
    if (!this.#away) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#options.log.warn('the database is away: no server can be taken over', { reason })
    }
    this.#away = true
    // What hangs may hang for ever: the next beat starts with a new connection.
    void this.#sql.end({ timeout: 0 }).catch(() => {})
    this.#sql = connect(this.#options.url)
  }

  #grantGrace(untilMs: number): void {
    this.#graceUntilMs = Math.max(this.#graceUntilMs, untilMs)
  }

  async #isHeldBy(sql: Sql | SqlTransaction): Promise<boolean> {
    if (this.#number === null) return false
    // An objsubid of 2 marks locks of two integers (PostgreSQL manual, 53.13, pg_locks).
    const locks = await sql`
      select 1 from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and objsubid = 2 and granted
        and classid = ${PROCESS_LOCK}::oid and objid = ${this.#number}::oid`
    return locks.length > 0
  }

  async #withinDeadline<T>(answer: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>()
    const timer = this.#options.clock.after(ANSWER_WITHIN_MS, () =>
      late.reject(new DatabaseError('database-slow', `no answer within ${ANSWER_WITHIN_MS} ms`)),
    )
    answer.catch(() => {})
    try {
      return await Promise.race([answer, late.promise])
    } catch (error) {
      throw databaseError(error)
    } finally {
      timer[Symbol.dispose]()
    }
  }

  #planBeat(): void {
    if (this.#closed) return
    this.#nextBeat = this.#options.clock.after(BEAT_MS, () => {
      void this.beat().then(() => this.#planBeat())
    })
  }
}

function connect(url: string): Sql {
  return serverClient(url, { connections: 1, lasting: true })
}

/**
 * Where the server has not noticed yet that the connection before is gone, that one still holds the
 * lock: it is ended, and the next attempt succeeds.
 */
async function takeLock(sql: Sql, number: number): Promise<void> {
  const [taken] = await sql<{ held: boolean }[]>`
    select pg_try_advisory_lock(${PROCESS_LOCK}::integer, ${number}::integer) as held`
  if (taken?.held === true) return
  await sql`
    select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and objsubid = 2 and granted and mode = 'ExclusiveLock'
      and classid = ${PROCESS_LOCK}::oid and objid = ${number}::oid
      and database = (select oid from pg_database where datname = current_database())`
  throw new DatabaseError('database-away', 'the connection before still held the lock')
}

async function serverAgeMs(sql: Sql): Promise<number> {
  const [server] = await sql<{ age: number }[]>`
    select extract(epoch from now() - pg_postmaster_start_time())::double precision * 1000 as age`
  return server?.age ?? 0
}

async function newNumber(sql: Sql): Promise<number> {
  const [row] = await sql<{ number: number }[]>`
    select nextval('segue.process_lock')::integer as number`
  if (row === undefined) throw new DatabaseError('database-refused', 'a sequence gave nothing')
  return row.number
}
