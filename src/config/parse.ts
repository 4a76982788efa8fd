import type { AddressRules } from '../base/address-rules.ts'
import type { ClientKeys } from '../base/client-keys.ts'
import type { UserId } from '../base/ids.ts'
import { LOG_LEVELS, type LogLevel } from '../base/log-level.ts'
import type { MediaServer } from '../base/media-server.ts'
import { ROLES, type Role } from '../base/role.ts'
import type { SEARCH_PLACES } from '../base/search-places.ts'
import { parseClientKeys, parseWebToken } from './client-keys.ts'
import type { Host } from './host.ts'
import {
  defaultEngineMemoryMb,
  defaultMemoryMb,
  defaultPlayers,
  defaultThreads,
  type Limits,
  PLAYER_BUFFERS_MB,
} from './limits.ts'
import { LOG_FORMATS, prettyOf } from './logging.ts'
import type { Machine } from './machine.ts'
import { parseMediaServers } from './media-servers.ts'
import { Reader } from './reader.ts'
import type { ReadText } from './secret-files.ts'
import { type Stranger, strangersIn } from './strangers.ts'
import {
  EXAMPLE_DATABASE,
  EXAMPLE_REDIS,
  Fault,
  oneOf,
  parseAddresses,
  parseAllowedPorts,
  parseApiUrl,
  parseBaseUrl,
  parseBind,
  parseDatabaseUrl,
  parseOwners,
  parseProxy,
  parseRedisUrl,
  parseRefused,
  parseRoles,
  parseSearchOrder,
  parseServiceUrl,
  parseSourceAddress,
  parseSuggestionsUrl,
  parseToken,
  parseWholeUrl,
} from './values.ts'
import { DEFAULTS, type Environment, type Variable } from './variables.ts'

const SWITCH = ['off', 'on'] as const
const ENGINES = ['native', 'portable'] as const
const SUBSONIC = { example: 'http://user:password@nas:4533', keys: true }
/** Whoever has a key of Jellyfin's may do everything there, in nobody's name. */
const JELLYFIN = { example: 'http://user:password@nas:8096', keys: false }
const MOST_MB = 16 * 1024 * 1024

/** Ports by role, and the engine's own; 0: any free one. */
export type Ports = Readonly<Record<Role | 'engine', number>>

