/** What holds of an error code everywhere. Members read sentences of their own, in their language. */
export interface ErrorEntry {
  /** The status of the HTTP API's answer. */
  readonly status: number
  /** What went wrong, for a program and for whoever reads that program's log. */
  readonly message: string
  /**
   * Whether the reason why a track doesn't play may pass in a minute, like a network that's down.
   * Otherwise it's the track's own fault and the next one plays; so it is for codes that never come
   * with a track.
   */
  readonly passing: boolean
}

const entry = (status: number, message: string): ErrorEntry => ({ status, message, passing: false })
const conflict = (message: string) => entry(409, message)
const invalid = (message: string) => entry(422, message)
const forbidden = (message: string) => entry(403, message)
const missing = (message: string) => entry(404, message)
const tooMany = (message: string) => entry(429, message)
const source = (message: string) => entry(502, message)
const away = (message: string) => entry(503, message)
const passing = (failure: ErrorEntry): ErrorEntry => ({ ...failure, passing: true })

/** What can be wrong with a request to the HTTP API before it reaches a player; no member meets these. */
export const requestErrorCatalogue = {
  unauthorized: entry(
    401,
    'The X-API-Key header doesn’t hold a key for this server. Make one with: bun run key create',
  ),
  'too-many-requests': tooMany('This key has made too many requests. Wait, then try again.'),
  'bad-server-id': invalid('A server’s id is a number of up to 20 digits.'),
  'bad-json': entry(400, 'The body isn’t JSON.'),
  'bad-body': invalid('The body isn’t a JSON object.'),
  'bad-field': invalid('A field isn’t what the documentation says.'),
  'body-too-large': entry(413, 'The body is too long.'),
  'not-found': missing('There’s nothing at this address. Check it.'),
  'method-not-allowed': entry(405, 'This address is for other methods only.'),
} satisfies Readonly<Record<string, ErrorEntry>>

