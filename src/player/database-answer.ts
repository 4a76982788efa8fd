import type { Clock } from '../base/clock.ts'
import { SegueError } from '../base/error.ts'
import { within } from '../base/within.ts'

/** A database that hasn't answered by then counts as away for whoever waits. */
const ANSWER_WITHIN_MS = 8_000

/** What `work` gives; rejects with its own `SegueError`, or with 'database-away' for anything else. */
export async function databaseAnswer<T>(clock: Clock, work: Promise<T>): Promise<T> {
  try {
    return await within(clock, ANSWER_WITHIN_MS, work, () => {
      throw new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)
    })
  } catch (error) {
    if (error instanceof SegueError) throw error
    throw new SegueError('database-away', String(error), { cause: error })
  }
}
