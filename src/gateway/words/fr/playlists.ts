import { formsOf } from '../forms.ts'
import type { PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('fr')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'morceau', many: 'de morceaux', other: 'morceaux' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'tes favoris', server: 'les favoris du serveur' },
  created: (name) => `La playlist ${name} est créée. Remplis-la avec /playlist ajouter.`,
  added: (name, count) => `${tracks(count)} ajouté à ${name}.`,
  overview: {
    none: 'Il n’y a pas encore de playlist ici. Crée-en une avec /playlist créer.',
    own: 'Tes playlists',
    server: 'Les playlists du serveur',
    shared: 'Partagées avec toi ou le serveur',
    line: (name, count) => `${name} · ${tracks(count)}`,
    more: (count) => `… et ${number(count)} autres`,
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
