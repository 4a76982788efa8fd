import { formsOf } from '../forms.ts'
import type { PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('es')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'canción', many: 'de canciones', other: 'canciones' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'tus favoritos', server: 'los favoritos del servidor' },
  created: (name) => `Lista ${name} creada. Llénala con /playlist añadir.`,
  added: (name, count) => `${tracks(count)} más en ${name}.`,
  overview: {
    none: 'Aquí aún no hay listas. Crea una con /playlist crear.',
    own: 'Tus listas',
    server: 'Las listas del servidor',
    shared: 'Compartidas contigo o con el servidor',
    line: (name, count) => `${name} · ${tracks(count)}`,
    more: (count) => `… y ${number(count)} más`,
  },
}

const NAME = { name: 'nombre', description: 'Qué lista' }

export const playlistCommand: PlaylistCommandWords = {
  description: 'Listas de canciones, las tuyas y las del servidor',
  subcommands: {
    create: {
      name: 'crear',
      description: 'Crea una lista vacía',
      options: {
        name: { name: 'nombre', description: 'Cómo se llama' },
        server: { name: 'servidor', description: 'Si es del servidor y no tuya' },
      },
    },
    add: {
      name: 'añadir',
      description: 'Añade a una lista la canción actual u otra cosa',
      options: {
        name: NAME,
        query: {
          name: 'búsqueda',
          description: 'Un título, un enlace o una lista en lugar de la canción actual',
        },
        queue: { name: 'cola', description: 'Si se añaden la canción actual y toda la cola' },
      },
    },
    list: { name: 'ver', description: 'Muestra las listas que puedes poner' },
    play: {
      name: 'reproducir',
      description: 'Pone una lista',
      options: {
        name: NAME,
        next: { name: 'después', description: 'Ponerla justo después de la canción actual' },
        shuffle: { name: 'mezclar', description: 'Ponerla en orden aleatorio' },
      },
    },
  },
}
