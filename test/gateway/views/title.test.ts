import { expect, test } from 'bun:test'
import { escapeText, fit } from '../../../src/gateway/views/title.ts'

/** What Discord makes of `\x`: the plain character. */
const shown = (markdown: string) => markdown.replace(/\\([\p{P}\p{S}])/gu, '$1')

test('markup in a title is shown, not obeyed', () => {
  const title =
    '**bold** _it_ ~~no~~ `code` ||spoiler|| > quote # head - list [x](https://evil.example)'
  const escaped = escapeText(title, 200)
  expect(shown(escaped)).toBe(title)
  expect(escaped.replace(/\\./g, '')).not.toMatch(/[*_~`|>#[\]():-]/)
})

test('nothing that looks like a mention, emoji, timestamp or link survives', () => {
  for (const title of [
    '@everyone',
    '@here',
    '<@1>',
    '<@&2>',
    '<#3>',
    '<:a:4>',
    '<t:5>',
    '</play:6>',
  ]) {
    expect(escapeText(title)).not.toContain(title)
  }
  expect(escapeText('@everyone')).not.toMatch(/@(everyone|here)/)
  expect(escapeText('https://evil.example')).not.toContain('https://')
})

test('a backslash cannot undo the escape behind it', () => {
  expect(escapeText('\\*x\\*')).toBe('\\\\\\*x\\\\\\*')
})

test('line breaks, control characters and turned text directions become spaces', () => {
  expect(escapeText('a\r\n\u2028b\u0000c\u202ed\u200be')).toBe('a b c d e')
})

test('a title of nothing visible is still something to see', () => {
  expect(shown(escapeText(' \u200b\n'))).toBe('-')
})

test('a message is cut to what Discord takes', () => {
  expect(fit('x'.repeat(3000))).toHaveLength(2000)
})

test('emoji sequences and joined letters of a title are shown as they are', () => {
  const title = '👨‍👩‍👧‍👦 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} ❤️ می‌خواهم क्‍ष'
  expect(escapeText(title)).toBe(title)
})
