import { expect, test } from 'bun:test'
import { prettyLine } from '../../src/observability/pretty-line.ts'

/** A time of this machine's own zone, wherever it is. */
const AT = new Date(2026, 10, 5, 9, 2, 3)
const plain = { color: false }

test('a line for people has the local time, the name of its level, and its fields', () => {
  const fields = { ms: 2.5, ok: true, none: null, title: 'two words', name: 'one', empty: '' }
  expect(prettyLine('warn', 'careful', fields, AT, plain)).toBe(
    '2026-11-05 09:02:03 WARN  careful ms=2.5 ok=true none=null title="two words" name=one empty=""\n',
  )
})

test('a link stands on a line of its own', () => {
  const link = 'https://discord.com/oauth2/authorize?client_id=1&scope=bot'
  expect(prettyLine('info', 'invite', { link }, AT, plain)).toBe(
    `2026-11-05 09:02:03 INFO  invite\n${link}\n`,
  )
})

test('colors stand around the time, the level and the fields, and nowhere without a terminal for them', () => {
  const colored = prettyLine('error', 'broken', { ms: 1 }, AT, { color: true })
  expect(colored).toBe(
    '\x1b[90m2026-11-05 09:02:03\x1b[0m \x1b[31mERROR\x1b[0m broken \x1b[90mms=1\x1b[0m\n',
  )
  expect(prettyLine('error', 'broken', { ms: 1 }, AT, plain)).toBe(
    '2026-11-05 09:02:03 ERROR broken ms=1\n',
  )
})

test('what a terminal would obey is spelt out, and a line stays one line', () => {
  const title = 'a\x1b[2Jb\nc\x9bd\u202ee'
  const line = prettyLine('info', `played\r\x07 ${title}`, { title }, AT, plain)
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(line).toContain('title="a\\u001b[2Jb\\nc\\u009bd\\u202ee"')
})
