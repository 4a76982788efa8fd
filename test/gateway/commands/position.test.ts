import { expect, test } from 'bun:test'
import { SegueError } from '../../../src/base/error.ts'
import { parsePosition } from '../../../src/gateway/commands/position.ts'

const ACCEPTED: readonly [string, 'to' | 'by', number][] = [
  ['1:23', 'to', 83],
  ['90', 'to', 90],
  ['0', 'to', 0],
  ['1:02:03', 'to', 3723],
  ['75:00', 'to', 4500],
  ['1:59:59', 'to', 7199],
  [' 5 ', 'to', 5],
  ['+30', 'by', 30],
  ['-10', 'by', -10],
  ['-1:00', 'by', -60],
]
for (const [text, kind, seconds] of ACCEPTED) {
  test(`${JSON.stringify(text)} is ${kind} ${seconds} s`, () => {
    expect(parsePosition(text)).toEqual({ kind, ms: seconds * 1000 })
  })
}

for (const text of [
  '',
  'x',
  '1:60',
  '1:99:00',
  '1::2',
  '1:2:3:4',
  '1e9',
  '1.5',
  '--1',
  '99999999',
  '٣',
]) {
  test(`${JSON.stringify(text)} is no position`, () => {
    expect(() => parsePosition(text)).toThrow(new SegueError('bad-position'))
  })
}
