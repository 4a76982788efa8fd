import { formsOf } from '../forms.ts'
import type { FavoritesCommandWords, PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('de')

/** A list’s name is the same in the nominative and the accusative, so no sentence has it in the dative. */
const titles = (count: number) => `${number(count)} Titel`
const withTitles = (count: number) =>
  `${number(count)} ${plural(count, { one: 'Titel', other: 'Titeln' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'deine Favoriten', server: 'die Favoriten des Servers' },
  created: (name) => `Die Playlist ${name} ist angelegt. Fülle sie mit /playlist hinzufügen.`,
  added: (name, count) => `Ich habe ${titles(count)} in ${name} aufgenommen.`,
  kept: (track, name) => `Ich habe ${track} in ${name} aufgenommen.`,
  removed: (track, name) => `Ich habe ${name} geändert: ${track} ist entfernt.`,
  removedMany: (count, name) =>
    plural(count, {
      one: `Ich habe ${name} geändert: Ein Titel ist entfernt.`,
      other: `Ich habe ${name} geändert: ${titles(count)} sind entfernt.`,
    }),
  moved: (track, position, name) =>
    `Ich habe ${name} umsortiert: ${track} hat jetzt die Nummer ${number(position)}.`,
  renamed: (from, to) => `${from} heißt jetzt ${to}.`,
  deleted: (name) => `${name} ist gelöscht.`,
  hidden: (name) => `Ich zeige ${name} hier nicht mehr. Wem die Playlist gehört, hat sie noch.`,
  deduped: (name, count) =>
    count === 0
      ? `Ich habe ${name} durchgesehen: Nichts ist doppelt.`
      : plural(count, {
          one: `Ich habe ${name} aufgeräumt: Ein doppelter Titel ist entfernt.`,
          other: `Ich habe ${name} aufgeräumt: ${number(count)} doppelte Titel sind entfernt.`,
        }),
  shared: (name, whom) =>
    whom === null
      ? `Alle auf diesem Server können jetzt ${name} sehen und abspielen.`
      : `${whom} kann jetzt ${name} sehen und abspielen.`,
  unshared: (name, whom) =>
    whom === null
      ? `Ich teile ${name} nicht mehr mit diesem Server.`
      : `Ich teile ${name} nicht mehr mit ${whom}.`,
  imported: (name, count, skipped) =>
    skipped === 0
      ? `Die Playlist ${name} ist da, mit ${withTitles(count)}.`
      : `Die Playlist ${name} ist da, mit ${withTitles(count)}. ${number(skipped)} ohne Namen und Link habe ich weggelassen.`,
  updated: (name, count) =>
    count === 0
      ? `Unter dem Link ist für ${name} nichts Neues.`
      : `Ich habe ${titles(count)} vom Link in ${name} aufgenommen.`,
  exported: (name, count) =>
    `Hier hast du ${name} mit ${withTitles(count)}. Mit /playlist importieren nimmst du sie anderswo auf.`,
  arriving: {
    link: 'Noch fehlt etwas: Der Import läuft oder wurde abgebrochen. Kommt nichts mehr, hilft /playlist auffrischen.',
    file: 'Noch fehlt etwas: Der Import läuft oder wurde abgebrochen. Kommt nichts mehr, lösche die Liste und importiere die Datei noch einmal.',
  },
  unreadable: '(ein Titel, den ich nicht lesen kann)',
  overview: {
    none: 'Hier gibt es noch keine Playlists. Leg mit /playlist anlegen eine an.',
    own: 'Deine Playlists',
    server: 'Playlists des Servers',
    shared: 'Mit dir oder dem Server geteilt',
    line: (name, count) => `${name} · ${titles(count)}`,
    incomplete: 'unvollständig',
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
    show: {
      name: 'ansehen',
      description: 'Zeigt, was in einer Playlist ist',
      options: {
        name: NAME,
        page: { name: 'seite', description: 'Welche Seite' },
      },
    },
    remove: {
      name: 'entfernen',
      description: 'Entfernt Titel aus einer Playlist',
      options: {
        name: NAME,
        position: { name: 'nummer', description: 'Die Nummer in /playlist ansehen' },
        to: { name: 'bis', description: 'Die letzte Nummer, um mehrere zu entfernen' },
      },
    },
    move: {
      name: 'verschieben',
      description: 'Verschiebt einen Titel in einer Playlist',
      options: {
        name: NAME,
        from: { name: 'von', description: 'Die Nummer in /playlist ansehen' },
        to: { name: 'nach', description: 'Die neue Nummer' },
      },
    },
    rename: {
      name: 'umbenennen',
      description: 'Gibt einer Playlist einen anderen Namen',
      options: {
        name: NAME,
        'new-name': { name: 'neuer-name', description: 'Wie sie künftig heißen soll' },
      },
    },
    delete: {
      name: 'löschen',
      description: 'Löscht eine Playlist',
      options: {
        name: NAME,
      },
    },
    dedupe: {
      name: 'aufräumen',
      description: 'Entfernt, was in einer Playlist doppelt ist',
      options: {
        name: NAME,
      },
    },
    import: {
      name: 'importieren',
      description: 'Macht eine Playlist aus einem Link oder der Datei eines anderen Programms',
      options: {
        file: {
          name: 'datei',
          description: 'M3U, PLS, XSPF, JSON oder CSV, etwa von Exportify oder TuneMyMusic',
        },
        link: { description: 'Die Seite einer Playlist oder ein Link zu so einer Datei' },
        name: { description: 'Wie sie heißen soll' },
        server: { description: 'Ob sie dem Server gehört statt dir' },
      },
    },
    export: {
      name: 'exportieren',
      description: 'Gibt dir eine Playlist als Datei',
      options: {
        name: NAME,
        format: {
          description: 'Was für eine Datei',
          choices: { json: 'JSON (alles)', csv: 'CSV (eine Tabelle)', m3u: 'M3U (für Player)' },
        },
      },
    },
    update: {
      name: 'auffrischen',
      description: 'Holt, was unter dem Link einer Playlist neu ist',
      options: { name: NAME },
    },
    share: {
      name: 'teilen',
      description: 'Lässt andere eine Playlist sehen und abspielen',
      options: {
        name: NAME,
        person: { description: 'Mit wem du sie teilst' },
        server: { description: 'Ob du sie mit diesem Server teilst' },
        stop: { name: 'beenden', description: 'Ob du sie nicht mehr teilen willst' },
      },
    },
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

const SERVER = { description: 'Ob es um die Favoriten des Servers geht statt um deine' }

export const favoritesCommand: FavoritesCommandWords = {
  name: 'favoriten',
  description: 'Die Titel, die du am liebsten hast',
  subcommands: {
    add: {
      name: 'hinzufügen',
      description: 'Fügt den Favoriten den jetzigen Titel oder etwas anderes hinzu',
      options: {
        query: {
          name: 'suche',
          description: 'Ein Titel, Link oder eine Liste statt des jetzigen Titels',
        },
        server: SERVER,
      },
    },
    remove: {
      name: 'entfernen',
      description: 'Entfernt den jetzigen Titel aus den Favoriten, oder einen anderen',
      options: {
        position: { name: 'nummer', description: 'Die Nummer in /favoriten zeigen' },
        server: SERVER,
      },
    },
    list: {
      name: 'zeigen',
      description: 'Zeigt die Favoriten',
      options: {
        page: { name: 'seite', description: 'Welche Seite' },
        server: SERVER,
      },
    },
    play: {
      name: 'abspielen',
      description: 'Spielt die Favoriten ab',
      options: {
        next: { name: 'danach', description: 'Gleich nach dem jetzigen Titel abspielen' },
        shuffle: { name: 'mischen', description: 'In zufälliger Reihenfolge abspielen' },
        server: SERVER,
      },
    },
  },
}
