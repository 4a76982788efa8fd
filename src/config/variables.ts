import { MUSIC_PORTS } from '../base/address-rules.ts'

/** Variables and their values: `process.env`, or a test's object. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What each variable is when it is unset; `.env.example` shows the same, in this order. */
export const DEFAULTS = {
  DISCORD_TOKEN: '',
  DISCORD_API_URL: 'https://discord.com/api',
  ROLES: 'gateway,audio,api,worker',
  MUSIC_DIR: '',
  SUBSONIC_URLS: '',
  JELLYFIN_URLS: '',
  STATIONS_FILE: '',
  STATION_DIRECTORY_URL: 'https://all.api.radio-browser.info',
  SUGGESTIONS_URL:
    'https://suggestqueries.google.com/complete/search?client=firefox&ds=yt&ie=utf-8&oe=utf-8&q={searchTerms}',
  DATA_DIR: './data',
  DATABASE_URL: '',
  DATABASE_PASSWORD: '',
  REDIS_URL: '',
  REDIS_PASSWORD: '',
  HISTORY_DAYS: '90',
  OWNER_IDS: '',
  MESSAGE_CONTENT: 'off',
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
  SEARCH_ORDER: 'library,youtube',
  YTDLP_PATH: '',
  YTDLP_UPDATE_URL: 'https://github.com/yt-dlp/yt-dlp/releases/latest/download',
  YTDLP_COOKIES_FILE: '',
  YTDLP_PROXY: '',
  YTDLP_SOURCE_ADDRESS: '',
  YTDLP_PLUGIN_DIR: '',
  POT_PROVIDER_URL: '',
  PLAY_DL: 'on',
  SPOTIFY_KEYS: '',
  APPLE_MUSIC_TOKEN: '',
  TIDAL_KEYS: '',
  LYRICS_URL: '',
  SPONSORBLOCK_URL: '',
  LISTENBRAINZ_URL: '',
  LASTFM_KEYS: '',
  LASTFM_URL: 'https://ws.audioscrobbler.com/2.0/',
  FFMPEG_PATH: 'ffmpeg',
  ENGINE: 'native',
  ENGINE_THREADS: '',
  ENCODER_COMPLEXITY: '10',
} as const

export type Variable = keyof typeof DEFAULTS

/** Each of these may be in a file; then NAME_FILE is its path. */
export const SECRETS = [
  'DISCORD_TOKEN',
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'REDIS_URL',
  'REDIS_PASSWORD',
  'SUBSONIC_URLS',
  'JELLYFIN_URLS',
  'YTDLP_PROXY',
  'SPOTIFY_KEYS',
  'APPLE_MUSIC_TOKEN',
  'TIDAL_KEYS',
  'LASTFM_KEYS',
] as const satisfies readonly Variable[]

