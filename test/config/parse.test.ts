import { describe, expect, test } from 'bun:test'
import { MUSIC_PORTS, parsePorts } from '../../src/base/address-rules.ts'
import { userId } from '../../src/base/ids.ts'
import { ConfigError, parseConfig } from '../../src/config/parse.ts'
import { secretsOf } from '../../src/config/secrets.ts'
import { usage } from '../../src/config/usage.ts'
import type { Environment } from '../../src/config/variables.ts'
import { DEFAULTS, MEANINGS, SECRETS } from '../../src/config/variables.ts'

const TOKEN = 'MTA.x-Y_z.secret'
const MACHINE = { cores: 4, memoryMb: 8000 }
const parse = (environment: Environment) =>
  parseConfig({ DISCORD_TOKEN: TOKEN, ...environment }, MACHINE)

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
    mediaServers: { opensubsonic: [], jellyfin: [] },
    serviceKeys: { spotify: null, tidal: null, appleMusic: null },
    playDl: true,
    stationsFile: null,
    stationDirectoryUrl: 'https://all.api.radio-browser.info',
    suggestionsUrl:
      'https://suggestqueries.google.com/complete/search?client=firefox&ds=yt&ie=utf-8&oe=utf-8&q={searchTerms}',
    dataDir: './data',
    databaseUrl: null,
    redisUrl: null,
    roles: ['gateway', 'audio', 'api', 'worker'],
    strangers: [],
    historyDays: 90,
    ownerIds: [],
    messageContent: false,
    bind: '127.0.0.1',
    ports: { api: 3000, gateway: 3001, audio: 3002, worker: 3003, engine: 2333 },
    limits: { memoryMb: 6400, engineMemoryMb: 1600, players: 294 },
    logging: { level: 'info', pretty: null },
    addresses: { allowed: [], refused: [], ports: parsePorts(MUSIC_PORTS) },
    searchOrder: ['library', 'youtube'],
    ytdlpPath: null,
    ytdlpUpdateUrl: 'https://github.com/yt-dlp/yt-dlp/releases/latest/download',
    ytdlpAccess: {
      cookiesFile: null,
      proxy: null,
      sourceAddress: null,
      pluginDir: null,
      potProviderUrl: null,
    },
    lyricsUrl: null,
    sponsorblockUrl: null,
    scrobbling: { listenbrainzUrl: null, lastfm: null },
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
    STATIONS_FILE: '/srv/stations.m3u',
    SUGGESTIONS_URL: 'off',
    DATA_DIR: '/srv/data',
    DATABASE_URL: 'postgres://segue:secret@db:5432/segue',
    REDIS_URL: 'rediss://:secret@redis:6380/1',
    ROLES: ' api, Worker ',
    HISTORY_DAYS: '7',
    OWNER_IDS: '80351110224678912, 80351110224678913',
    MESSAGE_CONTENT: 'On',
    BIND: '::1',
    API_PORT: '1',
    GATEWAY_PORT: '2',
    AUDIO_PORT: '3',
    WORKER_PORT: '4',
    ENGINE_PORT: '0',
    MAX_PLAYERS: '5',
    ENGINE_MEMORY_MB: '60',
    MEMORY_LIMIT_MB: '700',
    LOG_LEVEL: 'DEBUG',
    LOG_FORMAT: 'Pretty',
    ALLOW_PRIVATE_ADDRESSES: 'nas.local:8080, 10.0.0.0/8 [::1]:80 fd00::/8',
    REFUSE_ADDRESSES: '203.0.113.7 2001:db8::/48',
    ALLOWED_PORTS: '80,8000-8999',
    SEARCH_ORDER: 'SoundCloud, library',
    YTDLP_PATH: '/opt/yt-dlp',
    YTDLP_UPDATE_URL: 'off',
    YTDLP_COOKIES_FILE: '/srv/cookies.txt',
    YTDLP_PROXY: 'socks5://me:proxys3cret@vpn:1080',
    YTDLP_SOURCE_ADDRESS: '2001:db8::7',
    YTDLP_PLUGIN_DIR: '/srv/plugins',
    POT_PROVIDER_URL: 'http://pot:4416/',
    LYRICS_URL: 'http://lyrics.lan/',
    STATION_DIRECTORY_URL: 'http://radio.lan/api/',
    SPONSORBLOCK_URL: 'http://parts.lan/',
    LISTENBRAINZ_URL: 'http://listens.lan/',
    LASTFM_KEYS: 'k3y:s3cret',
    LASTFM_URL: 'http://scrobbles.lan/2.0/',
    FFMPEG_PATH: '/opt/ffmpeg',
    ENGINE: 'portable',
    ENGINE_THREADS: '2',
    ENCODER_COMPLEXITY: '0',
  })
  expect(config).toEqual({
    token: TOKEN,
    apiUrl: 'http://127.0.0.1:8080/api',
    musicDir: '/srv/music',
    mediaServers: { opensubsonic: [], jellyfin: [] },
    serviceKeys: { spotify: null, tidal: null, appleMusic: null },
    playDl: true,
    stationsFile: '/srv/stations.m3u',
    stationDirectoryUrl: 'http://radio.lan/api',
    suggestionsUrl: null,
    dataDir: '/srv/data',
    databaseUrl: 'postgres://segue:secret@db:5432/segue',
    redisUrl: 'rediss://:secret@redis:6380/1',
    roles: ['api', 'worker'],
    strangers: [],
    historyDays: 7,
    ownerIds: ['80351110224678912', '80351110224678913'].map(userId),
    messageContent: true,
    bind: '::1',
    ports: { api: 1, gateway: 2, audio: 3, worker: 4, engine: 0 },
    limits: { memoryMb: 700, engineMemoryMb: 60, players: 5 },
    logging: { level: 'debug', pretty: { color: false } },
    addresses: {
      allowed: ['nas.local:8080', '10.0.0.0/8', '[::1]:80', 'fd00::/8'],
      refused: ['203.0.113.7', '2001:db8::/48'],
      ports: [
        [80, 80],
        [8000, 8999],
      ],
    },
    searchOrder: ['soundcloud', 'library'],
    ytdlpPath: '/opt/yt-dlp',
    ytdlpUpdateUrl: null,
    ytdlpAccess: {
      cookiesFile: '/srv/cookies.txt',
      proxy: 'socks5://me:proxys3cret@vpn:1080',
      sourceAddress: '2001:db8::7',
      pluginDir: '/srv/plugins',
      potProviderUrl: 'http://pot:4416',
    },
    lyricsUrl: 'http://lyrics.lan',
    sponsorblockUrl: 'http://parts.lan',
    scrobbling: {
      listenbrainzUrl: 'http://listens.lan',
      lastfm: { url: 'http://scrobbles.lan/2.0/', keys: { id: 'k3y', secret: 's3cret' } },
    },
    ffmpegPath: '/opt/ffmpeg',
    engine: { threads: 2, native: false, encoderComplexity: 0 },
  })
})

