import { formsOf } from '../forms.ts'
import type { PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('en')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'track', other: 'tracks' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'your favorites', server: 'the server’s favorites' },
  created: (name) => `Made the playlist ${name}. Fill it with /playlist add.`,
  added: (name, count) => `Added ${tracks(count)} to ${name}.`,
  overview: {
    none: 'There are no playlists here yet. Make one with /playlist create.',
    own: 'Your playlists',
    server: 'The server’s playlists',
    shared: 'Shared with you or the server',
    line: (name, count) => `${name} · ${tracks(count)}`,
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
