import type { ErrorCode } from '../../domain/errors.ts'

/** What a person reads: what is the matter, and what to do about it. A new code does not compile until it is worded. */
export const errorText: Record<ErrorCode, string> = {
  'caller-not-in-voice': 'You are in no voice channel. Join one, then try again.',
  'caller-elsewhere': 'I am in another voice channel. Join it to control the music.',
  'missing-view': 'I cannot see your voice channel. Give me the permission “View Channel” there.',
  'missing-connect': 'I may not join your voice channel. Give me the permission “Connect” there.',
  'missing-speak': 'I may not speak in your voice channel. Give me the permission “Speak” there.',
  'channel-full':
    'Your voice channel is full. Raise its user limit, or give me the permission “Move Members”.',
  'stage-audience':
    'I may not ask to speak on this stage. Give me the permission “Request to Speak”, or make me a stage moderator.',
  'server-only': 'Music plays in servers only. Use this command in a server’s text channel.',
  'server-away':
    'Discord has trouble with this server just now and tells me nothing of it. Try again in a minute.',
  'bot-not-in-voice': 'I am in no voice channel. Use /join or /play to call me.',
  'bad-query': 'I cannot make sense of that. Try a title, a file name or an http(s) link.',
  'query-or-file':
    'I play one thing at a time. Give me a title or link as “query”, or a “file”, not both.',
  'bad-position':
    'There is no such position in this track. Use one like 1:23, 90, +30 or -10, within its length.',
  'bad-index': 'There is no such number in the queue. See /queue for the numbers.',
  'bad-volume': 'There is no such volume. Use a whole number from 0 to 200.',
  'nothing-playing': 'Nothing is playing. Start something with /play.',
  'queue-empty': 'The queue is empty. Add something with /play.',
  'queue-full': 'The queue has no room for that. Make some with /remove or /clear.',
  'not-seekable': 'One cannot move within this track. Play it again with /play to start it over.',
  'nothing-found': 'I found nothing for that. Try other words or a direct link.',
  'address-refused': 'That address is not public, so I do not go there. Use a public link.',
  'port-refused':
    'That link uses a port that I don’t connect to. Try another link, or ask the host to allow the port.',
  'outside-library': 'That file is not in the music library. Pick one of the suggestions.',
  'not-audio': 'That is not audio that I know. Try another file or link.',
  'empty-file': 'That file holds no sound. Try another one.',
  'http-status': 'The site refused to hand out that file. Check the link in a browser.',
  'source-busy': 'The site has trouble just now. Try again in a few minutes, or another link.',
  'source-timeout': 'The source took too long to answer. Try again later, or another link.',
  'source-lost': 'The connection to the source broke off. Try again later, or another link.',
  gone: 'That is no longer there. Try another link.',
  'age-limit': 'That is age-restricted, so I cannot play it. Try another upload.',
  region: 'That cannot be played where I am hosted. Try another upload.',
  'sign-in': 'The site wants a sign-in for that. Try another upload.',
  'rate-limited': 'The site asks me to slow down. Wait a few minutes, then try again.',
  'host-refused':
    'The site takes me for a robot and refuses the address that I’m hosted at. Waiting doesn’t help: try another site, or ask the host to give me a proxy or cookies for it.',
  drm: 'That is copy-protected (DRM), so only the site’s own player can play it. Try another upload.',
  unsupported: 'I do not know that site or format. Try a direct link to an audio file.',
  'search-away':
    'The library has nothing called that, and the web search cannot be reached. Try other words, or a link.',
  'ytdlp-missing':
    'Links of that kind need yt-dlp, which is not installed here. Ask the host to run script/bootstrap, or use a direct link.',
  'ytdlp-failed':
    'That page could not be read by yt-dlp. Try another link, or ask the host to update it.',
  'live-segments':
    'That is live and comes in segments, which I cannot follow. Try the station’s direct stream, or a recording.',
  'ffmpeg-missing':
    'That format needs FFmpeg, which is not installed here. Ask the host to install it, or try an MP3, FLAC or Ogg file.',
  'decode-failed': 'That file is damaged. Try another copy of it.',
  'no-progress': 'I read on and on in that file, but no sound came. Try another copy of it.',
  'cut-short': 'That file ends in the middle. Try another copy of it.',
  'decoder-crashed': 'That file broke the decoder. Try another copy of it.',
  'voice-timeout': 'Discord’s voice server did not answer in time. Try again in a moment.',
  'voice-busy': 'I am joining too many channels at once. Try again in a minute.',
  'voice-refused': 'Discord refused the voice connection. Check my permissions and try again.',
  'voice-dave-required':
    'This channel demands a newer kind of encryption than I have. Ask the host to update me.',
  'voice-dave-not-ready':
    'The channel’s encryption did not come about. Use /leave, then try again in a moment.',
  'voice-lost': 'I was disconnected from the voice channel. Use /join to call me back.',
  'channel-gone':
    'The voice channel that I played in is no longer there. Use /join to call me to another one.',
  'engine-lost': 'The audio engine stopped unexpectedly. Try again in a moment.',
  'too-many-players': 'I play in as many servers as this host allows. Try again later.',
  'memory-full': 'This host has no memory left for another server. Try again later.',
  'database-away':
    'I cannot reach my database, so I take on no new server just now. Try again in a minute.',
  'other-process': 'Another copy of me plays in this server. Try again in a moment.',
  'unknown-server':
    'I am not a member of this server, only my commands are here. Ask an admin to invite me as a bot, too.',
  'player-away': 'No process of mine plays in that server just now. Try again in a moment.',
  'player-late':
    'The process that plays there did not answer in time. See what it plays, then try again.',
  superseded: 'Another command came in between. See /nowplaying, then try again.',
  'ended-meanwhile': 'The music was stopped while I looked for that. Use /play again to hear it.',
  starting: 'I am just being started. Try again in a moment.',
  'shutting-down': 'I am being shut down. Try again in a minute.',
  internal: 'Something went wrong on my side. Try again; the host finds the reason in the log.',
}
