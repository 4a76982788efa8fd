import { VOLUME } from '../../../domain/schema/sound.ts'
import { LANGUAGE } from '../forms.ts'
import type { CommandWords } from '../words.ts'
import { findingCommands } from './finding.ts'
import { favoritesCommand, playlistCommand } from './playlists.ts'
import { scrobble } from './scrobbles.ts'
import { segmentNames } from './segments.ts'

const STRENGTHS = { 25: '25\u00a0%', 50: '50\u00a0%', 75: '75\u00a0%', 100: '100\u00a0%' }

const VOLUMES = `de ${VOLUME.minimum} à ${VOLUME.maximum}`

export const commands: CommandWords = {
  ...findingCommands,
  pause: { description: 'Met la musique en pause' },
  resume: { name: 'reprendre', description: 'Reprend la musique' },
  stop: { name: 'arrêter', description: 'Arrête la musique et vide la file d’attente' },
  skip: {
    name: 'passer',
    description: 'Passe au morceau suivant',
    options: {
      count: {
        name: 'nombre',
        description: 'Combien de morceaux passer, en comptant celui en cours',
      },
    },
  },
  previous: { name: 'précédent', description: 'Rejoue le morceau d’avant' },
  replay: { name: 'rejouer', description: 'Joue le morceau en cours depuis le début' },
  jump: {
    name: 'sauter-à',
    description: 'Joue tout de suite un morceau de la file d’attente\u202f; les autres y restent',
    options: { position: { name: 'numéro', description: 'Son numéro dans /file' } },
  },
  voteskip: { name: 'voter', description: 'Vote pour passer le morceau actuel' },
  dj: {
    description: 'Confie la musique à quelqu’un d’autre qui écoute',
    options: { member: { name: 'membre', description: 'Qui dirige la musique désormais' } },
  },
  seek: {
    name: 'aller-à',
    description: 'Va à un autre moment du morceau en cours',
    options: { position: { description: '1:23, 90 (secondes), +30 ou -10' } },
  },
  chapters: {
    name: 'chapitres',
    description: 'Affiche les chapitres de ce qui est joué, et va à l’un d’eux',
  },
  volume: {
    description: 'Règle le volume ou l’affiche',
    options: {
      percent: { name: 'pourcentage', description: `${VOLUMES}\u202f; 100 est la normale` },
    },
  },
  filters: {
    name: 'filtres',
    description: 'Change le son de la musique',
    subcommands: {
      show: {
        name: 'afficher',
        description: 'Affiche les filtres, avec des boutons pour les changer',
      },
      preset: {
        name: 'préréglage',
        description: 'Active un préréglage, en plus de ce qui est actif',
        options: {
          name: { name: 'nom', description: 'Lequel, comme Nightcore ou 8D' },
          strength: { name: 'intensité', description: 'Dans quelle mesure', choices: STRENGTHS },
        },
      },
      off: { name: 'désactiver', description: 'Désactive tous les filtres' },
    },
  },
  speed: {
    name: 'vitesse',
    description: 'Règle la vitesse de la musique ou l’affiche, sans changer la hauteur',
    options: { times: { name: 'facteur', description: 'Comme 1,25\u202f; 1 est la normale' } },
  },
  pitch: {
    name: 'hauteur',
    description: 'Règle la hauteur de la musique ou l’affiche, sans changer la vitesse',
    options: { times: { name: 'facteur', description: 'Comme 0,8\u202f; 1 est la normale' } },
  },
  loop: {
    name: 'boucle',
    description: 'Met en boucle le morceau en cours ou toute la file d’attente',
    options: {
      mode: {
        description: 'Ce qui tourne en boucle',
        choices: { off: 'rien', track: 'le morceau', queue: 'la file d’attente' },
      },
    },
  },
  autoplay: {
    description: 'Choisit ce qui joue quand la file d’attente est vide',
    options: {
      mode: {
        description: 'Ce qui va avec le dernier morceau',
        choices: {
          off: 'rien',
          similar: 'morceaux semblables',
          artist: 'le même artiste',
          genre: 'le même genre',
          mixed: 'un peu de tout',
        },
      },
    },
  },
  queue: {
    name: 'file',
    description: 'Affiche ce qui vient ensuite',
    options: { page: { description: 'Quelle page afficher' } },
  },
  lyrics: {
    name: 'paroles',
    description: 'Affiche les paroles de ce qui joue, ou d’une autre chanson',
    options: {
      query: {
        name: 'recherche',
        description: 'Un artiste et un titre\u202f; sans rien\u202f: ce qui joue',
      },
    },
  },
  nowplaying: { name: 'en-cours', description: 'Affiche ce qui joue' },
  remove: {
    name: 'retirer',
    description: 'Retire des morceaux de la file d’attente',
    options: {
      position: {
        name: 'numéro',
        description: 'Son numéro dans /file, ou plusieurs de suite\u202f: 3-7',
      },
      by: { name: 'de', description: 'Tous les morceaux de ce membre' },
      duplicates: {
        name: 'doublons',
        description: 'Les morceaux en double dans la file d’attente',
      },
      absent: {
        name: 'absents',
        description: 'Les morceaux des membres qui ont quitté le salon vocal',
      },
    },
  },
  move: {
    name: 'déplacer',
    description: 'Déplace un morceau dans la file d’attente',
    options: {
      from: { name: 'de', description: 'Son numéro dans /file' },
      to: { name: 'vers', description: 'Son nouveau numéro' },
    },
  },
  swap: {
    name: 'échanger',
    description: 'Échange les places de deux morceaux de la file d’attente',
    options: {
      first: { name: 'premier', description: 'Le numéro de l’un dans /file' },
      second: { name: 'second', description: 'Le numéro de l’autre' },
    },
  },
  wrong: {
    name: 'erreur',
    description: 'Prend à la place le résultat suivant de ta recherche',
    options: {
      position: {
        name: 'numéro',
        description: 'Son numéro dans /file\u202f; sans rien\u202f: ta dernière demande',
      },
    },
  },
  undo: { name: 'annuler', description: 'Annule le dernier changement de la file d’attente' },
  shuffle: { name: 'mélanger', description: 'Mélange la file d’attente' },
  history: {
    name: 'historique',
    description: 'Affiche ce qui a joué, le plus récent d’abord',
    options: { page: { description: 'Quelle page afficher' } },
  },
  grab: { name: 'garder', description: 'T’envoie le morceau en cours' },
  help: {
    name: 'aide',
    description: 'Affiche ce que je sais faire',
    options: { page: { description: 'Quelle page afficher' } },
  },
  clear: {
    name: 'vider',
    description: 'Vide la file d’attente\u202f; le morceau en cours continue',
  },
  join: { name: 'rejoindre', description: 'Me fait venir dans ton salon vocal' },
  leave: {
    name: 'quitter',
    description: 'Me fait quitter le salon vocal et vide la file d’attente',
  },
  playlist: playlistCommand,
  favorites: favoritesCommand,
  scrobble,
  privacy: {
    name: 'confidentialité',
    description: 'Affiche ou supprime ce que je garde sur ce serveur et sur toi',
    options: {
      delete: {
        name: 'supprimer',
        description: 'Ce qu’il faut supprimer',
        choices: { mine: 'mes données', server: 'les données de ce serveur' },
      },
    },
  },
  settings: {
    name: 'paramètres',
    description: 'Affiche ou change les réglages de ce serveur',
    options: {
      volume: { description: `Le volume au départ\u202f: ${VOLUMES}\u202f; 100 est la normale` },
      autoplay: {
        description: 'Choisit ce qui joue quand la file d’attente est vide',
        choices: {
          off: 'rien',
          similar: 'morceaux semblables',
          artist: 'le même artiste',
          genre: 'le même genre',
          mixed: 'un peu de tout',
        },
      },
      'leave-after': {
        name: 'partir-après',
        description: 'Minutes avant de partir quand personne n’écoute\u202f; 0 veut dire jamais',
      },
      announcements: {
        name: 'annonces',
        description: 'Comment je dis ce qui joue',
        choices: { card: 'une carte', lines: 'une ligne par morceau', none: 'rien' },
      },
      'voice-status': {
        name: 'statut-vocal',
        description: 'Si le statut du salon vocal montre ce qui joue',
      },
      'dj-role': { name: 'rôle-dj', description: 'Le rôle dont les membres sont DJ' },
      'dj-only': {
        name: 'réservé-dj',
        description: 'Ce que seuls les DJ peuvent faire',
        choices: {
          off: 'rien',
          control: 'diriger la musique',
          everything: 'diriger la musique et ajouter des morceaux',
        },
      },
      'vote-skip': {
        name: 'votes',
        description:
          'Pourcentage des auditeurs qui doivent voter pour passer\u202f; 0 veut dire pas de vote',
      },
      home: { name: 'salon-permanent', description: 'Le salon vocal où je reste jour et nuit' },
      'text-channels': {
        name: 'salons-textuels',
        description: 'Le salon textuel où je prends les commandes',
      },
      'voice-channels': {
        name: 'salons-vocaux',
        description: 'Le salon vocal où l’on peut me faire venir',
      },
      'blocked-words': {
        name: 'mots-bloqués',
        description: 'Les mots qu’aucun morceau ne doit avoir, séparés par des virgules',
      },
      'allowed-sources': {
        name: 'sources-permises',
        description: 'D’où les morceaux peuvent venir\u202f: library, youtube, example.com …',
      },
      'blocked-sources': {
        name: 'sources-bloquées',
        description: 'D’où aucun morceau ne doit venir\u202f: library, youtube, example.com …',
      },
      'fair-order': {
        name: 'chacun-son-tour',
        description: 'Si les membres passent chacun leur tour',
      },
      duplicates: {
        name: 'doublons',
        description: 'Ce que devient un morceau déjà demandé',
        choices: { allow: 'le prendre', warn: 'le prendre et le signaler', block: 'le laisser' },
      },
      'max-minutes': {
        name: 'minutes-max',
        description: 'Le morceau le plus long, en minutes\u202f; 0 pour toute durée',
      },
      'max-per-member': {
        name: 'max-par-membre',
        description: 'Combien de morceaux d’un membre peuvent attendre\u202f; 0 pour tous',
      },
      'max-queue': {
        name: 'max-file',
        description: 'Combien de morceaux peuvent attendre\u202f; 0 pour tout ce qui entre',
      },
      'leave-out': {
        description:
          'Parties des vidéos YouTube à sauter\u202f; l’hébergeur doit utiliser SponsorBlock',
        choices: segmentNames,
      },
      library: {
        name: 'bibliothèque',
        description: 'Si les membres trouvent la bibliothèque de la personne qui m’héberge',
      },
      'request-channel': {
        name: 'salon-demandes',
        description: 'Le salon textuel où on demande des morceaux',
      },
      language: {
        name: 'langue',
        description: 'La langue de ce que j’écris',
        choices: { auto: 'la langue du serveur', ...LANGUAGE },
      },
    },
  },
  owner: {
    name: 'propriétaire',
    description: 'Pour les propriétaires de ce bot',
    subcommands: {
      announce: {
        name: 'annoncer',
        description: 'Écrit quelque chose partout où de la musique joue',
        options: { text: { name: 'texte', description: 'Quoi écrire' } },
      },
      servers: { name: 'serveurs', description: 'Affiche les serveurs où je suis' },
      leave: {
        name: 'quitter',
        description: 'Quitte un serveur',
        options: {
          server: {
            name: 'serveur',
            description: 'Son identifiant, comme dans /propriétaire serveurs',
          },
        },
      },
      reload: { name: 'recharger', description: 'Prend yt-dlp tel qu’il est installé' },
      sources: { description: 'Affiche l’état des sources de musique' },
    },
  },
}
