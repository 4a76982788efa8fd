import { DatabaseError, DatabaseStartError, databaseError, sqlState } from './database-error.ts'
import type { DatabaseLog } from './database-log.ts'

const RETRY_MS = 250

/** SQLSTATE → what's wrong with the address of a database, and what to do. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'refuses the password: correct DATABASE_URL',
  '28000': 'refuses this user: correct DATABASE_URL, or allow the user in pg_hba.conf',
  '3D000': 'has no database of that name: create it, or correct DATABASE_URL',
  '42501': 'doesn’t let this user make tables: grant CREATE on the database',
  '25006': 'is read-only: point DATABASE_URL at the primary',
}

export interface Patience {
  readonly withinMs: number
  readonly log: DatabaseLog
  readonly stop: AbortSignal | undefined
}

/**
 * Does `work` with a database that may still be starting, since both are often started together.
 * Failures become sentences (`DatabaseStartError`) without the database's address, which has the
 * password.
 */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const giveUpAt = performance.now() + patience.withinMs
  for (let attempt = 0; ; attempt++) {
    patience.stop?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      if (error instanceof DatabaseStartError) throw error
      const failure = databaseError(error)
      if (!isAway(failure) || performance.now() > giveUpAt) {
        throw new DatabaseStartError(sentence(error), { cause: error })
      }
      if (attempt === 0) patience.log.info('waiting for the database', { reason: failure.message })
    }
    await Bun.sleep(RETRY_MS)
  }
}

function isAway(failure: unknown): failure is DatabaseError {
  return failure instanceof DatabaseError && failure.code === 'database-away'
}

function sentence(error: unknown): string {
  const known = REFUSALS[sqlState(error)]
  if (known !== undefined) return `the database ${known}.`
  const failure = databaseError(error)
  const reason = failure instanceof Error ? failure.message : String(failure)
  return isAway(failure)
    ? `the database does not answer (${reason}): start it, or correct DATABASE_URL.`
    : `the database can't be prepared (${reason}).`
}
