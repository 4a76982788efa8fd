import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { thisHost } from '../../src/config/host.ts'
import { ConfigError, parseConfig } from '../../src/config/parse.ts'
import { secretsOf } from '../../src/config/secrets.ts'
import { strangersIn } from '../../src/config/strangers.ts'
import type { Environment } from '../../src/config/variables.ts'

const MACHINE = { cores: 2, memoryMb: 1000 }
const TOKEN = { DISCORD_TOKEN: 'a.b.c' }

/** The files' texts by their paths. */
const files = (texts: Readonly<Record<string, string>>) => (path: string) => {
  const text = texts[path]
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
  return text
}

function faultsOf(environment: Environment, texts = {}): readonly string[] {
  try {
    parseConfig(environment, MACHINE, thisHost, files(texts))
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

test('a folder of music that cannot be read is told with the others, by what is wrong with it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segue-host-'))
  try {
    writeFileSync(join(folder, 'song.mp3'), '')
    const faultOf = (path: string) => faultsOf({ ...TOKEN, MUSIC_DIR: path, BIND: 'foo' })
    for (const [path, sentence] of [
      [join(folder, 'none'), /which doesn’t exist: use a folder that does/],
      [join(folder, 'song.mp3'), /which is a file: use the folder that it lies in/],
      ['~/Music', /"~" means your home folder only in a shell: use the whole path/],
    ] as const) {
      const faults = faultOf(path)
      expect(faults).toEqual([
        expect.stringMatching(sentence),
        expect.stringMatching(/^BIND is "foo", which isn’t an address of this machine: use /),
      ])
      expect(faults[0]).toStartWith('MUSIC_DIR is ')
    }
    expect(faultsOf({ ...TOKEN, MUSIC_DIR: folder, BIND: '127.0.0.1' })).toEqual([])
    mkdirSync(join(folder, 'closed'))
    chmodSync(join(folder, 'closed'), 0o000)
    // Root reads everything.
    const closed = process.getuid?.() === 0 ? [] : [expect.stringMatching(/this user can’t read/)]
    expect(faultsOf({ ...TOKEN, MUSIC_DIR: join(folder, 'closed') })).toEqual(closed)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what else is named on this machine is looked at, too: files, folders and addresses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segue-host-'))
  try {
    const [song, none] = [join(folder, 'song.mp3'), join(folder, 'none')]
    writeFileSync(song, '')
    for (const [name, value, sentence] of [
      ['YTDLP_COOKIES_FILE', none, 'which doesn’t exist: use a file that does, or unset it'],
      ['YTDLP_COOKIES_FILE', folder, 'which is a folder: use a file in it'],
      ['YTDLP_COOKIES_FILE', '~/c.txt', 'and "~" means your home folder only in a shell'],
      ['YTDLP_PLUGIN_DIR', none, 'which doesn’t exist: use a folder that does, or unset it'],
      ['YTDLP_PLUGIN_DIR', song, 'which is a file: use the folder that it lies in'],
      ['YTDLP_SOURCE_ADDRESS', '203.0.113.7', 'which isn’t an address of this machine: use one'],
      ['DATA_DIR', song, 'which is a file: use a folder'],
      ['DATA_DIR', '~/data', 'and "~" means your home folder only in a shell'],
    ] as const) {
      const [fault, ...more] = faultsOf({ ...TOKEN, [name]: value })
      expect(fault).toStartWith(`${name} is ${JSON.stringify(value)}, ${sentence}`)
      expect(more).toEqual([])
    }
    // The bot makes its data folder itself.
    for (const right of [
      { YTDLP_COOKIES_FILE: song, YTDLP_PLUGIN_DIR: folder },
      { YTDLP_SOURCE_ADDRESS: '127.0.0.1', DATA_DIR: none },
      { DATA_DIR: folder },
    ])
      expect(faultsOf({ ...TOKEN, ...right })).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('each secret may lie in a file, and a password apart from its URL', () => {
  const environment = {
    DISCORD_TOKEN_FILE: '/run/secrets/token',
    DATABASE_URL: 'postgres://segue@db:5432/segue',
    DATABASE_PASSWORD_FILE: '/run/secrets/db',
    REDIS_URL: 'redis://redis:6379',
    REDIS_PASSWORD: 'b@d%2/',
  }
  const texts = { '/run/secrets/token': 'a.b.c\n', '/run/secrets/db': 'p:a/ss@1\n' }
  const config = parseConfig(environment, MACHINE, thisHost, files(texts))
  expect(config.token).toBe('a.b.c')
  const url = new URL(config.databaseUrl ?? '')
  expect([url.username, decodeURIComponent(url.password), url.host]).toEqual([
    'segue',
    'p:a/ss@1',
    'db:5432',
  ])
  expect(decodeURIComponent(new URL(config.redisUrl ?? '').password)).toBe('b@d%2/')
  const hidden = secretsOf(config)
  for (const secret of ['a.b.c', 'p:a/ss@1', 'b@d%2/']) expect(hidden).toContain(secret)
})

test('a secret’s file that cannot be read, or that another value contradicts, is a fault', () => {
  expect(faultsOf({ DISCORD_TOKEN_FILE: '/nowhere' })).toEqual([
    `DISCORD_TOKEN_FILE is "/nowhere", which can’t be read (ENOENT): use a file that this user can read`,
    expect.stringMatching(/^DISCORD_TOKEN isn’t set/),
  ])
  expect(faultsOf({ ...TOKEN, DISCORD_TOKEN_FILE: '/token' }, { '/token': 'x' })).toEqual([
    'DISCORD_TOKEN_FILE is set, and so is DISCORD_TOKEN: use only one of them',
  ])
})

test('variables that look like ours are named, and no others', () => {
  const environment = {
    ...TOKEN,
    MUSICDIR: '/music',
    MAX_PLAYER: '3',
    SEGUE_DATA_DIR: '/data',
    APP_PORT: '80',
    BIN: '/bin',
    PATH: '/bin',
    DISCORD_TOKEN_FILE: '',
    MUSIC_DIR_OLD: '/old',
  }
  expect(strangersIn(environment)).toEqual([
    { name: 'MUSICDIR', meant: 'MUSIC_DIR' },
    { name: 'MAX_PLAYER', meant: 'MAX_PLAYERS' },
    { name: 'SEGUE_DATA_DIR', meant: 'DATA_DIR' },
  ])
})

test('logs are for people on a terminal and JSON elsewhere, unless they are told otherwise', () => {
  const prettyOf = (environment: Environment, isTerminal: boolean) =>
    parseConfig({ ...TOKEN, ...environment }, MACHINE, { ...thisHost, isTerminal }).logging.pretty
  expect(prettyOf({}, true)).toEqual({ color: true })
  expect(prettyOf({}, false)).toBeNull()
  expect(prettyOf({ LOG_FORMAT: 'json' }, true)).toBeNull()
  expect(prettyOf({ LOG_FORMAT: 'pretty' }, false)).toEqual({ color: false })
  // https://no-color.org: an empty value turns nothing off.
  expect(prettyOf({ NO_COLOR: '1' }, true)).toEqual({ color: false })
  expect(prettyOf({ NO_COLOR: '' }, true)).toEqual({ color: true })
  expect(prettyOf({ TERM: 'dumb' }, true)).toEqual({ color: false })
})

test('a data folder that can’t be looked at is left to whoever makes it', () => {
  const long = join('/tmp', 'x'.repeat(300))
  for (const path of ['/dev/null/data', long]) {
    expect(faultsOf({ ...TOKEN, DATA_DIR: path })).toEqual([])
  }
})
