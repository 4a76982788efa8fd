import { expect, test } from 'bun:test'
import { customId, parseCustomId } from '../../../src/gateway/views/custom-id.ts'

test('what a custom id carries is read back as it was', () => {
  for (const args of [[], ['de'], ['a:b', '', '100 %', 'ü/🎵']])
    expect(parseCustomId(customId('page', ...args))).toEqual({ action: 'page', args })
})

test('a custom id is as long as Discord takes it, or isn’t made', () => {
  expect(customId('a', 'x'.repeat(95))).toHaveLength(100)
  expect(() => customId('a', 'x'.repeat(96))).toThrow(RangeError)
})

test.each(['', 'v1', 'v1:', 'v0:pause', 'v2:pause', 'pause', 'v1:pause:%', ':', 'v1::x'])(
  '%p is nobody’s',
  (text) => {
    expect(parseCustomId(text)).toBeNull()
  },
)
