import { expect, test } from 'bun:test'
import { EditTurns } from '../../../src/gateway/now-playing/edit-turns.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

test('a thousand cards at once make twenty requests a second, and what people wait to see comes first', async () => {
  const clock = new ManualClock(0)
  const turns = new EditTurns(clock)
  const taken: string[] = []
  for (let card = 0; card < 1_000; card++) {
    void turns.turn(false).then(() => taken.push('calm'))
  }
  clock.advance(0)
  await settled()
  void turns.turn(true).then(() => taken.push('urgent'))
  for (let ms = 0; ms < 1_000; ms += 10) {
    clock.advance(10)
    await settled()
  }
  expect(taken.length).toBeGreaterThanOrEqual(20)
  expect(taken.length).toBeLessThanOrEqual(22)
  expect(taken.indexOf('urgent')).toBeLessThanOrEqual(1)
})