/** Everything that the program is told from outside, parsed: nothing in it is optional by accident. */
export interface Config {
  /** Gateway and audio come together. Fewer than all roles need a database and a Redis to share. */
  readonly roles: readonly Role[]
  /** Secret. Empty without the role gateway. */
  readonly token: string
  /** Base of Discord's REST API, without a version or a trailing slash. */
  readonly apiUrl: string
  readonly musicDir: string | null
  /** Servers that hold the host's music, by what they speak. They hold secrets. */
  readonly mediaServers: {
    readonly opensubsonic: readonly MediaServer[]
    readonly jellyfin: readonly MediaServer[]
  }
  /** Applications at services whose links are read; null: none there. They hold secrets. */
  readonly serviceKeys: {
    readonly spotify: ClientKeys | null
    readonly tidal: ClientKeys | null
    readonly appleMusic: string | null
  }
  /** Null: the list that comes with the bot. */
  readonly stationsFile: string | null
  /** Completes what people type, with `SEARCH_TERMS` in it. Null: nothing does. */
  readonly suggestionsUrl: string | null
  /** Base of a directory of radio stations; null: none is asked. */
  readonly stationDirectoryUrl: string | null
  readonly dataDir: string
  /** A PostgreSQL's. It's a secret, since it may hold a password. Null: the embedded one in `dataDir`. */
  readonly databaseUrl: string | null
  /** A Redis's. It's a secret, since it may hold a password. Null: this process is the only one. */
  readonly redisUrl: string | null
  readonly historyDays: number
  /** Who may command the bot as a whole. */
  readonly ownerIds: readonly UserId[]
  /** Whether the bot reads what's written in request channels, which takes a privileged intent. */
  readonly messageContent: boolean
  /** Variables that look like ours and aren't. */
  readonly strangers: readonly Stranger[]
  /** Address that every port listens on. */
  readonly bind: string
  readonly ports: Ports
  readonly limits: Limits
  readonly logging: {
    readonly level: LogLevel
    /** Lines for people; null: JSON. */
    readonly pretty: { readonly color: boolean } | null
  }
  /** Which addresses members' links may lead to. */
  readonly addresses: AddressRules
  /** Null: the one that bootstrap installed, or the one on the PATH. */
  /** Where words are looked for, one place after the other; at least one. */
  readonly searchOrder: readonly (typeof SEARCH_PLACES)[number][]
  readonly ytdlpPath: string | null
  /** Below which a new yt-dlp lies; null: none is looked for. */
  readonly ytdlpUpdateUrl: string | null
  /** What helps yt-dlp where sites refuse the host's address; null: unset. */
  readonly ytdlpAccess: {
    readonly cookiesFile: string | null
    /** It's a secret, since it may hold a password. */
    readonly proxy: string | null
    readonly sourceAddress: string | null
    readonly pluginDir: string | null
    readonly potProviderUrl: string | null
  }
  /** Base of a service that has lyrics; null: none. */
  /** Whether play-dl finds what it can, where it's installed. */
  readonly playDl: boolean
  readonly lyricsUrl: string | null
  /** Base of a service that knows parts of videos; null: none. */
  readonly sponsorblockUrl: string | null
  /** Services that keep what members listen to; null: none. */
  readonly scrobbling: {
    readonly listenbrainzUrl: string | null
    readonly lastfm: { readonly url: string; readonly keys: ClientKeys } | null
  }
  readonly ffmpegPath: string
  readonly engine: {
    readonly threads: number
    /** False forces the portable path: FFmpeg and @discordjs/opus. */
    readonly native: boolean
    /** libopus complexity, 0–10. */
    readonly encoderComplexity: number
  }
}

/** Every fault of a configuration, each with its remedy. It never holds a secret's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`invalid configuration:\n  ${faults.join('\n  ')}`)
    this.faults = faults
  }
}

/**
 * Parses all of it and reports all faults together, as a `ConfigError`. An empty variable is an
 * unset one.
 */
