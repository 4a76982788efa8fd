import { expect, test } from 'bun:test'
import { userId } from '../../src/base/ids.ts'
import { MemoryBus } from '../../src/bus/memory-bus.ts'
import { forgetEverywhere, hearForgotten } from '../../src/fleet/forgetting.ts'
import { ManualClock } from '../discord/manual-clock.ts'

test('every process hears whom to forget, and nothing that is no member', async () => {
  await using bus = new MemoryBus(new ManualClock(0))
  const heard: string[] = []
  await using _one = await hearForgotten(bus, (id) => heard.push(`one ${id}`))
  await using _other = await hearForgotten(bus, (id) => heard.push(`other ${id}`))
  for (const odd of [null, 31, 'bob', { id: '31' }, '3'.repeat(40)])
    await bus.publish('forgotten-members', odd)
  await forgetEverywhere(bus, userId('31'))
  await Promise.resolve()
  expect(heard.sort()).toEqual(['one 31', 'other 31'])
})
