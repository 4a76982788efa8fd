import { ROLES, type Role } from '../base/role.ts'
import {
  defaultEngineMemoryMb,
  defaultMemoryMb,
  defaultPlayers,
  defaultThreads,
  type Limits,
  PLAYER_BUFFERS_MB,
} from './limits.ts'
import type { Machine } from './machine.ts'
import { DEFAULTS, type Variable } from './variables.ts'

/** Where a value came from is the caller's business: `process.env`, or a test's object. */
export type Environment = Readonly<Record<string, string | undefined>>

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const ENGINES = ['native', 'portable'] as const
const MOST_MB = 16 * 1024 * 1024

/** Ports by role, and the engine's own; 0: any free one. */
export type Ports = Readonly<Record<Role | 'engine', number>>

/** Everything that the program is told from outside, parsed: inside, nothing is optional by accident. */
export interface Config {
  /** Gateway and audio come together; less than all only with a database and a Redis to share. */
  readonly roles: readonly Role[]
  /** Secret. Empty without the role gateway. */
  readonly token: string
  /** Base of Discord's REST API, without a version or a trailing slash. */
  readonly apiUrl: string
  readonly musicDir: string | null
  readonly dataDir: string
  /** Of a PostgreSQL; may hold its password, so it is a secret. Null: the embedded one in `dataDir`. */
  readonly databaseUrl: string | null
  /** Of a Redis; may hold its password, so it is a secret. Null: this process is the only one. */
  readonly redisUrl: string | null
  readonly historyDays: number
  /** Address that every port listens on. */
  readonly bind: string
  readonly ports: Ports
  readonly limits: Limits
  readonly logLevel: LogLevel
  /** host:port or CIDR entries that the address guard lets pass. */
  readonly allowedAddresses: readonly string[]
  /** Null: the one that bootstrap installed, or the one on the PATH. */
  readonly ytdlpPath: string | null
  readonly ffmpegPath: string
  readonly engine: {
    readonly threads: number
    /** False forces the portable path: FFmpeg and @discordjs/opus. */
    readonly native: boolean
    /** libopus complexity, 0–10. */
    readonly encoderComplexity: number
  }
}

/** Every fault of a configuration, each with its remedy; never a secret's value. */
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
export function parseConfig(environment: Environment, machine: Machine): Config {
  const read = new Reader(environment)
  const roles = read.parsed('ROLES', parseRoles, [])
  const databaseUrl = read.parsed('DATABASE_URL', parseDatabaseUrl, null)
  const redisUrl = read.parsed('REDIS_URL', parseRedisUrl, null)
  read.faults.push(...roleFaults(roles, { databaseUrl, redisUrl }))

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
    musicDir: read.optional('MUSIC_DIR'),
    dataDir: read.text('DATA_DIR'),
    databaseUrl,
    redisUrl,
    historyDays: read.whole('HISTORY_DAYS', [1, 36_500]),
    bind: read.parsed('BIND', parseBind, ''),
    ports: portsOf(read, roles),
    limits: {
      memoryMb,
      engineMemoryMb,
      players: read.whole('MAX_PLAYERS', [1, 100_000], defaultPlayers(machine, engineMemoryMb)),
    },
    logLevel: read.parsed('LOG_LEVEL', (text) => oneOf(LOG_LEVELS, text), 'info'),
    allowedAddresses: read.parsed('ALLOW_PRIVATE_ADDRESSES', parseAddresses, []),
    ytdlpPath: read.optional('YTDLP_PATH'),
    ffmpegPath: read.text('FFMPEG_PATH'),
    engine: {
      native: read.parsed('ENGINE', (text) => oneOf(ENGINES, text), 'native') === 'native',
      threads: read.whole('ENGINE_THREADS', [1, 256], defaultThreads(machine)),
      encoderComplexity: read.whole('ENCODER_COMPLEXITY', [0, 10]),
    },
  }
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return config
}

/** The variables that state where to remember, without the rest: for tools that need no more. */
export function parseStorage(environment: Environment): Pick<Config, 'dataDir' | 'databaseUrl'> {
  const read = new Reader(environment)
  const databaseUrl = read.parsed('DATABASE_URL', parseDatabaseUrl, null)
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return { dataDir: read.text('DATA_DIR'), databaseUrl }
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
      read.faults.push(`${variable} is ${number}, as ${other} is: use a port of its own`)
    }
    seen.set(number, variable)
  }
  return ports
}

/** The variable that states a port. */
export function portVariable(name: string): string {
  return `${name.toUpperCase()}_PORT`
}

