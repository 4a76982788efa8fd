import { formsOf } from '../forms.ts'
import type { FavoritesCommandWords, PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('fr')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'morceau', many: 'de morceaux', other: 'morceaux' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'tes favoris', server: 'les favoris du serveur' },
  created: (name) => `La playlist ${name} est créée. Remplis-la avec /playlist ajouter.`,
  added: (name, count) => `J’ai ajouté ${tracks(count)} dans ${name}.`,
  kept: (track, name) => `J’ai ajouté ${track} dans ${name}.`,
  removed: (track, name) => `${track} n’est plus dans ${name}.`,
  removedMany: (count, name) => `Il y a ${tracks(count)} de moins dans ${name}.`,
  moved: (track, position, name) =>
    `${track} a maintenant le numéro ${number(position)} dans ${name}.`,
  renamed: (from, to) => `${from} s’appelle maintenant ${to}.`,
  deleted: (name) => `J’ai supprimé ${name}.`,
  hidden: (name) => `Je ne montre plus ${name} ici. Son propriétaire l’a toujours.`,
  deduped: (name, count) =>
    count === 0
      ? `Rien n’est en double dans ${name}.`
      : `J’ai retiré ${tracks(count)} en double dans ${name}.`,
  shared: (name, whom) =>
    whom === null
      ? `Tout le monde sur ce serveur peut maintenant voir et jouer ${name}.`
      : `${whom} peut maintenant voir et jouer ${name}.`,
  unshared: (name, whom) =>
    whom === null ? `Ce serveur n’a plus accès à ${name}.` : `${whom} n’a plus accès à ${name}.`,
  imported: (name, count, skipped) =>
    skipped === 0
      ? `La playlist ${name} est créée, avec ${tracks(count)}.`
      : `La playlist ${name} est créée, avec ${tracks(count)}. J’en ai laissé ${number(skipped)} de côté, sans titre ni lien.`,
  updated: (name, count) =>
    count === 0
      ? `Il n’y a rien de nouveau pour ${name} à son lien.`
      : `J’ai ajouté ${tracks(count)} dans ${name} depuis son lien.`,
  exported: (name, count) =>
    `Voici ${name}, avec ${tracks(count)}. Avec /playlist importer, tu peux la reprendre ailleurs.`,
  arriving: {
    link: 'Il en manque une partie : l’importation est en cours, ou a été interrompue. Si rien d’autre n’arrive, utilise /playlist actualiser.',
    file: 'Il en manque une partie : l’importation est en cours, ou a été interrompue. Si rien d’autre n’arrive, supprime la playlist et importe de nouveau le fichier.',
  },
  unreadable: '(un morceau que je n’arrive pas à lire)',
  overview: {
    none: 'Il n’y a pas encore de playlist ici. Crée-en une avec /playlist créer.',
    own: 'Tes playlists',
    server: 'Les playlists du serveur',
    shared: 'Partagées avec toi ou le serveur',
    line: (name, count) => `${name} · ${tracks(count)}`,
    incomplete: 'incomplète',
    more: (count) =>
      `… et ${number(count)} ${plural(count, { one: 'autre', many: 'd’autres', other: 'autres' })}`,
  },
}

const NAME = { name: 'nom', description: 'Quelle playlist' }