/** What each variable means, for `--help` and, word for word, `.env.example`. */
export const MEANINGS: Readonly<Record<Variable, string>> = {
  DISCORD_TOKEN:
    'The bot’s token, a secret: https://discord.com/developers/applications → Bot → Reset Token. The role gateway needs it. A secret can be in a file instead: set DISCORD_TOKEN_FILE to the file’s path. The same goes for every other secret.',
  DISCORD_API_URL:
    'Base of Discord’s REST API. Plain http:// is accepted on loopback only, because requests carry the token.',
  ROLES:
    'What this process does, separated by commas: gateway (Discord), audio (the voice engine), api (HTTP), worker (background jobs). Gateway and audio go together. If you leave out a role, set DATABASE_URL and REDIS_URL.',
  MUSIC_DIR:
    'Folder with your music. /play finds files there by title, artist, album or file name. Empty: no library.',
  SUBSONIC_URLS:
    'Music servers that speak OpenSubsonic (Navidrome, Gonic, Airsonic …), as http://user:password@nas:4533, or with an API key as http://nas:4533/?apiKey=KEY; a secret. Separate several by spaces. They may be in your own network, and are told which of their songs play (not who listens). A server’s tracks are stored with its host as the name; to keep them when the address changes, add the name: https://user:password@music.example.com/?name=nas:4533. Empty: none.',
  JELLYFIN_URLS:
    'Jellyfin servers whose music is played, as http://user:password@nas:8096; a secret. Use a user who may see nothing but music; an API key may do everything there, so none is taken. Several, their names and what they’re told are as with SUBSONIC_URLS. Empty: none.',
  STATIONS_FILE:
    'File with the stations of /radio, as M3U, PLS or XSPF: a link and a name for each. Changes hold at once. Empty: the list that comes with the bot.',
  STATION_DIRECTORY_URL:
    'Directory of radio stations that /radio asks for what the list lacks (radio-browser’s protocol); it gets to know what is typed and played there, but not by whom. off: none.',
  SUGGESTIONS_URL:
    'Service that completes what members type into /play (OpenSearch suggestions); it gets to know what they type, but not who. off: none.',
  DATA_DIR: 'Folder for the bot’s data and caches. The bot makes it.',
  DATABASE_URL:
    'URL of a PostgreSQL database, as postgres://user:password@host:port/name; a secret. Empty: an embedded database in DATA_DIR.',
  DATABASE_PASSWORD:
    'The password for DATABASE_URL, a secret, if the URL has none. Write it as it is, without URL escapes.',
  REDIS_URL:
    'URL of a Redis, as redis://:password@host:port; a secret. Several processes talk to each other through it. Empty: one process, which needs none.',
  REDIS_PASSWORD: 'The password for REDIS_URL, a secret, if the URL has none.',
  HISTORY_DAYS: 'Days until the history of played tracks is deleted, 1 to 36500.',
  OWNER_IDS:
    'Discord ids of the bot’s owners, separated by commas. They get /owner, which announces, lists and leaves servers, and reloads yt-dlp. Empty: nobody.',
  MESSAGE_CONTENT:
    'on: what members type into a server’s request channel is a request. For that, Discord demands the “Message Content Intent”: turn it on at https://discord.com/developers/applications → Bot. off: the bot gets no messages, and requests come by a button.',
  BIND: 'Address that all ports below listen on. 0.0.0.0 means every network: use it only behind a firewall or in a container.',
  API_PORT:
    'Port of the role api. Its /metrics/all has the metrics of all roles and processes. 0 means any free port, here and below; the log says which.',
  GATEWAY_PORT:
    'Port of the role gateway, with /health, /live, /ready and /metrics, like every role’s port.',
  AUDIO_PORT: 'Port of the role audio. It also has /players.',
  WORKER_PORT: 'Port of the role worker.',
  ENGINE_PORT: 'Port where the voice engine tells its version.',
  MAX_PLAYERS:
    'The most servers that the bot plays in at once. Empty: as many as the processors and ENGINE_MEMORY_MB allow.',
  ENGINE_MEMORY_MB:
    'Memory in MiB for the buffers of all players; each takes 3. Empty: a quarter of MEMORY_LIMIT_MB.',
  MEMORY_LIMIT_MB:
    'Memory in MiB. When the bot uses more than that, it starts no new players. Empty: four fifths of the memory of the machine or container.',
  LOG_LEVEL: 'How much is logged: debug, info, warn or error.',
  LOG_FORMAT:
    'pretty (for people), json (for programs) or auto (pretty on a terminal, json everywhere else). NO_COLOR=1 turns colors off.',
  ALLOW_PRIVATE_ADDRESSES:
    'Private addresses that users’ links may lead to: host:port or CIDR entries, separated by commas. Empty: none.',
  REFUSE_ADDRESSES:
    'Addresses that users’ links must not lead to, as addresses or CIDR entries, separated by commas. Add your router’s public address, and your other networks. The networks that this machine is in are always refused. Empty: only those.',
  ALLOWED_PORTS:
    'Ports that users’ links may use on public addresses: numbers and ranges, separated by commas.',
  SEARCH_ORDER:
    'Where the words of /play are looked for, in this order, until something is found: library (all that you have yourself), youtube and soundcloud, separated by commas. The option source of /play looks where somebody says.',
  YTDLP_PATH:
    'Path of yt-dlp. Empty: the update in DATA_DIR if there is one, else the one that script/bootstrap installed, else the one on the PATH.',
  YTDLP_UPDATE_URL:
    'Where a new yt-dlp is looked for once a day: an address below which lie yt-dlp and SHA2-256SUMS. It’s tried before it’s used, without a restart, and is in DATA_DIR then. Where YTDLP_PATH is set, it’s left alone. off: never.',
  YTDLP_COOKIES_FILE:
    'File with cookies of a site, as browsers export them (Netscape format). yt-dlp uses them if a site refuses this machine’s address. The site may close the account, so use one that you can lose. The file itself is never changed. Empty: none.',
  YTDLP_PROXY:
    'Proxy for yt-dlp and for the streams that it finds, as http://user:password@host:port or socks5://host:port; a secret. The proxy sees which sites are asked. The address guard still checks every address. Empty: none.',
  YTDLP_SOURCE_ADDRESS:
    'Which of this machine’s addresses yt-dlp connects from, and the streams that it finds. Empty: the system chooses.',
  YTDLP_PLUGIN_DIR:
    'Folder with plugins for yt-dlp. Plugins are programs: they run with the bot’s rights, and the address guard doesn’t stop them. Empty: no plugins, not even the system’s.',
  POT_PROVIDER_URL:
    'URL of a server that makes proof-of-origin tokens for YouTube (bgutil-ytdlp-pot-provider), as http://127.0.0.1:4416. It needs its plugin in YTDLP_PLUGIN_DIR. It may help, but nobody promises that. Empty: none.',
  PLAY_DL:
    'on: links to SoundCloud are found by play-dl, which is quicker than yt-dlp, where that package is installed (bun install --omit=optional leaves it out). It’s under the GPL-3.0, and nobody keeps it up any more; it runs in a process of its own, and the address guard checks what it asks. off: yt-dlp finds all.',
  SPOTIFY_KEYS:
    'Client id and secret of an application at https://developer.spotify.com/dashboard, as id:secret; a secret. Links to Spotify work without: of a list, its page shows the first 100 tracks. With them, albums come whole, and a track is found by its recording’s code (ISRC). Since 2026 Spotify shows a new application no playlists of others, so those stay at 100. Empty: none.',
  APPLE_MUSIC_TOKEN:
    'Developer token for the Apple Music API, a JSON Web Token that lasts at most half a year (https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens); a secret. Links to Apple Music work without: of a playlist, its page shows mostly the first 100 tracks. With it, playlists come whole, and a track is found by its recording’s code (ISRC). Empty: none.',
  TIDAL_KEYS:
    'Client id and secret of an application at https://developer.tidal.com/dashboard, as id:secret; a secret. Without them, links to single tracks of TIDAL work, and those to albums, playlists and artists don’t. Empty: none.',
  LYRICS_URL:
    'URL of a service that has lyrics and speaks LRCLIB’s protocol, as https://lrclib.net. It’s told artist, title, album and length of what /lyrics asks for. It may be in your own network. Empty: only lyrics in music files and .lrc files beside them.',
  SPONSORBLOCK_URL:
    'URL of a service that knows which parts of YouTube videos are sponsors, intros or not music, and speaks SponsorBlock’s protocol, as https://sponsor.ajay.app. Servers choose in /settings what is left out. It’s told the first four digits of a hash of each video that plays there, which many videos share. It may be in your own network. Empty: videos play whole.',
  LISTENBRAINZ_URL:
    'URL of ListenBrainz’s API, or of a server that speaks its protocol, as https://api.listenbrainz.org. Members who link their account with /scrobble have what they hear kept there. It may be in your own network. Empty: nobody can.',
  LASTFM_KEYS:
    'Your application at Last.fm, as key:secret; a secret. Make one at https://www.last.fm/api/account/create. Members who link their account with /scrobble have what they hear kept there. Empty: nobody can.',
  LASTFM_URL: 'URL of Last.fm’s API, or of a server that speaks its protocol.',
  FFMPEG_PATH: 'Path of FFmpeg, which decodes what the native engine can’t.',
  ENGINE: 'native, or portable: FFmpeg decodes and @discordjs/opus encodes everything.',
  ENGINE_THREADS:
    'Worker threads that play, 1 to 256. Empty: one less than there are processors, but at least one.',
  ENCODER_COMPLEXITY: 'Complexity of libopus, from 0 (least work) to 10 (best sound).',
}