/** Reads variables one by one and keeps what is wrong with them. A faulty one reads as a stand-in. */
class Reader {
  readonly faults: string[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  text(name: Variable): string {
    return this.#environment[name]?.trim() || DEFAULTS[name]
  }

  optional(name: Variable): string | null {
    return this.text(name) || null
  }

  parsed<T>(name: Variable, parse: (text: string) => T | Fault, standIn: NoInfer<T>): T {
    const value = parse(this.text(name))
    if (!(value instanceof Fault)) return value
    this.faults.push(`${name} ${value.sentence}`)
    return standIn
  }

  /** A whole number; `otherwise` is what an empty variable means. */
  whole(name: Variable, [least, most]: readonly [number, number], otherwise = least): number {
    const parse = (text: string) => (text === '' ? otherwise : wholeNumber(text, least, most))
    return this.parsed(name, parse, least)
  }
}

/** What is wrong with a value and what to do, as the rest of a sentence that begins with its name. */
class Fault {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}

function parseRoles(value: string): readonly Role[] | Fault {
  const named = value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '')
  const odd = named.find((name) => !ROLES.some((role) => role === name))
  if (odd !== undefined) {
    return new Fault(`holds ${JSON.stringify(odd)}: use one or more of ${ROLES.join(',')}`)
  }
  return ROLES.filter((role) => named.includes(role))
}

/** What roles demand of each other and of other variables. */
function roleFaults(
  roles: readonly Role[],
  shared: Pick<Config, 'databaseUrl' | 'redisUrl'>,
): string[] {
  if (roles.length === 0) return []
  const faults: string[] = []
  if (roles.includes('gateway') !== roles.includes('audio')) {
    const [here, missing] = roles.includes('gateway') ? ['gateway', 'audio'] : ['audio', 'gateway']
    faults.push(`ROLES has ${here} without ${missing}: use both or neither in one process`)
  }
  if (roles.length === ROLES.length) return faults
  const why = `is not set, and ROLES leaves roles to other processes: use one that they all share`
  if (shared.databaseUrl === null) {
    faults.push(`DATABASE_URL ${why} (${EXAMPLE_DATABASE}), or unset ROLES`)
  }
  if (shared.redisUrl === null) faults.push(`REDIS_URL ${why} (${EXAMPLE_REDIS}), or unset ROLES`)
  return faults
}

/** Only the role gateway logs in. */
function parseToken(value: string, roles: readonly Role[]): string | Fault {
  if (value === '' && roles.length > 0 && !roles.includes('gateway')) return ''
  if (value === '') {
    return new Fault(
      'is not set: copy the bot token from https://discord.com/developers/applications (Bot → Reset Token)',
    )
  }
  if (/^bot\s/i.test(value)) return new Fault('begins with "Bot ": leave that word out')
  if (/[^\x21-\x7e]/.test(value)) {
    return new Fault('holds spaces or characters that no token has: copy it again')
  }
  return value
}

/** The URL carries the token, so it goes encrypted, or stays on this machine. */
function parseApiUrl(value: string): string | Fault {
  const url = URL.parse(value)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return new Fault(`is not a URL: use one like ${DEFAULTS.DISCORD_API_URL}`)
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return new Fault('holds credentials, a query or a fragment: leave them out')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return new Fault('would send the token unencrypted: use https:// (http:// only on loopback)')
  }
  return url.href.replace(/\/+$/, '').replace(/\/v\d+$/, '')
}

const EXAMPLE_DATABASE = 'postgres://segue:PASSWORD@db:5432/segue'
const EXAMPLE_REDIS = 'redis://:PASSWORD@redis:6379'

function parseDatabaseUrl(value: string): string | null | Fault {
  if (value === '') return null
  const protocol = URL.parse(value)?.protocol ?? ''
  if (['postgres:', 'postgresql:'].includes(protocol)) return value
  return new Fault(`is not the URL of a PostgreSQL: use one like ${EXAMPLE_DATABASE}`)
}

function parseRedisUrl(value: string): string | null | Fault {
  if (value === '') return null
  const url = URL.parse(value)
  const isRedis = url !== null && ['redis:', 'rediss:'].includes(url.protocol)
  return isRedis && url.hostname !== ''
    ? value
    : new Fault(`is not the URL of a Redis: use one like ${EXAMPLE_REDIS}`)
}

/** An address, or a name that the system resolves to one of this machine's. */
function parseBind(value: string): string | Fault {
  if (/^[0-9a-z][0-9a-z.-]*$|^[0-9a-f:.]+$/i.test(value)) return value
  return new Fault(`is ${JSON.stringify(value)}: use an address, as in 127.0.0.1, 0.0.0.0 or ::1`)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function parseAddresses(value: string): readonly string[] | Fault {
  const entries = value.split(/[\s,]+/).filter((entry) => entry !== '')
  const bad = entries.find((entry) => !/^[^/\s]+:\d{1,5}$|^[0-9a-f.:]+\/\d{1,3}$/i.test(entry))
  if (bad === undefined) return entries
  return new Fault(
    `holds ${JSON.stringify(bad)}: list host:port or CIDR entries, as in nas.local:8080, 10.0.0.0/8`,
  )
}

function oneOf<T extends string>(choices: readonly T[], value: string): T | Fault {
  const choice = choices.find((known) => known === value.toLowerCase())
  return choice ?? new Fault(`is ${JSON.stringify(value)}: use one of ${choices.join(', ')}`)
}

function wholeNumber(value: string, least: number, most: number): number | Fault {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return number
  return new Fault(`is ${JSON.stringify(value)}: use a whole number from ${least} to ${most}`)
}
