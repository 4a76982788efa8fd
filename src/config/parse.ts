/** Where a value came from is the caller's business: `process.env`, or a test's object. */
export type Environment = Readonly<Record<string, string | undefined>>

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Everything that the program is told from outside, parsed: inside, nothing is optional by accident. */
export interface Config {
  /** Secret. */
  readonly token: string
  /** Base of Discord's REST API, without a version or a trailing slash. */
  readonly apiUrl: string
  readonly musicDir: string | null
  readonly dataDir: string
  /** Of a PostgreSQL; may hold its password, so it is a secret. Null: the embedded one in `dataDir`. */
  readonly databaseUrl: string | null
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

/** What each variable is when it is unset; `.env.example` shows the same. */
export const DEFAULTS = {
  DISCORD_TOKEN: '',
  DISCORD_API_URL: 'https://discord.com/api',
  MUSIC_DIR: '',
  DATA_DIR: './data',
  DATABASE_URL: '',
  LOG_LEVEL: 'info',
  ALLOW_PRIVATE_ADDRESSES: '',
  YTDLP_PATH: '',
  FFMPEG_PATH: 'ffmpeg',
  ENGINE: 'native',
  ENGINE_THREADS: '',
  ENCODER_COMPLEXITY: '10',
} as const

export type Variable = keyof typeof DEFAULTS

/**
 * Parses all of it and reports all faults together, as a `ConfigError`. An empty variable is an
 * unset one. `cores` is the number of processors, which bounds the engine's threads.
 */
export function parseConfig(environment: Environment, cores: number): Config {
  const faults: string[] = []
  const text = (name: Variable): string => environment[name]?.trim() || DEFAULTS[name]
  const parsed = <T>(name: Variable, parse: (text: string) => T | Fault): T | null => {
    const value = parse(text(name))
    if (!(value instanceof Fault)) return value
    faults.push(`${name} ${value.sentence}`)
    return null
  }
  const optional = (name: Variable): string | null => text(name) || null

  const token = parsed('DISCORD_TOKEN', parseToken)
  const apiUrl = parsed('DISCORD_API_URL', parseApiUrl)
  const databaseUrl = parsed('DATABASE_URL', parseDatabaseUrl)
  const logLevel = parsed('LOG_LEVEL', (value) => oneOf(LOG_LEVELS, value))
  const allowedAddresses = parsed('ALLOW_PRIVATE_ADDRESSES', parseAddresses)
  const engine = parsed('ENGINE', (value) => oneOf(['native', 'portable'] as const, value))
  const threads = parsed('ENGINE_THREADS', (value) =>
    value === '' ? Math.max(1, cores - 1) : wholeNumber(value, 1, 256),
  )
  const encoderComplexity = parsed('ENCODER_COMPLEXITY', (value) => wholeNumber(value, 0, 10))

  if (
    token === null ||
    apiUrl === null ||
    databaseUrl === null ||
    logLevel === null ||
    allowedAddresses === null ||
    engine === null ||
    threads === null ||
    encoderComplexity === null
  ) {
    throw new ConfigError(faults)
  }
  return {
    token,
    apiUrl,
    musicDir: optional('MUSIC_DIR'),
    dataDir: text('DATA_DIR'),
    databaseUrl: databaseUrl || null,
    logLevel,
    allowedAddresses,
    ytdlpPath: optional('YTDLP_PATH'),
    ffmpegPath: text('FFMPEG_PATH'),
    engine: { threads, native: engine === 'native', encoderComplexity },
  }
}

/** What is wrong with a value and what to do, as the rest of a sentence that begins with its name. */
class Fault {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}

function parseToken(value: string): string | Fault {
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

function parseDatabaseUrl(value: string): string | Fault {
  if (value === '') return value
  const protocol = URL.parse(value)?.protocol ?? ''
  if (['postgres:', 'postgresql:'].includes(protocol)) return value
  return new Fault(
    'is not the URL of a PostgreSQL: use one like postgres://segue:PASSWORD@db:5432/segue',
  )
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
