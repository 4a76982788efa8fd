import { formsOf } from '../forms.ts'
import type { FavoritesCommandWords, PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('en')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'track', other: 'tracks' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'your favorites', server: 'the server’s favorites' },
  created: (name) => `Made the playlist ${name}. Fill it with /playlist add.`,
  added: (name, count) => `Added ${tracks(count)} to ${name}.`,
  kept: (track, name) => `Added ${track} to ${name}.`,
  removed: (track, name) => `Removed ${track} from ${name}.`,
  removedMany: (count, name) => `Removed ${tracks(count)} from ${name}.`,
  moved: (track, position, name) => `${track} is number ${number(position)} in ${name} now.`,
  renamed: (from, to) => `${from} is called ${to} now.`,
  deleted: (name) => `Deleted ${name}.`,
  hidden: (name) => `${name} isn’t shown here any more. Its owner still has it.`,
  deduped: (name, count) =>
    count === 0
      ? `Nothing is in ${name} twice.`
      : `Removed ${tracks(count)} that ${name} had twice.`,
  shared: (name, whom) =>
    whom === null
      ? `Everybody in this server can see and play ${name} now.`
      : `${whom} can see and play ${name} now.`,
  unshared: (name, whom) =>
    whom === null
      ? `${name} isn’t shared with this server any more.`
      : `${name} isn’t shared with ${whom} any more.`,
  imported: (name, count, skipped) =>
    skipped === 0
      ? `Made the playlist ${name} with ${tracks(count)}.`
      : `Made the playlist ${name} with ${tracks(count)}. I left out ${number(skipped)} that have neither a title nor a link.`,
  updated: (name, count) =>
    count === 0
      ? `The link of ${name} has nothing new.`
      : `Added ${tracks(count)} from its link to ${name}.`,
  exported: (name, count) =>
    `Here’s ${name} with ${tracks(count)}. Use /playlist import to bring it in elsewhere.`,
  arriving: {
    link: 'Not all of it is here: its import is under way, or was broken off. If no more comes, use /playlist update.',
    file: 'Not all of it is here: its import is under way, or was broken off. If no more comes, delete it and import the file again.',
  },
  unreadable: '(a track that I can’t read)',
  overview: {
    none: 'There are no playlists here yet. Make one with /playlist create.',
    own: 'Your playlists',
    server: 'The server’s playlists',
    shared: 'Shared with you or the server',
    line: (name, count) => `${name} · ${tracks(count)}`,
    incomplete: 'incomplete',
    more: (count) => `…and ${number(count)} more`,
  },
}

const NAME = { description: 'Which playlist' }

export const playlistCommand: PlaylistCommandWords = {
  description: 'Keep lists of tracks, your own and the server’s',
  subcommands: {
    create: {
      description: 'Make an empty playlist',
      options: {
        name: { description: 'What to call it' },
        server: { description: 'Whether it belongs to the server instead of you' },
      },
    },
    add: {
      description: 'Add the current track to a playlist, or something else',
      options: {
        name: NAME,
        query: { description: 'A title, link or list of tracks instead of the current track' },
        queue: { description: 'Whether to add the current track and the whole queue' },
      },
    },
    list: { description: 'Show the playlists that you can play' },
    show: {
      description: 'Show what’s in a playlist',
      options: {
        name: NAME,
        page: { description: 'Which page to show' },
      },
    },
    remove: {
      description: 'Remove tracks from a playlist',
      options: {
        name: NAME,
        position: { description: 'Its number in /playlist show' },
        to: { description: 'The last number, to remove several' },
      },
    },
    move: {
      description: 'Move a track in a playlist',
      options: {
        name: NAME,
        from: { description: 'Its number in /playlist show' },
        to: { description: 'Its new number' },
      },
    },
    rename: {
      description: 'Give a playlist another name',
      options: {
        name: NAME,
        'new-name': { description: 'What to call it from now on' },
      },
    },
    delete: {
      description: 'Delete a playlist',
      options: {
        name: NAME,
      },
    },
    dedupe: {
      description: 'Remove what’s in a playlist twice',
      options: {
        name: NAME,
      },
    },
    import: {
      description: 'Make a playlist from a link or from a file of another program',
      options: {
        file: {
          description: 'An M3U, PLS, XSPF, JSON or CSV file, as from Exportify or TuneMyMusic',
        },
        link: { description: 'A playlist’s page, or a link to such a file' },
        name: { description: 'What to call it' },
        server: { description: 'Whether it belongs to the server instead of you' },
      },
    },
    export: {
      description: 'Get a playlist as a file',
      options: {
        name: NAME,
        format: {
          description: 'Which kind of file',
          choices: { json: 'JSON (everything)', csv: 'CSV (a table)', m3u: 'M3U (for players)' },
        },
      },
    },
    update: {
      description: 'Add what’s new at the link that a playlist came from',
      options: { name: NAME },
    },
    share: {
      description: 'Let others see and play a playlist',
      options: {
        name: NAME,
        person: { description: 'Whom to share it with' },
        server: { description: 'Whether to share it with this server' },
        stop: { description: 'Whether to stop sharing it with them' },
      },
    },
    play: {
      description: 'Play a playlist',
      options: {
        name: NAME,
        next: { description: 'Play it right after the current track' },
        shuffle: { description: 'Play it in random order' },
      },
    },
  },
}

const SERVER = { description: 'Whether it’s about the server’s favorites instead of yours' }

export const favoritesCommand: FavoritesCommandWords = {
  description: 'Keep the tracks that you like best',
  subcommands: {
    add: {
      description: 'Add the current track to the favorites, or something else',
      options: {
        query: { description: 'A title, link or list of tracks instead of the current track' },
        server: SERVER,
      },
    },
    remove: {
      description: 'Remove the current track from the favorites, or another one',
      options: {
        position: { description: 'Its number in /favorites list' },
        server: SERVER,
      },
    },
    list: {
      description: 'Show the favorites',
      options: {
        page: { description: 'Which page to show' },
        server: SERVER,
      },
    },
    play: {
      description: 'Play the favorites',
      options: {
        next: { description: 'Play them right after the current track' },
        shuffle: { description: 'Play them in random order' },
        server: SERVER,
      },
    },
  },
}
