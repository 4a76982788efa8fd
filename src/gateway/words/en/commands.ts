import { VOLUME } from '../../../domain/schema/sound.ts'
import { LANGUAGE } from '../forms.ts'
import type { CommandWords } from '../words.ts'
import { findingCommands } from './finding.ts'
import { favoritesCommand, playlistCommand } from './playlists.ts'
import { scrobble } from './scrobbles.ts'
import { segmentNames } from './segments.ts'

const STRENGTHS = { 25: '25%', 50: '50%', 75: '75%', 100: '100%' }

const VOLUMES = `${VOLUME.minimum} to ${VOLUME.maximum}`

export const commands: CommandWords = {
  ...findingCommands,
  pause: { description: 'Pause the music' },
  resume: { description: 'Resume the music' },
  stop: { description: 'Stop the music and clear the queue' },
  skip: {
    description: 'Skip to the next track',
    options: { count: { description: 'How many tracks to skip, including this one' } },
  },
  previous: { description: 'Play the track before this one again' },
  replay: { description: 'Play the current track from the start' },
  jump: {
    description: 'Play a track of the queue now; the others stay queued',
    options: { position: { description: 'Its number in /queue' } },
  },
  voteskip: { description: 'Vote to skip the current track' },
  dj: {
    description: 'Hand the music to another listener',
    options: { member: { description: 'Who leads the music from now on' } },
  },
  seek: {
    description: 'Jump to a position in the current track',
    options: { position: { description: '1:23, 90 (seconds), +30 or -10' } },
  },
  chapters: { description: 'Show the chapters of what’s playing, and jump to one' },
  volume: {
    description: 'Set or show the volume',
    options: { percent: { description: `${VOLUMES}; 100 is normal` } },
  },
  filters: {
    description: 'Change how the music sounds',
    subcommands: {
      show: { description: 'Show the filters, with buttons to change them' },
      preset: {
        description: 'Turn on a preset, beside what is on',
        options: {
          name: { description: 'Which one, like Nightcore or 8D' },
          strength: { description: 'How much of it', choices: STRENGTHS },
        },
      },
      off: { description: 'Turn all filters off' },
    },
  },
  speed: {
    description: 'Set or show how fast the music plays, at the same pitch',
    options: { times: { description: 'Like 1.25; 1 is normal' } },
  },
  pitch: {
    description: 'Set or show how high the music sounds, at the same speed',
    options: { times: { description: 'Like 0.8; 1 is normal' } },
  },
  loop: {
    description: 'Loop the current track or the whole queue',
    options: {
      mode: {
        description: 'What to loop',
        choices: { off: 'off', track: 'track', queue: 'queue' },
      },
    },
  },
  autoplay: {
    description: 'Choose what plays when the queue is empty',
    options: {
      mode: {
        description: 'What goes with the last track',
        choices: {
          off: 'off',
          similar: 'similar tracks',
          artist: 'the same artist',
          genre: 'the same genre',
          mixed: 'a mix of these',
        },
      },
    },
  },
  queue: {
    description: 'Show what’s next',
    options: { page: { description: 'Which page to show' } },
  },
  lyrics: {
    description: 'Show the words of what’s playing, or of another song',
    options: { query: { description: 'An artist and a title; left out: what’s playing' } },
  },
  nowplaying: { description: 'Show what’s playing' },
  remove: {
    description: 'Remove tracks from the queue',
    options: {
      position: { description: 'Its number in /queue, or from one to another: 3-7' },
      by: { description: 'Every track that this member queued' },
      duplicates: { description: 'Tracks that are in the queue twice' },
      absent: { description: 'Tracks of members who left the voice channel' },
    },
  },
  move: {
    description: 'Move a track in the queue',
    options: {
      from: { description: 'Its number in /queue' },
      to: { description: 'Its new number' },
    },
  },
  swap: {
    description: 'Let two tracks in the queue change places',
    options: {
      first: { description: 'The number of one in /queue' },
      second: { description: 'The number of the other' },
    },
  },
  wrong: {
    description: 'Play the next match for your words instead',
    options: {
      position: { description: 'Its number in /queue; left out: the last one you asked for' },
    },
  },
  undo: { description: 'Undo the last change of the queue, also a stop or a clear' },
  shuffle: { description: 'Shuffle the queue' },
  history: {
    description: 'Show what played, the latest first',
    options: { page: { description: 'Which page to show' } },
  },
  grab: { description: 'Send the current track to yourself' },
  help: {
    description: 'Show what I can do',
    options: { page: { description: 'Which page to show' } },
  },
  clear: { description: 'Clear the queue; the current track keeps playing' },
  join: { description: 'Bring me into your voice channel' },
  leave: { description: 'Leave the voice channel and clear the queue' },
  playlist: playlistCommand,
  favorites: favoritesCommand,
  scrobble,
  privacy: {
    description: 'Show what I keep of this server and of you, or delete it',
    options: {
      delete: {
        description: 'What to delete',
        choices: { mine: 'my data', server: 'this server’s data' },
      },
    },
  },
  settings: {
    description: 'Show or change what this server has set',
    options: {
      volume: { description: `The volume to start with: ${VOLUMES}; 100 is normal` },
      autoplay: {
        description: 'Choose what plays when the queue is empty',
        choices: {
          off: 'off',
          similar: 'similar tracks',
          artist: 'the same artist',
          genre: 'the same genre',
          mixed: 'a mix of these',
        },
      },
      'leave-after': {
        description: 'Minutes until I leave when nobody’s listening; 0 means never',
      },
      announcements: {
        description: 'How I tell what’s playing',
        choices: { card: 'one card', lines: 'a line for each track', none: 'not at all' },
      },
      'voice-status': { description: 'Whether the voice channel’s status shows what’s playing' },
      'dj-role': { description: 'The role whose members are DJs' },
      'dj-only': {
        description: 'What only DJs may do',
        choices: {
          off: 'nothing',
          control: 'control the music',
          everything: 'control the music and queue tracks',
        },
      },
      'vote-skip': {
        description: 'Percent of the listeners who have to vote for a skip; 0 means no votes',
      },
      home: { description: 'The voice channel where I stay day and night' },
      'text-channels': { description: 'The text channel where I take commands' },
      'voice-channels': { description: 'The voice channel that I may be called into' },
      'blocked-words': { description: 'Words that no track may have, separated by commas' },
      'allowed-sources': {
        description: 'Where tracks may come from: library, youtube, example.com …',
      },
      'blocked-sources': {
        description: 'Where no track may come from: library, youtube, example.com …',
      },
      'fair-order': { description: 'Whether those who queue tracks take turns' },
      duplicates: {
        description: 'What happens to a track that’s queued already',
        choices: { allow: 'queue it', warn: 'queue it and say so', block: 'leave it out' },
      },
      'max-minutes': { description: 'The longest track in minutes; 0 means any length' },
      'max-per-member': { description: 'How many tracks of a member may wait; 0 means any number' },
      'max-queue': { description: 'How many tracks may wait; 0 means as many as fit' },
      'leave-out': {
        description:
          'Parts of YouTube videos to leave out; needs SponsorBlock, which the host turns on',
        choices: segmentNames,
      },
      library: { description: 'Whether members find the host’s music library' },
      'request-channel': {
        description: 'The text channel where members request tracks',
      },
      language: {
        description: 'The language of what I post',
        choices: { auto: 'the server’s language', ...LANGUAGE },
      },
    },
  },
  owner: {
    description: 'For the owners of this bot',
    subcommands: {
      announce: {
        description: 'Post something wherever music plays',
        options: { text: { description: 'What to post' } },
      },
      servers: { description: 'Show the servers that I’m in' },
      leave: {
        description: 'Leave a server',
        options: { server: { description: 'Its id, as /owner servers shows it' } },
      },
      reload: { description: 'Use yt-dlp as it’s installed now' },
      sources: { description: 'Show how the sources of music are' },
    },
  },
}
