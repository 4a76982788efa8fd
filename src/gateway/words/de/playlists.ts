import { formsOf } from '../forms.ts'
import type { PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number } = formsOf('de')

const titles = (count: number) => `${number(count)} Titel`

export const playlists: PlaylistWords = {
  favorites: { own: 'deine Favoriten', server: 'die Favoriten des Servers' },
  created: (name) => `Die Playlist ${name} ist angelegt. Fülle sie mit /playlist hinzufügen.`,
  added: (name, count) => `${titles(count)} hinzugefügt: ${name}.`,
  overview: {
    none: 'Hier gibt es noch keine Playlists. Leg mit /playlist anlegen eine an.',
    own: 'Deine Playlists',
    server: 'Playlists des Servers',
    shared: 'Mit dir oder dem Server geteilt',
    line: (name, count) => `${name} · ${titles(count)}`,
    more: (count) => `… und ${number(count)} weitere`,
  },
}

const NAME = { description: 'Welche Playlist' }

export const playlistCommand: PlaylistCommandWords = {
  description: 'Listen von Titeln, deine eigenen und die des Servers',
  subcommands: {
    create: {
      name: 'anlegen',
      description: 'Legt eine leere Playlist an',
      options: {
        name: { description: 'Wie sie heißen soll' },
        server: { description: 'Ob sie dem Server gehört statt dir' },
      },
    },
    add: {
      name: 'hinzufügen',
      description: 'Fügt einer Playlist den jetzigen Titel oder etwas anderes hinzu',
      options: {
        name: NAME,
        query: {
          name: 'suche',
          description: 'Ein Titel, Link oder eine Liste statt des jetzigen Titels',
        },
        queue: {
          name: 'warteschlange',
          description: 'Ob der jetzige Titel und die ganze Warteschlange hinzukommen',
        },
      },
    },
    list: { name: 'zeigen', description: 'Zeigt die Playlists, die du abspielen kannst' },
    play: {
      name: 'abspielen',
      description: 'Spielt eine Playlist ab',
      options: {
        name: NAME,
        next: { name: 'danach', description: 'Gleich nach dem jetzigen Titel abspielen' },
        shuffle: { name: 'mischen', description: 'In zufälliger Reihenfolge abspielen' },
      },
    },
  },
}
