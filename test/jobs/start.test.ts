import { expect, test } from 'bun:test'
import { JobQueue } from '../../src/jobs/job-queue.ts'
import { silentLog } from '../../src/observability/log.ts'
import { failureOf } from '../support/failure.ts'

test('told to stop while the database is away, the queue gives up its start at once', async () => {
  const stop = new AbortController()
  const asked = Promise.withResolvers<void>()
  const database = {
    executeSql: async () => {
      asked.resolve()
      throw new Error('away')
    },
  }
  const failure = failureOf(JobQueue.start({ database, jobs: [], log: silentLog }, stop.signal))
  await asked.promise
  stop.abort('told to stop')
  expect(await failure).toBe('told to stop')
})
