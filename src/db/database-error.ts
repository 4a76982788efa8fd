/**
 * Why a query wasn't answered: the database can't be reached, it took too long, its disk is full,
 * or it refused the query itself (a bug: trying again won't help).
 */
export type DatabaseErrorCode =
  | 'database-away'
  | 'database-slow'
  | 'database-full'
  | 'database-refused'

/** Why a query failed. Its message holds no value of the query and no credential. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, reason: string, options?: ErrorOptions) {
    super(`${code}: ${reason}`, options)
    this.code = code
  }

  /** Whether the same query may succeed later with nothing else changed. */
  get temporary(): boolean {
    return this.code !== 'database-refused'
  }
}

/**
 * Why the database can't be used at the start: a sentence with the remedy, for whoever starts the
 * bot.
 */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError'
}

/** postgres.js's own codes and the operating system's for a database that doesn't answer. */
const AWAY =
  /^(CONNECT(ION)?_\w+|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/
/** SQLSTATE (PostgreSQL manual, appendix A): connection exceptions, shutdown, start-up, too many clients. */
const AWAY_STATE = /^(08...|57P0[1-5]|53300)$/
const DISK_FULL = '53100'
const STATE = /^[0-9A-Z]{5}$/

/** A failure of the database as a `DatabaseError`; anything else that was thrown is left as it is. */
export function databaseError(error: unknown): unknown {
  if (error instanceof DatabaseError) return error
  const cause = innermost(error)
  const state = sqlState(cause)
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (AWAY.test(state) || AWAY_STATE.test(state)) {
    return new DatabaseError('database-away', state, { cause })
  }
  if (state === DISK_FULL) return new DatabaseError('database-full', reason, { cause })
  if (STATE.test(state)) return new DatabaseError('database-refused', reason, { cause })
  return error
}

/** PostgreSQL's five characters, or the code of the connection's failure; '' without either. */
export function sqlState(error: unknown): string {
  const cause = innermost(error)
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** drizzle wraps what the driver threw, and puts the query's values into its message. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error
}
