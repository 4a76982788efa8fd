import { describe, expect, test } from 'bun:test'
import { parseMediaServers } from '../../src/config/media-servers.ts'
import { ConfigError, parseConfig } from '../../src/config/parse.ts'
import { secretsOf } from '../../src/config/secrets.ts'
import { Fault } from '../../src/config/values.ts'

const SUBSONIC = { example: 'http://user:password@nas:4533', keys: true }
const parsed = (text: string, kind = SUBSONIC) => parseMediaServers(text, kind)

test('each server has a name, an address without secrets, and who signs in', () => {
  expect(
    parsed(`http://me:p%40ss,w0rd@NAS:4533/, https://music.example.com/navidrome/?apiKey=k3y
      https://ann:x@[fd00::1]:4533?name=Attic,`),
  ).toEqual([
    {
      name: 'nas:4533',
      url: 'http://nas:4533',
      login: { kind: 'password', user: 'me', password: 'p@ss,w0rd' },
    },
    {
      name: 'music.example.com',
      url: 'https://music.example.com/navidrome',
      login: { kind: 'key', key: 'k3y' },
    },
    {
      name: 'attic',
      url: 'https://[fd00::1]:4533',
      login: { kind: 'password', user: 'ann', password: 'x' },
    },
  ])
  expect(parsed('')).toEqual([])
})

describe('a fault names the remedy and never a secret:', () => {
  test.each([
    ['no URL', 'nas:4533', 'isn’t the URL of a server: use one like http://user:password@nas:4533'],
    ['another scheme', 'ftp://me:s3cret@nas', 'isn’t the URL of a server: use one like '],
    ['nobody', 'http://nas:4533', 'doesn’t say who signs in at “nas:4533”: write a user and '],
    ['no password', 'http://me@nas', 'doesn’t say who signs in at “nas”: write a user and '],
    ['user and key', 'http://me:s3cret@nas?apiKey=k', 'doesn’t say who signs in at “nas”'],
    ['a lone %', 'http://me:s3cret%@nas', 'has a “%” that isn’t followed by two hexadecimal'],
    ['an odd name', 'http://me:s3cret@nas?name=a/b', 'has no short name for “nas”: give it one'],
    ['more behind it', 'http://me:s3cret@nas?u=1', 'has more behind “nas” than is known there'],
    [
      'the same twice',
      'http://me:s3cret@nas http://ann:s3cret@nas/music',
      'has two servers of the name “nas”: give each a name of its own as in',
    ],
    [
      'the second one',
      'http://me:s3cret@nas http://attic:4533',
      'API key, as in http://nas:4533/?apiKey=KEY (entry 2 of 2)',
    ],
    [
      'too many',
      Array.from({ length: 21 }, (_, at) => `http://me:s3cret@nas:${at + 1}`).join(' '),
      'names 21 servers: name at most 20',
    ],
  ])('%s', (_what, text, part) => {
    const fault = parsed(text)
    if (!(fault instanceof Fault)) throw new Error('no fault')
    expect(fault.sentence).toContain(part)
    expect(fault.sentence).not.toContain('s3cret')
  })
  test('a key where none is taken', () => {
    const jellyfin = { example: 'http://user:password@nas:8096', keys: false }
    const fault = parsed('http://nas:8096/?apiKey=s3cret', jellyfin)
    expect(fault).toEqual(
      new Fault(
        'has more behind “nas:8096” than is known there: use a URL like http://user:password@nas:8096',
      ),
    )
  })
})

test('the configuration has both kinds, and their passwords and keys are among its secrets', () => {
  const environment = {
    DISCORD_TOKEN: 't0ken',
    SUBSONIC_URLS: 'http://me:p%40ss@nas:4533 http://attic/?apiKey=k3y',
    JELLYFIN_URLS: 'http://me:w0rd@nas:8096',
  }
  const config = parseConfig(environment, { cores: 4, memoryMb: 8000 })
  const { opensubsonic, jellyfin } = config.mediaServers
  expect([...opensubsonic, ...jellyfin].map(({ name }) => name)).toEqual([
    'nas:4533',
    'attic',
    'nas:8096',
  ])
  const secrets = secretsOf(config)
  for (const secret of ['t0ken', 'p@ss', 'p%40ss', '70407373', 'k3y', 'w0rd'])
    expect(secrets).toContain(secret)
  const wrong = { ...environment, JELLYFIN_URLS: 'http://nas:8096' }
  expect(() => parseConfig(wrong, { cores: 4, memoryMb: 8000 })).toThrow(ConfigError)
})
