import { VOLUME } from '../../../domain/schema/sound.ts'
import type { Words } from '../words.ts'

/**
 * What members read: what's wrong and what to do about it. A new code doesn't compile until it's
 * worded.
 */
export const errors: Words['errors'] = {
  'caller-not-in-voice': 'You’re not in a voice channel. Join one, then try again.',
  'caller-elsewhere': 'I’m in another voice channel. Join it to control the music.',
  'missing-view': 'I can’t see your voice channel. Give me the “View Channel” permission there.',
  'missing-connect':
    'I’m not allowed to join your voice channel. Give me the “Connect” permission there.',
  'missing-speak':
    'I’m not allowed to speak in your voice channel. Give me the “Speak” permission there.',
  'channel-full':
    'Your voice channel is full. Raise its user limit, or give me the “Move Members” permission.',
  'stage-audience':
    'I can’t ask to speak on this stage. Give me the “Request to Speak” permission, or make me a stage moderator.',
  'server-only': 'I only play music in servers. Use this command in a server’s text channel.',
  'server-away': 'Discord is having trouble with this server right now. Try again in a minute.',
  'bot-not-in-voice': 'I’m not in a voice channel. Use /join or /play to bring me in.',
  'missing-manage-server':
    'Only members with the “Manage Server” permission can do that. Ask an admin of this server.',
  'dj-only': 'Only a DJ can do that here. Ask one of them, or an admin of this server.',
  'dj-not-here': 'That member isn’t in my voice channel. Pick somebody who’s listening.',
  'text-channel-refused':
    'I take no commands in this channel. Use one of the channels that this server has set for music.',
  'voice-channel-refused':
    'I may not play in that voice channel. Join another one, or ask an admin of this server.',
  'track-blocked':
    'This server doesn’t play that. Try something else, or ask an admin what’s blocked.',
  'owner-only': 'Only the owners of this bot can do that. Ask its host.',
  'missing-owner': 'Only the owner of this server can do that. Ask them.',
  'missing-scope': 'That key isn’t allowed to do that. Ask the host for another one.',
  'bad-query': 'I can’t make sense of that. Try a title, a file name or an http(s) link.',
  'station-unknown':
    'I don’t know that station. Pick one of the suggestions, or give me the link of its stream.',
  'stations-unreadable':
    'I can’t read my list of stations. Give me the link of a stream, or ask the host to check STATIONS_FILE.',
  'nothing-to-play':
    'That message has no link and no attached file. Try another message, or use /play.',
  'query-or-file':
    'I play one thing at a time. Give me a title or link as “query”, or a “file”, not both.',
  'bad-position':
    'This track doesn’t have that position. Try one like 1:23, 90, +30 or -10, within its length.',
  'bad-index': 'That number isn’t in the queue. Use /queue to see the numbers.',
  'nothing-to-remove': 'The queue has no track like that. Use /queue to see what’s next.',
  'one-removal':
    'I need one thing to go by: a number, a member, duplicates or absent members. Pick one of them.',
  'track-gone': 'That track isn’t in the queue any more. Use /queue to see what is.',
  'bad-volume': `That isn’t a volume. Use a whole number from ${VOLUME.minimum} to ${VOLUME.maximum}.`,
  'unknown-preset':
    'There’s no such preset. Pick one from the list that appears while you type, or use /filters show.',
  'bad-setting': 'I can’t set that. Check what the setting takes, then try again.',
  'outdated-control': 'That’s from an older version of me. Use the commands instead.',
  'track-over':
    'Another track is playing by now, so I did nothing. Use the buttons of the newest card.',
  'nothing-playing': 'Nothing is playing. Start something with /play.',
  'nothing-before': 'Nothing has played before this. Use /play to hear something.',
  'no-words':
    'That track wasn’t found by words, so I know no other matches. Use /play with its title to get some.',
  'unsure-match':
    'Nothing I found is surely that track. Use /search to look for it, and choose what fits.',
  'no-other-match':
    'There’s no other match for those words, so I start again with the first one. Use /play with other words.',
  'nothing-to-undo': 'There’s no change of the queue left to undo. Use /queue to see what’s next.',
  'queue-empty': 'The queue is empty. Add something with /play.',
  'track-too-long': 'That’s longer than this server allows. Try a shorter version.',
  'already-queued': 'That’s in the queue already. Try another track.',
  'member-limit':
    'You have as many tracks in the queue as this server allows. Wait until some have played.',
  'queue-full': 'The queue is full. Make room with /remove or /clear.',
  'not-seekable': 'This track can’t be seeked. Use /replay to start it over.',
  'slow-down': 'Easy, that’s a lot of commands at once. Wait a few seconds, then try again.',
  'query-or-queue': 'I can add what you typed or the queue, but not both at once. Try one of them.',
  'playlist-name': 'A playlist’s name has 1 to 80 characters. Try another one.',
  'playlist-unknown': 'There’s no playlist of that name. See /playlist list.',
  'playlist-exists': 'There’s already a playlist of that name. Try another name.',
  'playlist-others':
    'You can’t change that playlist. Ask its owner, or whoever manages the server if it’s the server’s.',
  'playlist-empty': 'There’s nothing in that list yet. Add something first.',
  'playlist-without-link':
    'That playlist didn’t come from a link. Use /playlist import with one first.',
  'link-or-file': 'Give me a link or a file, but not both at once. Try one of them.',
  'list-unreadable': 'I can’t read that file. Try it as M3U, PLS, XSPF, JSON or CSV.',
  'list-file-too-big': 'That file is bigger than any list, so I don’t read it. Try another one.',
  'playlist-position': 'That number isn’t in the list. Use /playlist show to see the numbers.',
  'playlist-shares':
    'That playlist is shared with too many already. Use /playlist share with “stop” to make room.',
  'share-with': 'I can share a playlist with one person or with this server. Pick one of them.',
  'already-kept': 'That’s among the favorites already. See /favorites list.',
  'not-kept': 'That isn’t among the favorites. See /favorites list.',
  'playlist-full':
    'That’s too much for one list, or for all of its owner’s together. Use /playlist remove first, or add less.',
  'playlists-full': 'Nobody can have more playlists. Use /playlist delete to make room.',
  'list-cut':
    'That’s all that the service shows without an account, mostly the first 100 tracks of a list. Ask whoever hosts me to set up its keys if there’s more.',
  'link-hidden': 'The service shows no music at that link. Check that it’s public and still there.',
  'service-key':
    'That service shows lists only to applications with a key. Ask the host to set one up.',
  'list-too-long': 'The list is longer than I take in one go. Add the rest as a list of its own.',
  'finding-full':
    'I’m already looking for several things for this server. Try again when I’m done with those.',
  'nothing-found': 'I didn’t find anything for that. Try other words or a direct link.',
  'address-refused': 'That link isn’t public, so I won’t open it. Use a public link.',
  'port-refused':
    'That link uses a port I don’t connect to. Try another link, or ask the host to allow the port.',
  'outside-library': 'That file isn’t in the music library. Pick one of the suggestions.',
  'not-audio': 'I can’t play that kind of file. Try another file or link.',
  'list-without-links': 'None of the links in that playlist can be played. Try another one.',
  'empty-file': 'That file has no sound in it. Try another one.',
  'http-status': 'The site won’t give me that file. Check the link in a browser.',
  'source-busy':
    'The site is having trouble right now. Try again in a few minutes, or try another link.',
  'source-timeout': 'The site took too long to answer. Try again later, or try another link.',
  'source-lost': 'I lost the connection to the site. Try again later, or try another link.',
  gone: 'That isn’t there any more. Try another link.',
  'attachment-gone':
    'I can’t get that attached file from Discord any more. Try attaching it again.',
  'age-limit': 'That’s age-restricted, so I can’t play it. Try another upload.',
  region: 'That can’t be played where I’m hosted. Try another upload.',
  'sign-in': 'The site wants people to sign in for that. Try another upload.',
  'rate-limited': 'The site wants me to slow down. Wait a few minutes, then try again.',
  'host-refused':
    'That site blocks the address I’m hosted at, and waiting won’t help. Try another site, or ask the host to set up a proxy or cookies for it.',
  drm: 'That’s copy-protected (DRM), so only the site’s own player can play it. Try another upload.',
  unsupported: 'I don’t know that site or format. Try a direct link to an audio file.',
  'search-away':
    'The library doesn’t have that, and I can’t search the web right now. Try other words or a link.',
  'ytdlp-missing':
    'I need yt-dlp for links like that, and it isn’t installed here. Use a direct link, or ask the host to install it.',
  'ytdlp-failed': 'I couldn’t read that page. Try another link, or ask the host to update yt-dlp.',
  'live-segments':
    'I can’t play that kind of live stream. Try the station’s direct stream, or a recording.',
  'library-login':
    'The music server doesn’t let me in. Ask the host to check SUBSONIC_URLS and JELLYFIN_URLS.',
  'no-lyrics':
    'I didn’t find any lyrics for that. Try `/lyrics query:` with the artist and the title.',
  'lyrics-off':
    'I have no lyrics for that, since no service for them is set up. Ask the host to set LYRICS_URL.',
  'lyrics-away': 'The lyrics service isn’t answering right now. Try again in a few minutes.',
  'no-chapters': 'What’s playing has no chapters. Use /seek to go to a time.',
  'scrobble-off':
    'The host of this bot hasn’t set that service up. Ask them to set LISTENBRAINZ_URL or LASTFM_KEYS.',
  'scrobble-token':
    'ListenBrainz doesn’t know that token. Copy it again from listenbrainz.org → Settings and try once more.',
  'scrobble-unconfirmed':
    'Last.fm says that you haven’t allowed it yet, or that it took too long. Allow it on the page, or begin anew with `/scrobble link`.',
  'scrobble-away': 'That service isn’t answering right now. Try again in a few minutes.',
  'ffmpeg-missing':
    'I need FFmpeg for that format, and it isn’t installed here. Try an MP3, FLAC or Ogg file, or ask the host to install it.',
  'decode-failed': 'That file is damaged. Try another copy.',
  'no-progress': 'I read a lot of that file and found no sound. Try another copy.',
  'cut-short': 'That file is cut short. Try another copy.',
  'decoder-crashed': 'That file crashed the decoder. Try another copy.',
  'voice-timeout': 'Discord’s voice server didn’t answer in time. Try again in a moment.',
  'voice-busy': 'I’m joining too many channels at once. Try again in a minute.',
  'voice-refused': 'Discord refused the voice connection. Check my permissions and try again.',
  'voice-dave-required':
    'This channel needs newer encryption than I have. Ask the host to update me.',
  'voice-dave-not-ready':
    'The channel’s encryption didn’t start. Use /leave, then try again in a moment.',
  'voice-lost': 'I was disconnected from the voice channel. Use /join to bring me back.',
  'channel-gone': 'The voice channel I was in is gone. Use /join to bring me into another one.',
  'engine-lost': 'The audio engine stopped unexpectedly. Try again in a moment.',
  'too-many-players':
    'I’m already playing in as many servers as this host allows. Try again later.',
  'memory-full': 'I’m out of memory for another server. Try again later.',
  'database-away':
    'I can’t reach my database, so I can’t start here right now. Try again in a minute.',
  'other-process': 'Another copy of me is playing in this server. Try again in a moment.',
  'unknown-server':
    'My commands are here, but I’m not a member of this server. Ask an admin to invite me as a bot, too.',
  'player-away': 'I can’t reach the player of that server right now. Try again in a moment.',
  'player-late':
    'I didn’t hear back in time, so that may or may not have worked. Check /nowplaying, then try again.',
  superseded: 'Another command came first. Check /nowplaying, then try again.',
  'ended-meanwhile':
    'The music was stopped while I was looking for that. Use /play again to hear it.',
  starting: 'I’m still starting up. Try again in a moment.',
  'shutting-down': 'I’m shutting down. Try again in a minute.',
  internal: 'Something went wrong on my side. Try again; if it keeps happening, tell the host.',
}
