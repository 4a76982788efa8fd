import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { type Clock, systemClock } from '../base/clock.ts'
import { within } from '../base/within.ts'
import { embeddedClient, type Sql, serverClient } from './client.ts'
import { DatabaseError, databaseError } from './database-error.ts'
import type { DatabaseLog } from './database-log.ts'
import { EmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrations.ts'
import { patiently } from './start.ts'

export interface DatabaseOptions {
  /** The URL of a PostgreSQL; null: the embedded one in `dataDir`. */
  readonly url: string | null
  readonly dataDir: string
  readonly log: DatabaseLog
  readonly clock?: Clock
  /** How long a query may take, in ms. */
  readonly deadlineMs?: number
  /** How long the start waits for a PostgreSQL that doesn't answer yet, in ms. */
  readonly startWithinMs?: number
  /** After each query or transaction, for metrics: 'ok', or the code of its `DatabaseError`. */
  readonly answered?: (outcome: string, ms: number) => void
}

export type Orm = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0]

const DEADLINE_MS = 10_000
const START_WITHIN_MS = 30_000
const CONNECTIONS = 5
/**
 * How long a transaction may wait for its process. One that hangs, or whose machine is gone, would keep
 * what it has locked: for as long as it hangs, or until TCP gives up after hours. Less than it takes
 * until others may have its servers, so that nobody ever waits for it.
 */
const ABANDONED_AFTER_MS = 4_000
const END_WITHIN_S = 1

/**
 * PostgreSQL, real or embedded, behind one driver. Every query has a deadline; a query that fails
 * rejects with a `DatabaseError`. When a database that was away is back, nothing needs to be done.
 */
export class Database implements AsyncDisposable {
  /** Null: the embedded one. */
  readonly url: string | null
  readonly log: DatabaseLog
  readonly #embedded: EmbeddedPostgres | null
  readonly #clock: Clock
  readonly #deadlineMs: number
  readonly #answered: (outcome: string, ms: number) => void
  #connections: Connections

  private constructor(options: DatabaseOptions, embedded: EmbeddedPostgres | null) {
    this.url = options.url
    this.log = options.log
    this.#embedded = embedded
    this.#clock = options.clock ?? systemClock
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS
    this.#answered = options.answered ?? (() => {})
    this.#connections = this.#connect()
  }

  /**
   * Opens and migrates the database. Throws `DatabaseStartError`, or the reason of `stop` when that
   * aborts.
   */
  static async open(options: DatabaseOptions, stop?: AbortSignal): Promise<Database> {
    const { url, dataDir, log } = options
    const embedded = url === null ? await EmbeddedPostgres.start(dataDir, log) : null
    const database = new Database(options, embedded)
    try {
      // The embedded database either starts or is broken, so there's no point in waiting.
      const withinMs = embedded === null ? (options.startWithinMs ?? START_WITHIN_MS) : 0
      await patiently(() => migrate(database.#connections.sql), { withinMs, log, stop })
    } catch (error) {
      await database[Symbol.asyncDispose]()
      throw error
    }
    await embedded?.completed()
    return database
  }

  get kind(): 'embedded' | 'server' {
    return this.#embedded === null ? 'server' : 'embedded'
  }

  /** Queries through drizzle. */
  run<T>(work: (orm: Orm) => Promise<T>, deadlineMs = this.#deadlineMs): Promise<T> {
    return this.#within(({ orm }) => work(orm), deadlineMs)
  }

  /** The same on one connection, all or nothing. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.run((orm) =>
      orm.transaction(async (transaction) => {
        // On its way together with the first query: it costs no round trip.
        const limited = transaction.execute(ABANDON).then(() => {})
        // Where the connection breaks, the work fails too, and tells.
        limited.catch(() => {})
        const value = await work(transaction)
        await limited
        return value
      }),
    )
  }

  /** Queries through the driver itself, for what drizzle can't express. Times come as text. */
  raw<T>(work: (sql: Sql) => Promise<T>, deadlineMs = this.#deadlineMs): Promise<T> {
    return this.#within(({ sql }) => work(sql), deadlineMs)
  }

  /**
   * Resolves when the database answers. Rejects with why it doesn't, or with the signal's reason.
   */
  async ping(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const aborted = Promise.withResolvers<never>()
    const abort = () => aborted.reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    try {
      await Promise.race([aborted.promise, this.raw((sql) => sql`select 1`)])
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connections.sql.end({ timeout: END_WITHIN_S })
    await this.#embedded?.[Symbol.asyncDispose]()
  }

  async #within<T>(work: (connections: Connections) => Promise<T>, deadlineMs: number): Promise<T> {
    const connections = this.#connections
    const began = this.#clock.now()
    // A query of drizzle or the driver runs each time it's awaited, so this awaits it once.
    const answer = (async () => await work(connections))()
    try {
      const value = await within(this.#clock, deadlineMs, answer, () => {
        this.#renew(connections)
        throw new DatabaseError('database-slow', `no answer within ${deadlineMs} ms`)
      })
      this.#answered('ok', this.#clock.now() - began)
      return value
    } catch (cause) {
      const error = this.#failure(cause, connections)
      this.#answered(
        error instanceof DatabaseError ? error.code : 'other',
        this.#clock.now() - began,
      )
      throw error
    }
  }

  /** Why a query failed. One that was dropped by `#renew` met a database that hangs, not one that is away. */
  #failure(cause: unknown, connections: Connections): unknown {
    const error = databaseError(cause)
    const dropped = error instanceof DatabaseError && error.code === 'database-away'
    if (!dropped || this.#connections === connections) return error
    return new DatabaseError('database-slow', 'dropped, since its connection hung', { cause })
  }

  /**
   * Drops connections on which something hangs, since the network may never report them dead.
   * Everything that waits on them fails at once, as slow too; the next query connects again.
   */
  #renew(connections: Connections): void {
    if (this.#connections !== connections) return
    this.#connections = this.#connect()
    void connections.sql.end({ timeout: 0 }).catch(() => {})
  }

  #connect(): Connections {
    const embedded = this.#embedded
    const sql =
      this.url === null
        ? embeddedClient(() => connected(embedded).connect())
        : serverClient(this.url, { connections: CONNECTIONS })
    return { sql, orm: drizzle(sql) }
  }
}

/** By the database itself, in each transaction: behind a pooler a session is nobody's. */
const ABANDON = sql.raw(`set local idle_in_transaction_session_timeout = ${ABANDONED_AFTER_MS}`)

interface Connections {
  readonly sql: Sql
  readonly orm: Orm
}

function connected(embedded: EmbeddedPostgres | null): EmbeddedPostgres {
  if (embedded === null) throw new Error('a database without a URL is embedded')
  return embedded
}
