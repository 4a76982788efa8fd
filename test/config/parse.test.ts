import { describe, expect, test } from 'bun:test'
import { ConfigError, DEFAULTS, type Environment, parseConfig } from '../../src/config/parse.ts'

const TOKEN = 'MTA.x-Y_z.secret'
const parse = (environment: Environment) => parseConfig({ DISCORD_TOKEN: TOKEN, ...environment }, 4)

function faultsOf(environment: Environment): readonly string[] {
  try {
    parse(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

test('a token is enough: everything else has a default', () => {
  expect(parse({})).toEqual({
    token: TOKEN,
    apiUrl: 'https://discord.com/api',
    musicDir: null,
    dataDir: './data',
    databaseUrl: null,
    logLevel: 'info',
    allowedAddresses: [],
    ytdlpPath: null,
    ffmpegPath: 'ffmpeg',
    engine: { threads: 3, native: true, encoderComplexity: 10 },
  })
})

test('an empty variable is an unset one', () => {
  const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, '  ']))
  expect(parse({ ...empty, DISCORD_TOKEN: TOKEN })).toEqual(parse({}))
})

test('every variable reaches the configuration', () => {
  const config = parse({
    DISCORD_API_URL: 'http://127.0.0.1:8080/api/v10/',
    MUSIC_DIR: '/srv/music',
    DATA_DIR: '/srv/data',
    DATABASE_URL: 'postgres://segue:secret@db:5432/segue',
    LOG_LEVEL: 'DEBUG',
    ALLOW_PRIVATE_ADDRESSES: 'nas.local:8080, 10.0.0.0/8 [::1]:80 fd00::/8',
    YTDLP_PATH: '/opt/yt-dlp',
    FFMPEG_PATH: '/opt/ffmpeg',
    ENGINE: 'portable',
    ENGINE_THREADS: '2',
    ENCODER_COMPLEXITY: '0',
  })
  expect(config).toEqual({
    token: TOKEN,
    apiUrl: 'http://127.0.0.1:8080/api',
    musicDir: '/srv/music',
    dataDir: '/srv/data',
    databaseUrl: 'postgres://segue:secret@db:5432/segue',
    logLevel: 'debug',
    allowedAddresses: ['nas.local:8080', '10.0.0.0/8', '[::1]:80', 'fd00::/8'],
    ytdlpPath: '/opt/yt-dlp',
    ffmpegPath: '/opt/ffmpeg',
    engine: { threads: 2, native: false, encoderComplexity: 0 },
  })
})

test('one processor still has one engine thread', () => {
  expect(parseConfig({ DISCORD_TOKEN: TOKEN }, 1).engine.threads).toBe(1)
})

test('all faults are told at once, each under its name and with what to do', () => {
  const faults = faultsOf({
    DISCORD_TOKEN: '',
    DISCORD_API_URL: 'discord.com',
    DATABASE_URL: 'mysql://segue:hunter2@db/segue',
    LOG_LEVEL: 'loud',
    ALLOW_PRIVATE_ADDRESSES: 'everything',
    ENGINE: 'turbo',
    ENGINE_THREADS: '0',
    ENCODER_COMPLEXITY: '11',
  })
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
    'DISCORD_TOKEN',
    'DISCORD_API_URL',
    'DATABASE_URL',
    'LOG_LEVEL',
    'ALLOW_PRIVATE_ADDRESSES',
    'ENGINE',
    'ENGINE_THREADS',
    'ENCODER_COMPLEXITY',
  ])
  for (const fault of faults) expect(fault).toMatch(/: (copy|use|list) /)
})

describe('the API’s URL carries the token', () => {
  for (const url of [
    'http://discord.com/api',
    'http://10.0.0.1/api',
    'http://127.0.0.1.evil.org',
  ]) {
    test(`so ${url} is refused`, () => {
      expect(faultsOf({ DISCORD_API_URL: url })).toHaveLength(1)
    })
  }
  for (const url of [
    'http://localhost:1/api',
    'http://127.8.9.1:1/api',
    'http://[::1]:1/api',
    'https://proxy.example/api',
  ]) {
    test(`${url} is accepted`, () => {
      expect(parse({ DISCORD_API_URL: url }).apiUrl).toBe(url)
    })
  }
  for (const url of [
    'https://user:pass@discord.com/api',
    'https://discord.com/api?x=1',
    'ftp://discord.com',
    'javascript:1',
  ]) {
    test(`${url} is refused`, () => {
      expect(faultsOf({ DISCORD_API_URL: url })).toHaveLength(1)
    })
  }
})

test('no fault repeats the token', () => {
  for (const token of ['Bot hunter2-hunter2', 'hunter2 hunter2', 'hunter2…']) {
    const faults = faultsOf({ DISCORD_TOKEN: token, ENGINE: 'turbo' })
    expect(faults).toHaveLength(2)
    expect(faults.join()).not.toContain('hunter2')
  }
})

test('.env.example names every variable once, in order, with its default and what it means', async () => {
  const lines = (await Bun.file(`${import.meta.dir}/../../.env.example`).text()).split('\n')
  const shown = lines.flatMap((line, at) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, value, explained: lines[at - 1]?.startsWith('# ') }]
  })
  expect(shown).toEqual(
    Object.entries(DEFAULTS).map(([name, value]) => ({ name, value, explained: true })),
  )
})
