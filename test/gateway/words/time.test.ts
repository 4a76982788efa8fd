import { expect, test } from 'bun:test'
import { formatTime } from '../../../src/gateway/words/time.ts'

test('times are shown as people write them', () => {
  expect([0, 999, 61_000, 600_000, 3_723_400].map(formatTime)).toEqual([
    '0:00',
    '0:00',
    '1:01',
    '10:00',
    '1:02:03',
  ])
})