export const playlistCommand: PlaylistCommandWords = {
  description: 'Des listes de morceaux, les tiennes et celles du serveur',
  subcommands: {
    create: {
      name: 'créer',
      description: 'Crée une playlist vide',
      options: {
        name: { name: 'nom', description: 'Comment elle s’appelle' },
        server: { name: 'serveur', description: 'Si elle appartient au serveur et non à toi' },
      },
    },
    add: {
      name: 'ajouter',
      description: 'Ajoute à une playlist le morceau en cours, ou autre chose',
      options: {
        name: NAME,
        query: {
          name: 'recherche',
          description: 'Un titre, un lien ou une liste à la place du morceau en cours',
        },
        queue: {
          name: 'file',
          description: 'Pour ajouter le morceau en cours et toute la file d’attente',
        },
      },
    },
    list: { name: 'voir', description: 'Montre les playlists que tu peux jouer' },
    show: {
      name: 'contenu',
      description: 'Montre ce qu’il y a dans une playlist',
      options: {
        name: NAME,
        page: { description: 'Quelle page montrer' },
      },
    },
    remove: {
      name: 'retirer',
      description: 'Retire des morceaux d’une playlist',
      options: {
        name: NAME,
        position: { name: 'numéro', description: 'Son numéro dans /playlist contenu' },
        to: { name: 'jusqu-à', description: 'Le dernier numéro, pour en retirer plusieurs' },
      },
    },
    move: {
      name: 'déplacer',
      description: 'Déplace un morceau dans une playlist',
      options: {
        name: NAME,
        from: { name: 'de', description: 'Son numéro dans /playlist contenu' },
        to: { name: 'vers', description: 'Son nouveau numéro' },
      },
    },
    rename: {
      name: 'renommer',
      description: 'Donne un autre nom à une playlist',
      options: {
        name: NAME,
        'new-name': { name: 'nouveau-nom', description: 'Comment elle s’appellera' },
      },
    },
    delete: {
      name: 'supprimer',
      description: 'Supprime une playlist',
      options: {
        name: NAME,
      },
    },
    dedupe: {
      name: 'dédoublonner',
      description: 'Retire ce qui est en double dans une playlist',
      options: {
        name: NAME,
      },
    },
    import: {
      name: 'importer',
      description: 'Crée une playlist à partir d’un lien ou du fichier d’un autre programme',
      options: {
        file: {
          name: 'fichier',
          description:
            'Un fichier M3U, PLS, XSPF, JSON ou CSV, d’Exportify ou TuneMyMusic par exemple',
        },
        link: {
          name: 'lien',
          description: 'La page d’une playlist, ou un lien vers un tel fichier',
        },
        name: { name: 'nom', description: 'Comment elle s’appelle' },
        server: { name: 'serveur', description: 'Si elle appartient au serveur et non à toi' },
      },
    },
    export: {
      name: 'exporter',
      description: 'Te donne une playlist en fichier',
      options: {
        name: NAME,
        format: {
          description: 'Quel genre de fichier',
          choices: {
            json: 'JSON (complet)',
            csv: 'CSV (un tableau)',
            m3u: 'M3U (pour les lecteurs)',
          },
        },
      },
    },
    update: {
      name: 'actualiser',
      description: 'Ajoute ce qui est nouveau au lien d’où vient une playlist',
      options: { name: NAME },
    },
    share: {
      name: 'partager',
      description: 'Permet à d’autres de voir et de jouer une playlist',
      options: {
        name: NAME,
        person: { name: 'personne', description: 'Avec qui la partager' },
        server: { name: 'serveur', description: 'Pour la partager avec ce serveur' },
        stop: { name: 'arrêter', description: 'Pour ne plus la partager' },
      },
    },
    play: {
      name: 'jouer',
      description: 'Joue une playlist',
      options: {
        name: NAME,
        next: { name: 'ensuite', description: 'La jouer juste après le morceau en cours' },
        shuffle: { name: 'mélanger', description: 'La jouer dans le désordre' },
      },
    },
  },
}

const SERVER = {
  name: 'serveur',
  description: 'S’il s’agit des favoris du serveur et non des tiens',
}

export const favoritesCommand: FavoritesCommandWords = {
  name: 'favoris',
  description: 'Les morceaux que tu préfères',
  subcommands: {
    add: {
      name: 'ajouter',
      description: 'Ajoute aux favoris le morceau en cours, ou autre chose',
      options: {
        query: {
          name: 'recherche',
          description: 'Un titre, un lien ou une liste à la place du morceau en cours',
        },
        server: SERVER,
      },
    },
    remove: {
      name: 'retirer',
      description: 'Retire des favoris le morceau en cours, ou un autre',
      options: {
        position: { name: 'numéro', description: 'Son numéro dans /favoris voir' },
        server: SERVER,
      },
    },
    list: {
      name: 'voir',
      description: 'Montre les favoris',
      options: {
        page: { description: 'Quelle page montrer' },
        server: SERVER,
      },
    },
    play: {
      name: 'jouer',
      description: 'Joue les favoris',
      options: {
        next: { name: 'ensuite', description: 'Les jouer juste après le morceau en cours' },
        shuffle: { name: 'mélanger', description: 'Les jouer dans le désordre' },
        server: SERVER,
      },
    },
  },
}