export function parseConfig(
  environment: Environment,
  machine: Machine,
  host: Host = UNSEEN,
  readText: ReadText = NO_FILES,
): Config {
  const read = Reader.of(environment, readText)
  const roles = read.parsed('ROLES', parseRoles, [])
  const databaseUrl = read.url('DATABASE_URL', parseDatabaseUrl, 'DATABASE_PASSWORD')
  const redisUrl = read.url('REDIS_URL', parseRedisUrl, 'REDIS_PASSWORD')
  read.faults.push(...roleFaults(roles, read))

  const memoryMb = read.whole('MEMORY_LIMIT_MB', [64, MOST_MB], defaultMemoryMb(machine))
  const engineMemoryMb = read.whole(
    'ENGINE_MEMORY_MB',
    [PLAYER_BUFFERS_MB, MOST_MB],
    defaultEngineMemoryMb(memoryMb),
  )
  const config: Config = {
    roles,
    token: read.parsed('DISCORD_TOKEN', (text) => parseToken(text, roles), ''),
    apiUrl: read.parsed('DISCORD_API_URL', parseApiUrl, ''),
    musicDir: read.path('MUSIC_DIR', host.folderFault),
    mediaServers: {
      opensubsonic: read.parsed('SUBSONIC_URLS', (text) => parseMediaServers(text, SUBSONIC), []),
      jellyfin: read.parsed('JELLYFIN_URLS', (text) => parseMediaServers(text, JELLYFIN), []),
    },
    serviceKeys: {
      spotify: read.parsed('SPOTIFY_KEYS', parseClientKeys, null),
      tidal: read.parsed('TIDAL_KEYS', parseClientKeys, null),
      appleMusic: read.parsed('APPLE_MUSIC_TOKEN', parseWebToken, null),
    },
    suggestionsUrl: read.parsed('SUGGESTIONS_URL', parseSuggestionsUrl, null),
    stationsFile: read.path('STATIONS_FILE', host.fileFault),
    stationDirectoryUrl: read.parsed(
      'STATION_DIRECTORY_URL',
      (text) => parseBaseUrl(text, DEFAULTS.STATION_DIRECTORY_URL),
      null,
    ),
    dataDir: read.parsed('DATA_DIR', (path) => host.newFolderFault(path) ?? path, ''),
    databaseUrl,
    redisUrl,
    strangers: strangersIn(environment),
    historyDays: read.whole('HISTORY_DAYS', [1, 36_500]),
    ownerIds: read.parsed('OWNER_IDS', parseOwners, []),
    messageContent: read.parsed('MESSAGE_CONTENT', (text) => oneOf(SWITCH, text), 'off') === 'on',
    bind: read.parsed('BIND', (text) => checkedBind(text, host), ''),
    ports: portsOf(read, roles),
    limits: {
      memoryMb,
      engineMemoryMb,
      players: read.whole('MAX_PLAYERS', [1, 100_000], defaultPlayers(machine, engineMemoryMb)),
    },
    logging: {
      level: read.parsed('LOG_LEVEL', (text) => oneOf(LOG_LEVELS, text), 'info'),
      pretty: prettyOf(
        read.parsed('LOG_FORMAT', (text) => oneOf(LOG_FORMATS, text), 'auto'),
        environment,
        host.isTerminal,
      ),
    },
    addresses: {
      allowed: read.parsed('ALLOW_PRIVATE_ADDRESSES', parseAddresses, []),
      refused: read.parsed('REFUSE_ADDRESSES', parseRefused, []),
      ports: read.parsed('ALLOWED_PORTS', parseAllowedPorts, []),
    },
    searchOrder: read.parsed('SEARCH_ORDER', parseSearchOrder, []),
    ytdlpPath: read.optional('YTDLP_PATH'),
    ytdlpUpdateUrl: read.parsed(
      'YTDLP_UPDATE_URL',
      (text) => parseBaseUrl(text, DEFAULTS.YTDLP_UPDATE_URL),
      null,
    ),
    ytdlpAccess: {
      cookiesFile: read.path('YTDLP_COOKIES_FILE', host.fileFault),
      proxy: read.parsed('YTDLP_PROXY', parseProxy, null),
      sourceAddress: read.parsed('YTDLP_SOURCE_ADDRESS', (text) => checkedSource(text, host), null),
      pluginDir: read.path('YTDLP_PLUGIN_DIR', host.folderFault),
      potProviderUrl: serviceUrl(read, 'POT_PROVIDER_URL', 'http://127.0.0.1:4416'),
    },
    playDl: read.parsed('PLAY_DL', (text) => oneOf(SWITCH, text), 'off') === 'on',
    lyricsUrl: serviceUrl(read, 'LYRICS_URL', 'https://lrclib.net'),
    scrobbling: scrobblingOf(read),
    sponsorblockUrl: serviceUrl(read, 'SPONSORBLOCK_URL', 'https://sponsor.ajay.app'),
    ffmpegPath: read.text('FFMPEG_PATH'),
    engine: {
      native: read.parsed('ENGINE', (text) => oneOf(ENGINES, text), 'native') === 'native',
      threads: read.whole('ENGINE_THREADS', [1, 256], defaultThreads(machine)),
      encoderComplexity: read.whole('ENCODER_COMPLEXITY', [0, 10]),
    },
  }
  if (config.ytdlpAccess.potProviderUrl !== null && read.text('YTDLP_PLUGIN_DIR') === '') {
    read.faults.push(
      'POT_PROVIDER_URL is set without YTDLP_PLUGIN_DIR: put the plugin of bgutil-ytdlp-pot-provider into a folder, and set YTDLP_PLUGIN_DIR to that folder',
    )
  }
  if (read.faults.length > 0) {
    const unknown = config.strangers.map(
      ({ name, meant }) => `${name} isn’t known: did you mean ${meant}?`,
    )
    throw new ConfigError([...read.faults, ...unknown])
  }
  return config
}

