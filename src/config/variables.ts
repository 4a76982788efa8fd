import { MUSIC_PORTS } from '../base/address-rules.ts'

/** Where a value came from is the caller's business: `process.env`, or a test's object. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What each variable is when it is unset; `.env.example` shows the same, in this order. */
export const DEFAULTS = {
  DISCORD_TOKEN: '',
  DISCORD_API_URL: 'https://discord.com/api',
  ROLES: 'gateway,audio,api,worker',
  MUSIC_DIR: '',
  DATA_DIR: './data',
  DATABASE_URL: '',
  DATABASE_PASSWORD: '',
  REDIS_URL: '',
  REDIS_PASSWORD: '',
  HISTORY_DAYS: '90',
  BIND: '127.0.0.1',
  API_PORT: '3000',
  GATEWAY_PORT: '3001',
  AUDIO_PORT: '3002',
  WORKER_PORT: '3003',
  ENGINE_PORT: '2333',
  MAX_PLAYERS: '',
  ENGINE_MEMORY_MB: '',
  MEMORY_LIMIT_MB: '',
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'auto',
  ALLOW_PRIVATE_ADDRESSES: '',
  REFUSE_ADDRESSES: '',
  ALLOWED_PORTS: MUSIC_PORTS,
  YTDLP_PATH: '',
  YTDLP_COOKIES_FILE: '',
  YTDLP_PROXY: '',
  YTDLP_SOURCE_ADDRESS: '',
  YTDLP_PLUGIN_DIR: '',
  POT_PROVIDER_URL: '',
  FFMPEG_PATH: 'ffmpeg',
  ENGINE: 'native',
  ENGINE_THREADS: '',
  ENCODER_COMPLEXITY: '10',
} as const

export type Variable = keyof typeof DEFAULTS

/** Each of these may be in a file, which NAME_FILE names. */
export const SECRETS = [
  'DISCORD_TOKEN',
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'REDIS_URL',
  'REDIS_PASSWORD',
] as const satisfies readonly Variable[]

/** What each variable means, for `--help` and, word for word, `.env.example`. */
export const MEANINGS: Readonly<Record<Variable, string>> = {
  DISCORD_TOKEN:
    'The bot’s token, a secret: https://discord.com/developers/applications → Bot → Reset Token. Required with the role gateway. Each secret may lie in a file instead: DISCORD_TOKEN_FILE names it, and so for the others.',
  DISCORD_API_URL:
    'Base of Discord’s REST API. Plain http:// is accepted on loopback only, since it carries the token.',
  ROLES:
    'What this process does, separated by commas: gateway (Discord), audio (the voice engine), api (HTTP), worker (background jobs). Less than all of it needs DATABASE_URL and REDIS_URL; gateway and audio go together.',
  MUSIC_DIR:
    'Folder of music files that /play finds by title, artist, album or file name. Empty: no library.',
  DATA_DIR: 'Where the bot keeps what it has to remember, and its caches.',
  DATABASE_URL:
    'A PostgreSQL to remember in, as postgres://user:password@host:port/name; a secret. Empty: an embedded one in DATA_DIR.',
  DATABASE_PASSWORD:
    'The password of DATABASE_URL, a secret, where that has none; written as it is.',
  REDIS_URL:
    'A Redis for what processes tell one another, as redis://:password@host:port; a secret. Empty: one process, which needs none.',
  REDIS_PASSWORD: 'The password of REDIS_URL, a secret, where that has none.',
  HISTORY_DAYS: 'Days after which what was played is forgotten, 1 to 36500.',
  BIND: 'Address that all ports below listen on. 0.0.0.0: every network, which only a firewall or a container makes safe.',
  API_PORT:
    'Port of the role api, which also has the metrics of all roles and processes: /metrics/all. 0, here and below: any free port; the log says which.',
  GATEWAY_PORT:
    'Port of the role gateway: /health, /live, /ready, /metrics, as each role has them.',
  AUDIO_PORT: 'Port of the role audio; also /players.',
  WORKER_PORT: 'Port of the role worker.',
  ENGINE_PORT: 'Port on which the voice engine tells its version.',
  MAX_PLAYERS:
    'Servers in whose voice channels the bot is at once. Empty: as the processors and ENGINE_MEMORY_MB allow.',
  ENGINE_MEMORY_MB:
    'Memory in MiB for the buffers of all players, of 3 each. Empty: a quarter of MEMORY_LIMIT_MB.',
  MEMORY_LIMIT_MB:
    'Memory in MiB over which no further player is taken. Empty: four fifths of what the machine or the container has.',
  LOG_LEVEL: 'debug, info, warn or error.',
  LOG_FORMAT:
    'pretty (lines for people), json (for programs) or auto: pretty on a terminal, json everywhere else. NO_COLOR=1 turns colors off.',
  ALLOW_PRIVATE_ADDRESSES:
    'Addresses that users’ URLs may reach although they are not public: host:port or CIDR entries, separated by commas. Empty: none.',
  REFUSE_ADDRESSES:
    'Addresses and CIDR entries that users’ URLs never reach: name your router’s public address here, and networks of yours that this machine has no address in. Those that it has one in are refused anyway. Empty: only these.',
  ALLOWED_PORTS:
    'Ports of public addresses that users’ URLs may reach: numbers and ranges, separated by commas.',
  YTDLP_PATH:
    'Path of yt-dlp. Empty: the update in DATA_DIR, else the one that script/bootstrap installs, else the one on the PATH.',
  YTDLP_COOKIES_FILE:
    'File of a site’s cookies, as a browser exports them (Netscape format), for yt-dlp where a site refuses this machine’s address. The site can close the account for it, so use one that you can lose. Each run gets a copy; the file itself is never written. Empty: none.',
  YTDLP_PROXY:
    'Proxy for yt-dlp and for what it finds, as http://user:password@host:port or socks5://host:port; a secret. It sees which sites are asked. The address guard stays in front of it. Empty: none.',
  YTDLP_SOURCE_ADDRESS:
    'Address of this machine that yt-dlp and what it finds go out from, where it has several. Empty: the system’s choice.',
  YTDLP_PLUGIN_DIR:
    'Folder of yt-dlp plugins. They are programs that run with the bot’s rights, and nothing holds them to the address guard. Empty: none, nor those of the system.',
  POT_PROVIDER_URL:
    'Server that makes proof-of-origin tokens for YouTube (bgutil-ytdlp-pot-provider), as http://127.0.0.1:4416; needs its plugin in YTDLP_PLUGIN_DIR. It can help, and promises nothing. Empty: none.',
  FFMPEG_PATH: 'Path of FFmpeg, which decodes what the native engine cannot.',
  ENGINE: 'native, or portable: decode and encode everything with FFmpeg and @discordjs/opus.',
  ENGINE_THREADS:
    'Worker threads that play, 1 to 256. Empty: one per processor less one, at least one.',
  ENCODER_COMPLEXITY: 'libopus complexity, 0 (least work) to 10 (best sound).',
}
