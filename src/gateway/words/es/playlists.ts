import type { FavoritesCommandWords, PlaylistCommandWords, PlaylistWords } from '../playlists.ts'
import { number, plural } from './forms.ts'

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'canción', many: 'de canciones', other: 'canciones' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'tus favoritos', server: 'los favoritos del servidor' },
  created: (name) => `Lista ${name} creada. Llénala con /playlist añadir.`,
  added: (name, count) => `He añadido ${tracks(count)} a ${name}.`,
  kept: (track, name) => `He añadido ${track} a ${name}.`,
  removed: (track, name) => `He quitado ${track} de ${name}.`,
  removedMany: (count, name) => `He quitado ${tracks(count)} de ${name}.`,
  moved: (track, position, name) =>
    `${track} tiene ahora el número ${number(position)} en ${name}.`,
  renamed: (from, to) => `${from} ahora se llama ${to}.`,
  deleted: (name) => `He eliminado ${name}.`,
  hidden: (name) => `Aquí ya no se ve ${name}. Su dueño la conserva.`,
  deduped: (name, count) =>
    count === 0
      ? `No hay nada repetido en ${name}.`
      : `He quitado ${tracks(count)} que ${plural(count, { one: 'estaba', other: 'estaban' })} de más en ${name}.`,
  shared: (name, whom) =>
    whom === null
      ? `Todo el mundo en este servidor ya puede ver y poner ${name}.`
      : `${whom} ya puede ver y poner ${name}.`,
  unshared: (name, whom) =>
    whom === null
      ? `Este servidor ya no tiene acceso a ${name}.`
      : `${whom} ya no tiene acceso a ${name}.`,
  imported: (name, count, skipped) =>
    skipped === 0
      ? `Lista ${name} creada con ${tracks(count)}.`
      : `Lista ${name} creada con ${tracks(count)}. He dejado fuera ${number(skipped)} sin título ni enlace.`,
  updated: (name, count) =>
    count === 0
      ? `No hay nada nuevo en el enlace de ${name}.`
      : `He añadido ${tracks(count)} a ${name} desde su enlace.`,
  exported: (name, count) =>
    `Aquí tienes ${name}, con ${tracks(count)}. Para usarla en otro sitio, usa /playlist importar.`,
  arriving: {
    link: 'Falta una parte: la importación está en curso o se interrumpió. Si no llega nada más, usa /playlist actualizar.',
    file: 'Falta una parte: la importación está en curso o se interrumpió. Si no llega nada más, elimina la lista e importa el archivo otra vez.',
  },
  unreadable: '(una canción que no puedo leer)',
  overview: {
    none: 'Aquí aún no hay listas. Crea una con /playlist crear.',
    own: 'Tus listas',
    server: 'Las listas del servidor',
    shared: 'Compartidas contigo o con el servidor',
    line: (name, count) => `${name} · ${tracks(count)}`,
    incomplete: 'incompleta',
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
    show: {
      name: 'contenido',
      description: 'Muestra lo que hay en una lista',
      options: {
        name: NAME,
        page: { name: 'página', description: 'Qué página mostrar' },
      },
    },
    remove: {
      name: 'quitar',
      description: 'Quita canciones de una lista',
      options: {
        name: NAME,
        position: { name: 'número', description: 'Su número en /playlist contenido' },
        to: { name: 'hasta', description: 'El último número, para quitar varias' },
      },
    },
    move: {
      name: 'mover',
      description: 'Mueve una canción dentro de una lista',
      options: {
        name: NAME,
        from: { name: 'desde', description: 'Su número en /playlist contenido' },
        to: { name: 'hasta', description: 'Su nuevo número' },
      },
    },
    rename: {
      name: 'renombrar',
      description: 'Le da otro nombre a una lista',
      options: {
        name: NAME,
        'new-name': { name: 'nombre-nuevo', description: 'Cómo se llamará' },
      },
    },
    delete: {
      name: 'eliminar',
      description: 'Elimina una lista',
      options: {
        name: NAME,
      },
    },
    dedupe: {
      name: 'sin-repetidas',
      description: 'Quita lo que está repetido en una lista',
      options: {
        name: NAME,
      },
    },
    import: {
      name: 'importar',
      description: 'Crea una lista a partir de un enlace o del archivo de otro programa',
      options: {
        file: {
          name: 'archivo',
          description: 'Un archivo M3U, PLS, XSPF, JSON o CSV, como los de Exportify o TuneMyMusic',
        },
        link: {
          name: 'enlace',
          description: 'La página de una lista, o un enlace a un archivo así',
        },
        name: { name: 'nombre', description: 'Cómo se llama' },
        server: { name: 'servidor', description: 'Si es del servidor y no tuya' },
      },
    },
    export: {
      name: 'exportar',
      description: 'Te da una lista en un archivo',
      options: {
        name: NAME,
        format: {
          name: 'formato',
          description: 'Qué tipo de archivo',
          choices: {
            json: 'JSON (completo)',
            csv: 'CSV (una tabla)',
            m3u: 'M3U (para reproductores)',
          },
        },
      },
    },
    update: {
      name: 'actualizar',
      description: 'Añade lo nuevo del enlace del que viene una lista',
      options: { name: NAME },
    },
    share: {
      name: 'compartir',
      description: 'Deja que otros vean y pongan una lista',
      options: {
        name: NAME,
        person: { name: 'persona', description: 'Con quién compartirla' },
        server: { name: 'servidor', description: 'Si se comparte con este servidor' },
        stop: { name: 'dejar', description: 'Si se deja de compartir' },
      },
    },
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

const SERVER = {
  name: 'servidor',
  description: 'Si se trata de los favoritos del servidor y no de los tuyos',
}

export const favoritesCommand: FavoritesCommandWords = {
  name: 'favoritos',
  description: 'Las canciones que más te gustan',
  subcommands: {
    add: {
      name: 'añadir',
      description: 'Añade a los favoritos la canción actual u otra cosa',
      options: {
        query: {
          name: 'búsqueda',
          description: 'Un título, un enlace o una lista en lugar de la canción actual',
        },
        server: SERVER,
      },
    },
    remove: {
      name: 'quitar',
      description: 'Quita de los favoritos la canción actual u otra',
      options: {
        position: { name: 'número', description: 'Su número en /favoritos ver' },
        server: SERVER,
      },
    },
    list: {
      name: 'ver',
      description: 'Muestra los favoritos',
      options: {
        page: { name: 'página', description: 'Qué página mostrar' },
        server: SERVER,
      },
    },
    play: {
      name: 'reproducir',
      description: 'Pone los favoritos',
      options: {
        next: { name: 'después', description: 'Ponerlos justo después de la canción actual' },
        shuffle: { name: 'mezclar', description: 'Ponerlos en orden aleatorio' },
        server: SERVER,
      },
    },
  },
}
