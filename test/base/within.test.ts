import { expect, test } from 'bun:test'
import { within } from '../../src/base/within.ts'
import { ManualClock } from '../discord/manual-clock.ts'

test('work that’s done in time gives its result, and no timer is left', async () => {
  const clock = new ManualClock()
  let late = 0
  const count = () => late++
  expect(await within(clock, 100, Promise.resolve('done'), count)).toBe('done')
  await expect(within(clock, 100, Promise.reject(new RangeError('no')), count)).rejects.toThrow(
    'no',
  )
  clock.advance(1_000)
  expect(late).toBe(0)
})

test('work that takes too long gives what lateness gives or throws', async () => {
  const clock = new ManualClock()
  const work = Promise.withResolvers<string>()
  const given = within(clock, 100, work.promise, () => null)
  const thrown = within(clock, 100, work.promise, () => {
    throw new RangeError('late')
  })
  thrown.catch(() => {})
  clock.advance(99)
  await Promise.resolve()
  clock.advance(1)
  expect(await given).toBeNull()
  await expect(thrown).rejects.toThrow('late')
  work.reject(new Error('nobody hears this'))
})
