import { expect, test } from 'bun:test'
import { oneLine, shorten } from '../../src/base/one-line.ts'

const FAMILY = '👨‍👩‍👧‍👦'
const ENGLAND = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'

test.each([
  ['a family', FAMILY],
  ['a flag of tags', ENGLAND],
  ['a heart in colour', '❤️‍🔥'],
  ['a skin tone and a joiner', '👩🏽‍🚀'],
  ['Persian', 'می‌خواهم'],
  ['Hindi', 'क्‍ष and क्‌ष'],
  ['Malayalam that ends in a joiner', 'അവന്‍'],
  ['an Arabic year sign', '\u0601١٢٣'],
  ['Thai, Hebrew and Vietnamese marks', 'น้ำ שָׁלוֹם ế'],
])('%s stays as it is', (_, text) => {
  expect(oneLine(text, ' ')).toBe(text)
  expect(oneLine(text, '')).toBe(text)
})

test.each([
  ['an override of the direction', 'a\u202eb', 'ab'],
  ['an isolate', 'a\u2067b\u2069', 'ab'],
  ['a zero-width space', 'a\u200bb', 'ab'],
  ['a soft hyphen', 'con\u00adcert', 'concert'],
  ['a joiner that joins nothing', '\u200d \u200c1\u200d', '1'],
  ['all joiners of a row but one', 'می\u200c\u200c\u200cخ', 'می\u200cخ'],
  ['hidden tags', 'a\u{e0068}\u{e0069}\u{e007f}', 'a'],
  ['tags behind a flag without an end', '🏴\u{e0068}\u{e0069}', '🏴'],
  ['more tags than a flag has', `🏴${'\u{e0068}'.repeat(40)}\u{e007f}`, '🏴'],
  ['line breaks and control characters', 'a\r\n\u2028b\u0000c\u0085d', 'a b c d'],
])('%s goes', (_, text, left) => {
  expect(oneLine(text, '')).toBe(left)
})

test('a tower of marks ends at eight', () => {
  expect(oneLine(`a${'\u0301'.repeat(1000)}b`, '')).toBe(`a${'\u0301'.repeat(8)}b`)
})

test('text is cut between what people take for characters, to the limit as Discord counts', () => {
  expect(shorten('abc', 3)).toBe('abc')
  expect(shorten('abcd', 3)).toBe('ab…')
  expect(shorten('😀😀😀', 4)).toBe('😀…')
  for (const whole of [FAMILY, ENGLAND, '🇩🇪', 'e\u0301', '👩🏽‍🚀', 'क्‍ष']) {
    const text = `x${whole}${whole}y`
    for (let limit = 1; limit < text.length; limit++) {
      const kept = `x${whole}`.length <= limit - 1 ? `x${whole}…` : 'x…'
      expect(shorten(text, limit)).toBe(limit === 1 ? '…' : kept)
    }
    expect(shorten(text, text.length)).toBe(text)
  }
})

test('one character that is longer than the limit is cut all the same, and never in half a code point', () => {
  expect(shorten(`a${'\u0301'.repeat(1000)}`, 100)).toHaveLength(100)
  for (const limit of [4, 5, 6, 7]) {
    const short = shorten(FAMILY, limit)
    expect(short.length).toBeLessThanOrEqual(limit)
    expect(short.isWellFormed()).toBe(true)
    expect(short.length).toBeGreaterThan(1)
  }
})
