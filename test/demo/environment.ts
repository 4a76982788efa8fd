import type { Variable } from '../../src/config/variables.ts'

/** What decides how the bot sounds and what it may fetch; who it is and what it remembers stay the demo's own. */
const PASSED_ON = [
  'ALLOWED_PORTS',
  'ALLOW_PRIVATE_ADDRESSES',
  'APPLE_MUSIC_TOKEN',
  'ENCODER_COMPLEXITY',
  'ENGINE',
  'ENGINE_MEMORY_MB',
  'ENGINE_THREADS',
  'FFMPEG_PATH',
  'JELLYFIN_URLS',
  'LASTFM_KEYS',
  'LASTFM_URL',
  'LISTENBRAINZ_URL',
  'LYRICS_URL',
  'MAX_PLAYERS',
  'MEMORY_LIMIT_MB',
  'MUSIC_DIR',
  'PLAY_DL',
  'POT_PROVIDER_URL',
  'REFUSE_ADDRESSES',
  'SEARCH_ORDER',
  'SPONSORBLOCK_URL',
  'SPOTIFY_KEYS',
  'STATIONS_FILE',
  'STATION_DIRECTORY_URL',
  'SUBSONIC_URLS',
  'SUGGESTIONS_URL',
  'TIDAL_KEYS',
  'YTDLP_COOKIES_FILE',
  'YTDLP_PATH',
  'YTDLP_PLUGIN_DIR',
  'YTDLP_PROXY',
  'YTDLP_SOURCE_ADDRESS',
] as const satisfies readonly Variable[]

/** The caller's variables that reach the demo's bot. */
export function passedOn(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const set = PASSED_ON.flatMap((name) => {
    const value = environment[name]
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(set)
}