/** The variables that state where to remember, without the rest: for tools that need no more. */
export function parseStorage(
  environment: Environment,
  readText: ReadText = NO_FILES,
): Pick<Config, 'dataDir' | 'databaseUrl'> {
  const read = Reader.of(environment, readText)
  const databaseUrl = read.url('DATABASE_URL', parseDatabaseUrl, 'DATABASE_PASSWORD')
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return { dataDir: read.text('DATA_DIR'), databaseUrl }
}

/** Checks nothing, for callers that only parse. */
const UNSEEN: Host = {
  folderFault: () => null,
  fileFault: () => null,
  newFolderFault: () => null,
  bindFault: () => null,
  isTerminal: false,
}
const NO_FILES: ReadText = () => {
  throw new Error('no files')
}

const serviceUrl = (read: Reader, name: Variable, example: string): string | null =>
  read.parsed(name, (text) => parseServiceUrl(text, example), null)

function scrobblingOf(read: Reader): Config['scrobbling'] {
  const listenbrainzUrl = serviceUrl(read, 'LISTENBRAINZ_URL', 'https://api.listenbrainz.org')
  const keys = read.parsed('LASTFM_KEYS', parseClientKeys, null)
  const url = read.parsed('LASTFM_URL', parseWholeUrl, '')
  return { listenbrainzUrl, lastfm: keys && { url, keys } }
}

function checkedBind(text: string, host: Host): string | Fault {
  const address = parseBind(text)
  return address instanceof Fault ? address : (host.bindFault(address) ?? address)
}

/** What goes out from an address can also be listened for on it, so that shows whether it's this machine's. */
function checkedSource(text: string, host: Host): string | null | Fault {
  const address = parseSourceAddress(text)
  if (address === null || address instanceof Fault || host.bindFault(address) === null) {
    return address
  }
  return new Fault(
    `is ${JSON.stringify(address)}, which isn’t an address of this machine: use one of its own, or unset it`,
  )
}

function portsOf(read: Reader, roles: readonly Role[]): Ports {
  const port = (name: Variable) => read.whole(name, [0, 65_535])
  const ports = {
    api: port('API_PORT'),
    gateway: port('GATEWAY_PORT'),
    audio: port('AUDIO_PORT'),
    worker: port('WORKER_PORT'),
    engine: port('ENGINE_PORT'),
  }
  const seen = new Map<number, string>()
  for (const [name, number] of Object.entries(ports)) {
    const isUsed = name === 'engine' ? roles.includes('audio') : roles.some((role) => role === name)
    if (!isUsed || number === 0) continue
    const variable = portVariable(name)
    const other = seen.get(number)
    if (other !== undefined) {
      read.faults.push(`${variable} and ${other} are both ${number}: give each a port of its own`)
    }
    seen.set(number, variable)
  }
  return ports
}

/** The variable that states a port. */
export function portVariable(name: string): string {
  return `${name.toUpperCase()}_PORT`
}

/** What roles demand of each other and of other variables. */
function roleFaults(roles: readonly Role[], read: Reader): string[] {
  if (roles.length === 0) return []
  const faults: string[] = []
  if (roles.includes('gateway') !== roles.includes('audio')) {
    const [here, missing] = roles.includes('gateway') ? ['gateway', 'audio'] : ['audio', 'gateway']
    faults.push(`ROLES has ${here} without ${missing}: use both or neither in one process`)
  }
  if (roles.length === ROLES.length) return faults
  const why = `isn’t set, and ROLES leaves some roles to other processes: name one that they all share`
  if (read.text('DATABASE_URL') === '') {
    faults.push(`DATABASE_URL ${why} (${EXAMPLE_DATABASE}), or unset ROLES`)
  }
  if (read.text('REDIS_URL') === '') {
    faults.push(`REDIS_URL ${why} (${EXAMPLE_REDIS}), or unset ROLES`)
  }
  return faults
}
