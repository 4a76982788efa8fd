import { expect, test } from 'bun:test'
import { parseClientKeys, parseWebToken } from '../../src/config/client-keys.ts'
import { secretsOf } from '../../src/config/secrets.ts'
import { Fault } from '../../src/config/values.ts'

test('an id and a secret stand with a colon between them, which the secret may have as well', () => {
  expect(parseClientKeys('abc:d:e')).toEqual({ id: 'abc', secret: 'd:e' })
  expect(parseClientKeys('')).toBeNull()
})

test.each([
  's3cret',
  ':s3cret',
  's3cret:',
  'a b:s3cret',
  `a:${'s3cret'.repeat(100)}`,
  'a:s3\ncret',
])('%j is refused, without being shown', (text) => {
  const fault = parseClientKeys(text)
  expect(fault).toBeInstanceOf(Fault)
  expect(Bun.inspect(fault)).not.toContain('s3')
})

test('the secrets of applications are hidden from the log', () => {
  const serviceKeys = {
    spotify: { id: 'me', secret: 'hid1' },
    tidal: { id: 'me', secret: 'hid2' },
    appleMusic: 'a.b.c',
  }
  const secrets = secretsOf({ token: '', databaseUrl: null, redisUrl: null, serviceKeys })
  expect(secrets).toEqual(['hid1', 'hid2', 'a.b.c'])
})

test('a web token has three parts, and a wrong one isn’t shown', () => {
  expect(parseWebToken('eyJh-_.eyJp.c2ln')).toBe('eyJh-_.eyJp.c2ln')
  expect(parseWebToken('')).toBeNull()
  for (const text of ['hidden', 'hid.den', 'a.hid\nden.b', 'a.b.c.hidden']) {
    expect(Bun.inspect(parseWebToken(text))).not.toContain('hid')
    expect(parseWebToken(text)).toBeInstanceOf(Fault)
  }
})
