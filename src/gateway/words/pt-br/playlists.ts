import { formsOf } from '../forms.ts'
import type { PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('pt-BR')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'música', many: 'de músicas', other: 'músicas' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'seus favoritos', server: 'os favoritos do servidor' },
  created: (name) => `A playlist ${name} foi criada. Encha com /playlist adicionar.`,
  added: (name, count) => `Mais ${tracks(count)} em ${name}.`,
  overview: {
    none: 'Ainda não tem playlists aqui. Crie uma com /playlist criar.',
    own: 'Suas playlists',
    server: 'Playlists do servidor',
    shared: 'Compartilhadas com você ou com o servidor',
    line: (name, count) => `${name} · ${tracks(count)}`,
    more: (count) => `… e mais ${number(count)}`,
  },
}

const NAME = { name: 'nome', description: 'Qual playlist' }

export const playlistCommand: PlaylistCommandWords = {
  description: 'Listas de músicas, as suas e as do servidor',
  subcommands: {
    create: {
      name: 'criar',
      description: 'Cria uma playlist vazia',
      options: {
        name: { name: 'nome', description: 'Como ela se chama' },
        server: { name: 'servidor', description: 'Se ela é do servidor e não sua' },
      },
    },
    add: {
      name: 'adicionar',
      description: 'Adiciona a música atual a uma playlist, ou outra coisa',
      options: {
        name: NAME,
        query: { name: 'busca', description: 'Um título, link ou lista em vez da música atual' },
        queue: { name: 'fila', description: 'Se a música atual e a fila inteira entram' },
      },
    },
    list: { name: 'ver', description: 'Mostra as playlists que você pode tocar' },
    play: {
      name: 'tocar',
      description: 'Toca uma playlist',
      options: {
        name: NAME,
        next: { name: 'depois', description: 'Tocar logo depois da música atual' },
        shuffle: { name: 'embaralhar', description: 'Tocar em ordem aleatória' },
      },
    },
  },
}
