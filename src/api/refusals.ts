import type { ErrorCode } from '../domain/errors.ts'

/** How a refusal of the player is told to a program and whoever reads its log. */
export interface Refusal {
  readonly status: number
  readonly message: string
}

const conflict = (message: string): Refusal => ({ status: 409, message })
const invalid = (message: string): Refusal => ({ status: 422, message })
const source = (message: string): Refusal => ({ status: 502, message })
const away = (message: string): Refusal => ({ status: 503, message })
const internal: Refusal = {
  status: 500,
  message: 'Something went wrong. The log tells the reason, by the request’s id.',
}

/** A new code does not compile until it is worded. */
export const refusals: Record<ErrorCode, Refusal> = {
  'caller-not-in-voice': conflict('The caller is in no voice channel.'),
  'caller-elsewhere': conflict('The bot plays in another voice channel.'),
  'missing-view': conflict('The bot may not see the voice channel.'),
  'missing-connect': conflict('The bot may not connect to the voice channel.'),
  'missing-speak': conflict('The bot may not speak in the voice channel.'),
  'channel-full': conflict('The voice channel is full.'),
  'stage-audience': conflict('The bot may not ask to speak on this stage.'),
  'server-only': conflict('Music plays in servers only.'),
  'server-away': away('Discord has trouble with this server just now.'),
  'bot-not-in-voice': conflict('The bot is in no voice channel.'),
  'bad-query': invalid('The query is neither words nor an http(s) link.'),
  'query-or-file': invalid('Give either a query or a file.'),
  'bad-position': invalid('There is no such position in this track.'),
  'bad-index': invalid('There is no such number in the queue.'),
  'bad-volume': invalid('A volume is a whole number from 0 to 200.'),
  'nothing-playing': conflict('Nothing is playing.'),
  'queue-empty': conflict('The queue is empty.'),
  'queue-full': conflict('The queue has no room for that.'),
  'not-seekable': conflict('One cannot move within this track.'),
  'nothing-found': { status: 404, message: 'Nothing was found for that.' },
  'address-refused': invalid('That address is not public.'),
  'port-refused': invalid('The link uses a port that is not allowed.'),
  'outside-library': invalid('That file is not in the music library.'),
  'not-audio': source('That is not audio that is known.'),
  'empty-file': source('That file holds no sound.'),
  'http-status': source('The site refused to hand out the file.'),
  'source-busy': source('The site has trouble just now.'),
  'source-timeout': source('The source took too long to answer.'),
  'source-lost': source('The connection to the source broke off.'),
  gone: source('The track is no longer there.'),
  'age-limit': source('The track is age-restricted.'),
  region: source('The track cannot be played where the bot is hosted.'),
  'sign-in': source('The site wants a sign-in for the track.'),
  'rate-limited': source('The site asks for fewer requests.'),
  'host-refused': source('The site takes the bot for a robot and refuses its host’s address.'),
  drm: source('The track is copy-protected (DRM).'),
  unsupported: source('The site or format is not known.'),
  'search-away': source('The library has no such track, and the web search cannot be reached.'),
  'ytdlp-missing': source('That needs yt-dlp, which is not installed.'),
  'ytdlp-failed': source('The page could not be read by yt-dlp.'),
  'live-segments': source('That is live and comes in segments, which cannot be followed.'),
  'ffmpeg-missing': source('That format needs FFmpeg, which is not installed.'),
  'decode-failed': source('The file is damaged.'),
  'no-progress': source('Much of the file was read, and no sound came.'),
  'cut-short': source('The file ends in the middle.'),
  'decoder-crashed': source('The file broke the decoder.'),
  'voice-timeout': away('Discord’s voice server did not answer in time.'),
  'voice-busy': away('Too many voice channels are being joined at once.'),
  'voice-refused': conflict('Discord refused the voice connection.'),
  'voice-dave-required': conflict('The channel demands a newer kind of encryption.'),
  'voice-dave-not-ready': away('The channel’s encryption did not come about.'),
  'voice-lost': away('The bot was disconnected from the voice channel.'),
  'channel-gone': conflict('The voice channel is no longer there.'),
  'engine-lost': away('The audio engine stopped unexpectedly and is starting again.'),
  'too-many-players': away('The bot plays in as many servers as its host allows.'),
  'memory-full': away('The bot’s host has no memory left for another server.'),
  'database-away': away('The database does not answer.'),
  'other-process': away('The server is just moving from one process to another.'),
  'unknown-server': { status: 404, message: 'The bot is not a member of this server.' },
  'player-away': away('The process that plays in this server cannot be reached. Nothing was done.'),
  'player-late': away(
    'The process that plays in this server did not answer in time. It may have acted on the request, or may yet: GET the queue to see.',
  ),
  'ended-meanwhile': conflict('The music was stopped in between.'),
  superseded: conflict('Another command came in between. GET the queue to see what holds.'),
  starting: away('The bot is being started.'),
  'shutting-down': away('The bot is being shut down.'),
  internal,
}
