import type { ErrorCode } from '../base/error.ts'

/** How a refusal by the player is told to a program, and to whoever reads that program's log. */
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
  message: 'Something went wrong. The log has the reason under this request’s id.',
}

/** A new code does not compile until it is worded. */
export const refusals: Record<ErrorCode, Refusal> = {
  'caller-not-in-voice': conflict('The caller isn’t in a voice channel.'),
  'caller-elsewhere': conflict('The bot is playing in another voice channel.'),
  'missing-view': conflict('The bot isn’t allowed to see the voice channel.'),
  'missing-connect': conflict('The bot isn’t allowed to join the voice channel.'),
  'missing-speak': conflict('The bot isn’t allowed to speak in the voice channel.'),
  'channel-full': conflict('The voice channel is full.'),
  'stage-audience': conflict('The bot isn’t allowed to ask to speak on this stage.'),
  'server-only': conflict('Music only plays in servers.'),
  'server-away': away('Discord is having trouble with this server right now.'),
  'bot-not-in-voice': conflict('The bot isn’t in a voice channel.'),
  'bad-query': invalid('The query is neither words nor an http(s) link.'),
  'query-or-file': invalid('Give either a query or a file.'),
  'bad-position': invalid('This track doesn’t have that position.'),
  'bad-index': invalid('That number isn’t in the queue.'),
  'bad-volume': invalid('The volume is a whole number from 0 to 200.'),
  'nothing-playing': conflict('Nothing is playing.'),
  'queue-empty': conflict('The queue is empty.'),
  'queue-full': conflict('The queue is full.'),
  'not-seekable': conflict('This track can’t be seeked.'),
  'slow-down': { status: 429, message: 'That’s a lot of commands at once. Wait a few seconds.' },
  'finding-full': { status: 429, message: 'Too many searches for this server are under way.' },
  'nothing-found': { status: 404, message: 'Nothing was found for that.' },
  'address-refused': invalid('That address isn’t public.'),
  'port-refused': invalid('The link uses a port that isn’t allowed.'),
  'outside-library': invalid('That file isn’t in the music library.'),
  'not-audio': source('That kind of file can’t be played.'),
  'empty-file': source('That file has no sound in it.'),
  'http-status': source('The site won’t give out the file.'),
  'source-busy': source('The site is having trouble right now.'),
  'source-timeout': source('The site took too long to answer.'),
  'source-lost': source('The connection to the site was lost.'),
  gone: source('The track isn’t there any more.'),
  'attachment-gone': source('Discord doesn’t give out that attached file any more.'),
  'age-limit': source('The track is age-restricted.'),
  region: source('The track can’t be played where the bot is hosted.'),
  'sign-in': source('The site wants people to sign in for the track.'),
  'rate-limited': source('The site wants the bot to slow down.'),
  'host-refused': source('The site blocks the address the bot is hosted at.'),
  drm: source('The track is copy-protected (DRM).'),
  unsupported: source('The bot doesn’t know that site or format.'),
  'search-away': source(
    'The library doesn’t have that track, and the web search can’t be reached.',
  ),
  'ytdlp-missing': source('That needs yt-dlp, which isn’t installed.'),
  'ytdlp-failed': source('yt-dlp couldn’t read the page.'),
  'live-segments': source('That kind of live stream can’t be played.'),
  'ffmpeg-missing': source('That format needs FFmpeg, which isn’t installed.'),
  'decode-failed': source('The file is damaged.'),
  'no-progress': source('Much of the file was read without finding any sound.'),
  'cut-short': source('The file is cut short.'),
  'decoder-crashed': source('The file crashed the decoder.'),
  'voice-timeout': away('Discord’s voice server didn’t answer in time.'),
  'voice-busy': away('The bot is joining too many voice channels at once.'),
  'voice-refused': conflict('Discord refused the voice connection.'),
  'voice-dave-required': conflict('The channel needs newer encryption than the bot has.'),
  'voice-dave-not-ready': away('The channel’s encryption didn’t start.'),
  'voice-lost': away('The bot was disconnected from the voice channel.'),
  'channel-gone': conflict('The voice channel is gone.'),
  'engine-lost': away('The audio engine stopped unexpectedly and is restarting.'),
  'too-many-players': away('The bot is already playing in as many servers as its host allows.'),
  'memory-full': away('The bot is out of memory for another server.'),
  'database-away': away('The database isn’t answering.'),
  'other-process': away('The server is moving from one process to another.'),
  'unknown-server': { status: 404, message: 'The bot isn’t a member of this server.' },
  'player-away': away('The process that plays in this server can’t be reached. Nothing was done.'),
  'player-late': away(
    'The process that plays in this server didn’t answer in time. The request may have taken effect, or may yet: GET the queue to see.',
  ),
  'ended-meanwhile': conflict('The music was stopped before this could be done.'),
  superseded: conflict('Another command came first. GET the queue to see what’s true now.'),
  starting: away('The bot is still starting up.'),
  'shutting-down': away('The bot is shutting down.'),
  internal,
}
