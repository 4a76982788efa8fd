import { VOLUME } from '../../../domain/schema/sound.ts'
import { LANGUAGE } from '../forms.ts'
import type { CommandWords } from '../words.ts'
import { findingCommands } from './finding.ts'
import { favoritesCommand, playlistCommand } from './playlists.ts'
import { scrobble } from './scrobbles.ts'
import { segmentNames } from './segments.ts'

const STRENGTHS = { 25: '25\u00a0%', 50: '50\u00a0%', 75: '75\u00a0%', 100: '100\u00a0%' }

const VOLUMES = `${VOLUME.minimum} bis ${VOLUME.maximum}`

export const commands: CommandWords = {
  ...findingCommands,
  pause: { description: 'Hält die Musik an' },
  resume: { name: 'weiter', description: 'Spielt weiter' },
  stop: { name: 'stopp', description: 'Beendet die Musik und leert die Warteschlange' },
  skip: {
    name: 'überspringen',
    description: 'Springt zum nächsten Titel',
    options: {
      count: { name: 'anzahl', description: 'Wie viele Titel, diesen mitgezählt' },
    },
  },
  previous: { name: 'zurück', description: 'Spielt noch einmal, was davor lief' },
  replay: { name: 'nochmal', description: 'Spielt den jetzigen Titel von vorn' },
  jump: {
    name: 'springen',
    description: 'Spielt sofort einen Titel der Warteschlange; die anderen bleiben',
    options: { position: { name: 'nummer', description: 'Seine Nummer in /warteschlange' } },
  },
  voteskip: { name: 'abstimmen', description: 'Stimmt dafür, den jetzigen Titel zu überspringen' },
  dj: {
    description: 'Übergibt die Musik jemand anderem, der zuhört',
    options: { member: { name: 'mitglied', description: 'Wer die Musik ab jetzt leitet' } },
  },
  seek: {
    name: 'spulen',
    description: 'Springt im jetzigen Titel an eine andere Stelle',
    options: { position: { name: 'stelle', description: '1:23, 90 (Sekunden), +30 oder -10' } },
  },
  chapters: {
    name: 'kapitel',
    description: 'Zeigt die Kapitel dessen, was läuft, und springt zu einem',
  },
  volume: {
    name: 'lautstärke',
    description: 'Stellt die Lautstärke ein oder zeigt sie',
    options: { percent: { name: 'prozent', description: `${VOLUMES}; 100 ist normal` } },
  },
  filters: {
    name: 'filter',
    description: 'Ändert, wie die Musik klingt',
    subcommands: {
      show: { name: 'zeigen', description: 'Zeigt die Filter, mit Knöpfen zum Ändern' },
      preset: {
        name: 'voreinstellung',
        description: 'Schaltet eine Voreinstellung dazu',
        options: {
          name: { description: 'Welche, etwa Nightcore oder 8D' },
          strength: { name: 'stärke', description: 'Wie viel davon', choices: STRENGTHS },
        },
      },
      off: { name: 'aus', description: 'Schaltet alle Filter aus' },
    },
  },
  speed: {
    name: 'tempo',
    description: 'Stellt ein oder zeigt, wie schnell die Musik läuft, in gleicher Tonhöhe',
    options: { times: { name: 'faktor', description: 'Etwa 1,25; 1 ist normal' } },
  },
  pitch: {
    name: 'tonhöhe',
    description: 'Stellt ein oder zeigt, wie hoch die Musik klingt, im gleichen Tempo',
    options: { times: { name: 'faktor', description: 'Etwa 0,8; 1 ist normal' } },
  },
  loop: {
    name: 'wiederholen',
    description: 'Wiederholt den jetzigen Titel oder die ganze Warteschlange',
    options: {
      mode: {
        name: 'was',
        description: 'Was wiederholt wird',
        choices: { off: 'nichts', track: 'Titel', queue: 'Warteschlange' },
      },
    },
  },
  autoplay: {
    description: 'Wählt, was läuft, wenn die Warteschlange leer ist',
    options: {
      mode: {
        name: 'was',
        description: 'Was nach dem letzten Titel kommt',
        choices: {
          off: 'aus',
          similar: 'ähnliche Titel',
          artist: 'derselbe Interpret',
          genre: 'dasselbe Genre',
          mixed: 'von allem etwas',
        },
      },
    },
  },
  queue: {
    name: 'warteschlange',
    description: 'Zeigt, was als Nächstes kommt',
    options: { page: { name: 'seite', description: 'Welche Seite' } },
  },
  lyrics: {
    name: 'liedtext',
    description: 'Zeigt den Text dessen, was läuft, oder eines anderen Lieds',
    options: {
      query: { name: 'suche', description: 'Interpret und Titel; weggelassen: was gerade läuft' },
    },
  },
  nowplaying: { name: 'was-läuft', description: 'Zeigt, was gerade läuft' },
  remove: {
    name: 'entfernen',
    description: 'Nimmt Titel aus der Warteschlange',
    options: {
      position: {
        name: 'nummer',
        description: 'Seine Nummer in /warteschlange, oder von einer bis zur anderen: 3-7',
      },
      by: { name: 'von', description: 'Alle Titel dieses Mitglieds' },
      duplicates: { name: 'doppelte', description: 'Titel, die doppelt in der Warteschlange sind' },
      absent: {
        name: 'abwesende',
        description: 'Titel von Mitgliedern, die den Sprachkanal verlassen haben',
      },
    },
  },
  move: {
    name: 'verschieben',
    description: 'Verschiebt einen Titel in der Warteschlange',
    options: {
      from: { name: 'von', description: 'Seine Nummer in /warteschlange' },
      to: { name: 'nach', description: 'Seine neue Nummer' },
    },
  },
  swap: {
    name: 'tauschen',
    description: 'Lässt zwei Titel der Warteschlange die Plätze tauschen',
    options: {
      first: { name: 'erster', description: 'Die Nummer des einen in /warteschlange' },
      second: { name: 'zweiter', description: 'Die Nummer des anderen' },
    },
  },
  wrong: {
    name: 'falsch',
    description: 'Nimmt stattdessen den nächsten Treffer deiner Suche',
    options: {
      position: {
        name: 'nummer',
        description: 'Seine Nummer in /warteschlange; sonst dein letzter Wunsch',
      },
    },
  },
  undo: { name: 'rückgängig', description: 'Nimmt die letzte Änderung der Warteschlange zurück' },
  shuffle: { name: 'mischen', description: 'Mischt die Warteschlange' },
  history: {
    name: 'verlauf',
    description: 'Zeigt, was lief, das Neueste zuerst',
    options: { page: { name: 'seite', description: 'Welche Seite' } },
  },
  grab: { name: 'merken', description: 'Schickt dir den jetzigen Titel' },
  help: {
    name: 'hilfe',
    description: 'Zeigt, was ich kann',
    options: { page: { name: 'seite', description: 'Welche Seite' } },
  },
  clear: { name: 'leeren', description: 'Leert die Warteschlange; der jetzige Titel läuft weiter' },
  join: { name: 'herkommen', description: 'Holt mich in deinen Sprachkanal' },
  leave: { name: 'gehen', description: 'Schickt mich weg und leert die Warteschlange' },
  playlist: playlistCommand,
  favorites: favoritesCommand,
  scrobble,
  privacy: {
    name: 'datenschutz',
    description: 'Zeigt oder löscht, was ich über diesen Server und dich speichere',
    options: {
      delete: {
        name: 'löschen',
        description: 'Was gelöscht wird',
        choices: { mine: 'meine Daten', server: 'die Daten dieses Servers' },
      },
    },
  },
  settings: {
    name: 'einstellungen',
    description: 'Zeigt oder ändert, was auf diesem Server gilt',
    options: {
      volume: {
        name: 'lautstärke',
        description: `Die Lautstärke am Anfang: ${VOLUMES}; 100 ist normal`,
      },
      autoplay: {
        description: 'Wählt, was läuft, wenn die Warteschlange leer ist',
        choices: {
          off: 'aus',
          similar: 'ähnliche Titel',
          artist: 'derselbe Interpret',
          genre: 'dasselbe Genre',
          mixed: 'von allem etwas',
        },
      },
      'leave-after': {
        name: 'gehen-nach',
        description: 'Minuten, bis ich gehe, wenn niemand zuhört; 0 heißt nie',
      },
      announcements: {
        name: 'ansagen',
        description: 'Wie ich sage, was läuft',
        choices: { card: 'eine Karte', lines: 'eine Zeile je Titel', none: 'gar nicht' },
      },
      'voice-status': {
        name: 'kanalstatus',
        description: 'Ob der Status des Sprachkanals zeigt, was läuft',
      },
      'dj-role': { name: 'dj-rolle', description: 'Die Rolle, deren Mitglieder DJs sind' },
      'dj-only': {
        name: 'nur-djs',
        description: 'Was nur DJs dürfen',
        choices: {
          off: 'nichts',
          control: 'die Musik steuern',
          everything: 'die Musik steuern und Titel einreihen',
        },
      },
      'vote-skip': {
        name: 'abstimmung',
        description:
          'Wie viel Prozent der Zuhörer fürs Überspringen stimmen müssen; 0 heißt keine Abstimmung',
      },
      home: { name: 'zuhause', description: 'Der Sprachkanal, in dem ich rund um die Uhr bleibe' },
      'text-channels': {
        name: 'textkanäle',
        description: 'Der Textkanal, in dem ich Befehle annehme',
      },
      'voice-channels': {
        name: 'sprachkanäle',
        description: 'Der Sprachkanal, in den ich geholt werden darf',
      },
      'blocked-words': {
        name: 'gesperrte-wörter',
        description: 'Wörter, die kein Titel haben darf, durch Kommas getrennt',
      },
      'allowed-sources': {
        name: 'erlaubte-quellen',
        description: 'Woher Titel kommen dürfen: library, youtube, example.com …',
      },
      'blocked-sources': {
        name: 'gesperrte-quellen',
        description: 'Woher kein Titel kommen darf: library, youtube, example.com …',
      },
      'fair-order': {
        name: 'abwechselnd',
        description: 'Ob alle, die etwas wünschen, abwechselnd drankommen',
      },
      duplicates: {
        name: 'doppelte',
        description: 'Was mit einem Titel geschieht, der schon da ist',
        choices: { allow: 'aufnehmen', warn: 'aufnehmen und es sagen', block: 'weglassen' },
      },
      'max-minutes': {
        name: 'höchstens-minuten',
        description: 'Der längste Titel in Minuten; 0 heißt beliebig lang',
      },
      'max-per-member': {
        name: 'titel-je-mitglied',
        description: 'Wie viele Titel eines Mitglieds warten dürfen; 0 heißt beliebig viele',
      },
      'max-queue': {
        name: 'titel-insgesamt',
        description: 'Wie viele Titel warten dürfen; 0 heißt so viele, wie passen',
      },
      'leave-out': {
        description:
          'Was in YouTube-Videos ausgelassen wird; der Betreiber muss SponsorBlock nutzen',
        choices: segmentNames,
      },
      library: {
        name: 'sammlung',
        description: 'Ob Mitglieder die Musiksammlung des Betreibers finden',
      },
      'request-channel': {
        name: 'wunschkanal',
        description: 'Der Textkanal, in dem man sich Titel wünscht',
      },
      language: {
        name: 'sprache',
        description: 'Die Sprache, in der ich schreibe',
        choices: { auto: 'die Sprache des Servers', ...LANGUAGE },
      },
    },
  },
  owner: {
    name: 'besitzer',
    description: 'Für die Besitzer dieses Bots',
    subcommands: {
      announce: {
        name: 'ansagen',
        description: 'Schreibt etwas überallhin, wo Musik läuft',
        options: { text: { description: 'Was da stehen soll' } },
      },
      servers: { name: 'server', description: 'Zeigt die Server, auf denen ich bin' },
      leave: {
        name: 'verlassen',
        description: 'Verlässt einen Server',
        options: { server: { description: 'Seine ID, wie sie unter /besitzer server steht' } },
      },
      reload: { name: 'neu-laden', description: 'Nimmt yt-dlp, wie es jetzt installiert ist' },
      sources: { name: 'quellen', description: 'Zeigt, wie es um die Quellen der Musik steht' },
    },
  },
}