/** Everything that can go wrong for a user. The gateway doesn't compile while one lacks words. */
export const errorCatalogue = {
  // the caller
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
  'missing-manage-server': forbidden(
    'Only members who may manage the server can see and change its settings.',
  ),
  'dj-only': forbidden('Only DJs may do that in this server.'),
  'text-channel-refused': forbidden('The bot takes no commands in this text channel.'),
  'voice-channel-refused': forbidden('The bot may not be called into that voice channel.'),
  'track-blocked': forbidden('This server has blocked that track’s words or source.'),
  'owner-only': forbidden('Only the owners of this bot may do that.'),
  'missing-owner': forbidden('Only the owner of the server can delete what is kept of it.'),
  'missing-scope': forbidden(
    'This key doesn’t have the scope for that. Make one that does with: bun run key create',
  ),
  // the request
  'bad-query': invalid('The query is neither words nor an http(s) link.'),
  'station-unknown': missing('There’s no such station.'),
  'stations-unreadable': source('The list of stations can’t be read.'),
  'nothing-to-play': invalid('The message has no link and no file.'),
  'query-or-file': invalid('Give either a query or a file.'),
  'query-or-queue': invalid('Give either a query or the queue.'),
  'bad-position': invalid('This track doesn’t have that position.'),
  'bad-index': invalid('That number isn’t in the queue.'),
  'nothing-to-remove': conflict('The queue has no such track.'),
  'track-gone': missing('That track isn’t in the queue any more.'),
  'unknown-preset': invalid('There’s no such preset.'),
  'bad-volume': invalid('The volume isn’t a whole number in the documented range.'),
  'dj-not-here': conflict('That member isn’t in the bot’s voice channel.'),
  'bad-setting': invalid('That isn’t a value for this setting.'),
  'outdated-control': missing('That button, menu or form is of another version.'),
  'track-over': conflict('Another track is playing by now.'),
  'nothing-playing': conflict('Nothing is playing.'),
  'one-removal': invalid('Say one thing that’s to be removed.'),
  'nothing-before': conflict('Nothing has played before this.'),
  'no-words': conflict('No words found that track, so there are no other matches.'),
  'unsure-match': conflict(
    'Nothing that was found is surely that track. Search for it, and queue what fits.',
  ),
  'no-other-match': conflict('These words have no other match.'),
  'nothing-to-undo': conflict('No change of the queue is left to undo.'),
  'queue-empty': conflict('The queue is empty.'),
  'track-too-long': conflict('The track is longer than the server allows.'),
  'already-queued': conflict('The track is in the queue already, and the server blocks that.'),
  'member-limit': conflict('The member has as many tracks in the queue as the server allows.'),
  'queue-full': conflict('The queue is full.'),
  'not-seekable': conflict('This track can’t be seeked.'),
  // playlists
  'playlist-name': invalid('A playlist’s name has 1 to 80 characters.'),
  'playlist-unknown': missing('There’s no such playlist.'),
  'playlist-exists': conflict('There’s a playlist of that name already.'),
  'playlist-others': forbidden('Only its owner, or who manages its server, can change a playlist.'),
  'playlist-empty': conflict('The playlist is empty.'),
  'playlist-without-link': conflict('The playlist didn’t come from a link.'),
  'link-or-file': invalid('Give either a link or a file.'),
  'list-unreadable': invalid('The file isn’t a list in a format that’s known.'),
  'list-file-too-big': invalid('The file is too big for a list.'),
  'playlist-position': invalid('The playlist doesn’t have that position.'),
  'playlist-shares': conflict('The playlist is shared with as many as one may be.'),
  'share-with': invalid('Name a person or this server, and not both.'),
  'already-kept': conflict('It’s there already.'),
  'not-kept': conflict('It isn’t there.'),
  'playlist-full': conflict(
    'The playlist, or all of its owner’s together, can’t hold so many tracks.',
  ),
  'playlists-full': conflict('The owner has as many playlists as one may have.'),
  // finding and opening
  'slow-down': tooMany('That’s a lot of commands at once. Wait a few seconds.'),
  'list-cut': source('The service shows no more of that list without an account.'),
  'link-hidden': missing('The service shows no music at that link.'),
  'service-key': source('The service takes no key that the host has, or wants one.'),
  'list-too-long': conflict('The list has more tracks than are taken of one.'),
  'finding-full': passing(tooMany('Too many searches for this server are under way.')),
  'nothing-found': missing('Nothing was found for that.'),
  'address-refused': invalid('That address isn’t public.'),
  'port-refused': invalid('The link uses a port that isn’t allowed.'),
  'outside-library': invalid('That file isn’t in the music library.'),
  'not-audio': source('That kind of file can’t be played.'),
  'list-without-links': source('That list of links has no link that can be played.'),
  'empty-file': source('That file has no sound in it.'),
  'http-status': source('The site won’t give out the file.'),
  'source-busy': passing(source('The site is having trouble right now.')),
  'source-timeout': passing(source('The site took too long to answer.')),
  'source-lost': passing(source('The connection to the site was lost.')),
  gone: source('The track isn’t there any more.'),
  'attachment-gone': source('Discord doesn’t give out that attached file any more.'),
  'age-limit': source('The track is age-restricted.'),
  region: source('The track can’t be played where the bot is hosted.'),
  'sign-in': source('The site wants people to sign in for the track.'),
  'rate-limited': passing(source('The site wants the bot to slow down.')),
  'host-refused': source('The site blocks the address the bot is hosted at.'),
  drm: source('The track is copy-protected (DRM).'),
  unsupported: source('The bot doesn’t know that site or format.'),
  'ytdlp-missing': source('That needs yt-dlp, which isn’t installed.'),
  'search-away': passing(
    source('The library doesn’t have that track, and the web search can’t be reached.'),
  ),
  'ytdlp-failed': passing(source('yt-dlp couldn’t read the page.')),
  'live-segments': source('That kind of live stream can’t be played.'),
  'library-login': source('The host’s music server doesn’t accept the bot’s user or password.'),
  'no-lyrics': missing('No lyrics were found for that.'),
  'lyrics-off': conflict('No service for lyrics is set, and the file has none.'),
  'lyrics-away': away('The service for lyrics can’t be reached.'),
  'no-chapters': conflict('The current track has no chapters.'),
  'scrobble-off': conflict('The host of the bot hasn’t set that service up.'),
  'scrobble-token': invalid('The service doesn’t know that token.'),
  'scrobble-unconfirmed': conflict('The service says that this isn’t allowed yet.'),
  'scrobble-away': away('The service that keeps what people listen to can’t be reached.'),
  'ffmpeg-missing': source('That format needs FFmpeg, which isn’t installed.'),
  // decoding
  'decode-failed': source('The file is damaged.'),
  'no-progress': source('Much of the file was read without finding any sound.'),
  'cut-short': source('The file is cut short.'),
  'decoder-crashed': source('The file crashed the decoder.'),
  // voice
  'voice-timeout': away('Discord’s voice server didn’t answer in time.'),
  'voice-busy': away('The bot is joining too many voice channels at once.'),
  'voice-refused': conflict('Discord refused the voice connection.'),
  'voice-dave-required': conflict('The channel needs newer encryption than the bot has.'),
  'voice-dave-not-ready': away('The channel’s encryption didn’t start.'),
  'voice-lost': away('The bot was disconnected from the voice channel.'),
  'channel-gone': conflict('The voice channel is gone.'),
  // ourselves
  'engine-lost': away('The audio engine stopped unexpectedly and is restarting.'),
  'too-many-players': away('The bot is already playing in as many servers as its host allows.'),
  'memory-full': away('The bot is out of memory for another server.'),
  'database-away': away('The database isn’t answering.'),
  'other-process': away('The server is moving from one process to another.'),
  'unknown-server': missing('The bot isn’t a member of this server.'),
  'player-away': away('The process that plays in this server can’t be reached. Nothing was done.'),
  'player-late': away(
    'The process that plays in this server didn’t answer in time. The request may have taken effect, or may yet: GET the queue to see.',
  ),
  superseded: conflict('Another command came first. GET the queue to see what’s true now.'),
  'ended-meanwhile': conflict('The music was stopped before this could be done.'),
  starting: away('The bot is still starting up.'),
  'shutting-down': away('The bot is shutting down.'),
  internal: entry(500, 'Something went wrong. The log has the reason under this request’s id.'),
} satisfies Readonly<Record<string, ErrorEntry>>
