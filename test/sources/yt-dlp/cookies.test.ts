import { expect, test } from 'bun:test'
import { cookieHeader } from '../../../src/sources/yt-dlp/cookies.ts'

test.each([
  ['a=1; Domain=x.example; Path=/; Secure; Expires=1999999999; b=2; Domain=.example', 'a=1; b=2'],
  ['PREF="f1=5&tz=\\054x\\"y"; Path=/', 'PREF=f1=5&tz=,x"y'],
  ['empty=; Path=/', 'empty='],
  ['Secure', null],
  ['', null],
  [null, null],
  [['a=1'], null],
])('%j becomes %j', (cookies, header) => {
  expect(cookieHeader(cookies)).toBe(header)
})

test.each([
  ['a line break', 'a=1; evil="x\\015\\012Host: inside"'],
  ['the end of a cookie', 'a=1; evil="x\\073 admin=1"'],
  ['what is not ASCII', 'a=1; evil=é'],
  ['an invalid name', 'a=1; e vil=x'],
])('a cookie with %s is left out', (_what, cookies) => {
  expect(cookieHeader(cookies)).toBe('a=1')
})

test('more than a header holds is not sent', () => {
  expect(cookieHeader(`a=${'x'.repeat(5000)}`)).toBeNull()
})
