import { expect, test } from 'bun:test'
import { silentLog } from '../../../src/observability/log.ts'
import { DailyUpdate } from '../../../src/sources/updates/daily.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

function daily(run: (signal: AbortSignal) => Promise<unknown>) {
  const clock = new ManualClock()
  const outcomes: string[] = []
  const ran = (outcome: string) => void outcomes.push(outcome)
  const update = new DailyUpdate(run, { clock, random: () => 0, log: silentLog, ran })
  return {
    ...{ clock, outcomes, update },
    passes: async (ms: number) => {
      clock.advance(ms)
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    },
  }
}

test('it looks soon after the start, then once a day, and after a failure in four hours', async () => {
  let isAway = false
  const job = daily(async () => {
    if (isAway) throw new Error('away')
  })
  await job.passes(9 * MINUTE_MS)
  expect(job.outcomes).toEqual([])
  await job.passes(MINUTE_MS)
  expect(job.outcomes).toEqual(['done'])
  isAway = true
  await job.passes(23 * HOUR_MS)
  expect(job.outcomes).toHaveLength(1)
  await job.passes(HOUR_MS)
  expect(job.outcomes).toEqual(['done', 'failed'])
  await job.passes(4 * HOUR_MS)
  expect(job.outcomes).toEqual(['done', 'failed', 'failed'])
})

test('it ends with what it belongs to, also where it’s under way', async () => {
  let signal: AbortSignal | null = null
  const job = daily((given) => {
    signal = given
    return new Promise(() => {})
  })
  await job.passes(HOUR_MS)
  job.update[Symbol.dispose]()
  expect(signal).toMatchObject({ aborted: true })
  const idle = daily(async () => {})
  idle.update[Symbol.dispose]()
  await idle.passes(48 * HOUR_MS)
  expect(idle.outcomes).toEqual([])
})