test('one processor still has one engine thread', () => {
  expect(parseConfig({ DISCORD_TOKEN: TOKEN }, { cores: 0.5, memoryMb: 512 }).engine.threads).toBe(
    1,
  )
})

test('all faults are told at once, each under its name and with what to do', () => {
  const bad = {
    ROLES: 'gateway,juggler',
    DATABASE_URL: 'mysql://segue:hunter2@db/segue',
    REDIS_URL: 'http://:hunter2@redis',
    API_PORT: '65536',
    MEMORY_LIMIT_MB: '0',
    ENGINE_MEMORY_MB: 'much',
    DISCORD_TOKEN: '',
    DISCORD_API_URL: 'discord.com',
    HISTORY_DAYS: '-1',
    BIND: 'here, there',
    MAX_PLAYERS: '0',
    LOG_LEVEL: 'loud',
    LOG_FORMAT: 'xml',
    ALLOW_PRIVATE_ADDRESSES: 'everything',
    REFUSE_ADDRESSES: 'nothing',
    ALLOWED_PORTS: '80,http',
    YTDLP_PROXY: 'ftp://me:hunter2@vpn',
    YTDLP_SOURCE_ADDRESS: '10.0.0.0/8',
    POT_PROVIDER_URL: 'here',
    ENGINE: 'turbo',
    ENGINE_THREADS: '0',
    ENCODER_COMPLEXITY: '11',
  }
  const faults = faultsOf(bad)
  expect(faults.map((fault) => fault.split(' ')[0] ?? '').sort()).toEqual(Object.keys(bad).sort())
  for (const fault of faults) expect(fault).toMatch(/: (copy|use|list) /)
  expect(faults.join()).not.toContain('hunter2')
})

