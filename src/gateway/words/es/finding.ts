import type { FindingCommandWords, FindingOptions, FindingWords, MenuWords } from '../finding.ts'

export const finding: FindingWords = {
  choose: 'Elige qué pongo. Solo tú ves esta lista.',
  unsure: (title) => `No estoy seguro de cuál de estas es ${title}. Elige lo que debe sonar.`,
  placeholder: 'Elige una canción',
  library: 'biblioteca',
}

export const menus: MenuWords = { 'Play this': 'Reproducir esto' }

const source: FindingOptions['source'] = {
  name: 'fuente',
  description: 'Dónde buscar',
  choices: { library: 'mi biblioteca', youtube: 'YouTube', soundcloud: 'SoundCloud' },
}

const options: FindingOptions = {
  query: { name: 'búsqueda', description: 'Un título, artista, álbum, nombre de archivo o enlace' },
  file: { name: 'archivo', description: 'Un archivo de audio' },
  shuffle: { name: 'mezclar', description: 'Poner una lista en orden aleatorio' },
  source,
}

const now = { name: 'ahora', description: 'Ponerla ahora mismo, en lugar de la canción actual' }

export const findingCommands: FindingCommandWords = {
  play: {
    name: 'reproducir',
    description: 'Pone algo: un título, un enlace o un archivo adjunto',
    options: {
      ...options,
      next: { name: 'después', description: 'Ponerla justo después de la canción actual' },
      now,
      split: { description: 'Añadir los capítulos de un vídeo como canciones sueltas' },
    },
  },
  playnext: {
    name: 'reproducir-después',
    description: 'Pone algo justo después de la canción actual',
    options,
  },
  playnow: {
    name: 'reproducir-ahora',
    description: 'Pone algo ahora mismo, en lugar de la canción actual',
    options,
  },
  search: {
    name: 'buscar',
    description: 'Busca algo y te deja elegir',
    options: {
      query: { name: 'búsqueda', description: 'Qué busco: un título, un artista o un álbum' },
      source,
    },
  },
  radio: {
    description: 'Pone una emisora de radio',
    options: {
      station: { name: 'emisora', description: 'Qué emisora, o el enlace de un stream' },
      now,
    },
  },
}