test.each(['10.0.0.0/33', '999.0.0.0/8', 'fd00::/129', 'nas:65536', 'nas:0', '[nas]:80', 'nas'])(
  'an address that cannot be, %s, is a fault like any other',
  (entry) => {
    expect(faultsOf({ ALLOW_PRIVATE_ADDRESSES: `127.0.0.1:80,${entry}` })).toEqual([
      `ALLOW_PRIVATE_ADDRESSES holds ${JSON.stringify(entry)}: list host:port or CIDR entries, as in nas.local:8080, 10.0.0.0/8`,
    ])
  },
)

test('a provider of tokens without its plugin is a fault', () => {
  const url = 'http://127.0.0.1:4416'
  expect(faultsOf({ POT_PROVIDER_URL: url })).toEqual([
    expect.stringMatching(/^POT_PROVIDER_URL .*YTDLP_PLUGIN_DIR/),
  ])
  expect(faultsOf({ POT_PROVIDER_URL: url, YTDLP_PLUGIN_DIR: '/plugins' })).toEqual([])
})

describe('roles', () => {
  const shared = { DATABASE_URL: 'postgres://u:p@db/x', REDIS_URL: 'redis://redis' }
  test('apart need a database and a Redis, both told at once', () => {
    const faults = faultsOf({ ROLES: 'gateway,audio,api' })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['DATABASE_URL', 'REDIS_URL'])
    for (const fault of faults) expect(fault).toContain('unset ROLES')
    expect(faultsOf({ ROLES: 'gateway,audio,api', ...shared })).toEqual([])
  })
  for (const [roles, missing] of [
    ['gateway', 'audio'],
    ['audio,api', 'gateway'],
  ] as const) {
    test(`${roles} without ${missing} is refused, with the remedy`, () => {
      const faults = faultsOf({ ROLES: roles, ...shared })
      expect(faults).toHaveLength(1)
      expect(faults[0]).toMatch(`without ${missing}: use both or neither`)
    })
  }
  test('apart, with something that isn’t a URL, are told that, not that it is unset', () => {
    const faults = faultsOf({ ROLES: 'api', ...shared, DATABASE_URL: 'mysql://db' })
    expect(faults).toEqual([expect.stringContaining('isn’t a PostgreSQL URL')])
  })

  test('a password with a lone % is told how to write it, and not shown', () => {
    for (const [name, url] of [
      ['DATABASE_URL', 'postgres://u:hunter%2@db/x'],
      ['REDIS_URL', 'redis://:hunter%2@redis'],
    ] as const) {
      const faults = faultsOf({ [name]: url })
      expect(faults).toEqual([expect.stringMatching(/write %25/)])
      expect(faults[0]).toStartWith(name)
      expect(faults[0]).not.toContain('hunter')
    }
  })

  test('none at all is refused: such a process would do nothing', () => {
    expect(faultsOf({ ROLES: ' , ' })).toEqual([expect.stringMatching(/^ROLES holds ",": use/)])
  })

  test('that do not log in need no token', () => {
    expect(parse({ ROLES: 'api', DISCORD_TOKEN: '', ...shared }).token).toBe('')
    expect(faultsOf({ ROLES: 'gateway,audio', DISCORD_TOKEN: '', ...shared })).toHaveLength(1)
  })
  test('of one process have ports of their own; those of other processes do not matter', () => {
    expect(faultsOf({ API_PORT: '3001' })).toEqual([
      'GATEWAY_PORT and API_PORT are both 3001: give each a port of its own',
    ])
    expect(faultsOf({ API_PORT: '0', GATEWAY_PORT: '0' })).toEqual([])
    expect(faultsOf({ ROLES: 'api', API_PORT: '3001', ...shared })).toEqual([])
  })
})

test('limits derive from the machine, and from each other', () => {
  const small = parseConfig({ DISCORD_TOKEN: TOKEN }, { cores: 2, memoryMb: 512 })
  expect(small.limits).toEqual({ memoryMb: 409, engineMemoryMb: 102, players: 34 })
  expect(parse({ MEMORY_LIMIT_MB: '1000' }).limits).toEqual({
    memoryMb: 1000,
    engineMemoryMb: 250,
    players: 83,
  })
})

test('as many players as four fifths of the processors carry, as the bench has it, and memory holds', () => {
  const players = (cores: number, memoryMb: number) =>
    parseConfig({ DISCORD_TOKEN: TOKEN }, { cores, memoryMb }).limits.players
  // 0.8 of 1,000,000 µs a second, at 50 frames of 217 µs.
  expect(players(1, 100_000)).toBe(73)
  expect(players(2, 100_000)).toBe(147)
  expect(players(0.25, 100_000)).toBe(18)
  expect(players(0.01, 100_000)).toBe(1)
  expect(players(64, 300)).toBe(20)
})

test('the secrets of a configuration are its token and the passwords of its URLs, in either spelling', () => {
  const urls = {
    DATABASE_URL: 'postgres://u:pa%40ss@db/x?password=other',
    REDIS_URL: 'redis://:rediss3cret@redis',
    YTDLP_PROXY: 'http://me:proxys3cret@vpn:8080',
  }
  const secrets = secretsOf(parse(urls))
  expect(new Set(secrets)).toEqual(
    new Set([TOKEN, 'pa%40ss', 'pa@ss', 'other', 'rediss3cret', 'proxys3cret']),
  )
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
  const text = await Bun.file(`${import.meta.dir}/../../.env.example`).text()
  const [, ...blocks] = text.trim().split('\n\n')
  expect(blocks.pop()).toStartWith('# Only docker-compose.yml uses these')
  const shown = blocks.map((block) => {
    const lines = block.split('\n')
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(lines.pop() ?? '') ?? []
    return { name, value, meaning: lines.map((line) => line.replace(/^# /, '')).join(' ') }
  })
  const known = Object.entries(MEANINGS).map(([name, meaning]) => ({ name, meaning }))
  expect(shown.map(({ name, meaning }) => ({ name: name ?? '', meaning }))).toEqual(known)
  const values = Object.fromEntries(shown.map(({ name, value }) => [name, value]))
  expect(values).toEqual({ ...DEFAULTS })
})

test('what is called a secret may be in a file, and nothing else', () => {
  const called = Object.entries(MEANINGS).filter(([, meaning]) => /\ba secret\b/i.test(meaning))
  expect(called.map(([name]) => name).toSorted()).toEqual([...SECRETS].toSorted())
})

test('--help tells every variable, its default and what it means', () => {
  const help = usage('1.2.3').replace(/\s+/g, ' ')
  for (const [name, value] of Object.entries(DEFAULTS)) {
    const meaning = Object.entries(MEANINGS).find(([other]) => other === name)?.[1]
    expect(help).toContain(`${name} ${value || '(unset)'} ${meaning}`)
  }
})

test('the order of searches names known places, each once', () => {
  for (const SEARCH_ORDER of ['youtube,youtube', 'nowhere', 'library,', ',']) {
    expect(faultsOf({ SEARCH_ORDER }).join()).toStartWith('SEARCH_ORDER is')
  }
})
