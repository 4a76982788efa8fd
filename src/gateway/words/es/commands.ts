import { VOLUME } from '../../../domain/schema/sound.ts'
import { LANGUAGE } from '../forms.ts'
import type { CommandWords } from '../words.ts'
import { findingCommands } from './finding.ts'
import { favoritesCommand, playlistCommand } from './playlists.ts'
import { scrobble } from './scrobbles.ts'
import { segmentNames } from './segments.ts'

const STRENGTHS = { 25: '25\u00a0%', 50: '50\u00a0%', 75: '75\u00a0%', 100: '100\u00a0%' }

const VOLUMES = `de ${VOLUME.minimum} a ${VOLUME.maximum}`

export const commands: CommandWords = {
  ...findingCommands,
  pause: { name: 'pausar', description: 'Pausa la música' },
  resume: { name: 'reanudar', description: 'Reanuda la música' },
  stop: { name: 'parar', description: 'Para la música y vacía la cola' },
  skip: {
    name: 'saltar',
    description: 'Pasa a la siguiente canción',
    options: {
      count: { name: 'cantidad', description: 'Cuántas canciones saltar, contando la actual' },
    },
  },
  previous: { name: 'anterior', description: 'Vuelve a poner la canción anterior' },
  replay: { name: 'de-nuevo', description: 'Pone la canción actual desde el principio' },
  jump: {
    name: 'saltar-a',
    description: 'Pone ya una canción de la cola; las demás se quedan',
    options: { position: { name: 'número', description: 'Su número en /cola' } },
  },
  voteskip: { name: 'votar', description: 'Vota para saltar la canción actual' },
  dj: {
    description: 'Pasa la música a otra persona que escucha',
    options: {
      member: { name: 'miembro', description: 'Quién dirige la música a partir de ahora' },
    },
  },
  seek: {
    name: 'ir-a',
    description: 'Va a otro momento de la canción actual',
    options: { position: { name: 'momento', description: '1:23, 90 (segundos), +30 o -10' } },
  },
  chapters: {
    name: 'capítulos',
    description: 'Muestra los capítulos de lo que suena y va a uno',
  },
  volume: {
    name: 'volumen',
    description: 'Ajusta el volumen o lo muestra',
    options: { percent: { name: 'porcentaje', description: `${VOLUMES}; 100 es lo normal` } },
  },
  filters: {
    name: 'filtros',
    description: 'Cambia cómo suena la música',
    subcommands: {
      show: { name: 'mostrar', description: 'Muestra los filtros, con botones para cambiarlos' },
      preset: {
        name: 'ajuste',
        description: 'Activa un ajuste, además de lo que ya está activo',
        options: {
          name: { name: 'nombre', description: 'Cuál, como Nightcore u 8D' },
          strength: { name: 'intensidad', description: 'En qué medida', choices: STRENGTHS },
        },
      },
      off: { name: 'quitar', description: 'Quita todos los filtros' },
    },
  },
  speed: {
    name: 'velocidad',
    description: 'Ajusta la velocidad de la música o la muestra, sin cambiar el tono',
    options: { times: { name: 'factor', description: 'Como 1,25; 1 es lo normal' } },
  },
  pitch: {
    name: 'tono',
    description: 'Ajusta el tono de la música o lo muestra, sin cambiar la velocidad',
    options: { times: { name: 'factor', description: 'Como 0,8; 1 es lo normal' } },
  },
  loop: {
    name: 'repetir',
    description: 'Repite la canción actual o toda la cola',
    options: {
      mode: {
        name: 'qué',
        description: 'Qué se repite',
        choices: { off: 'nada', track: 'la canción', queue: 'la cola' },
      },
    },
  },
  autoplay: {
    description: 'Elige qué suena cuando la cola está vacía',
    options: {
      mode: {
        name: 'modo',
        description: 'Lo que va con la última canción',
        choices: {
          off: 'nada',
          similar: 'canciones parecidas',
          artist: 'el mismo artista',
          genre: 'el mismo género',
          mixed: 'un poco de todo',
        },
      },
    },
  },
  queue: {
    name: 'cola',
    description: 'Muestra lo que viene después',
    options: { page: { name: 'página', description: 'Qué página mostrar' } },
  },
  lyrics: {
    name: 'letra',
    description: 'Muestra la letra de lo que suena, o de otra canción',
    options: {
      query: { name: 'búsqueda', description: 'Un artista y un título; sin nada: lo que suena' },
    },
  },
  nowplaying: { name: 'qué-suena', description: 'Muestra lo que suena' },
  remove: {
    name: 'quitar',
    description: 'Quita canciones de la cola',
    options: {
      position: { name: 'número', description: 'Su número en /cola, o varios seguidos: 3-7' },
      by: { name: 'de', description: 'Todas las canciones de este miembro' },
      duplicates: { name: 'repetidas', description: 'Las canciones repetidas de la cola' },
      absent: { name: 'ausentes', description: 'Las canciones de quienes dejaron el canal de voz' },
    },
  },
  move: {
    name: 'mover',
    description: 'Mueve una canción dentro de la cola',
    options: {
      from: { name: 'desde', description: 'Su número en /cola' },
      to: { name: 'hasta', description: 'Su nuevo número' },
    },
  },
  swap: {
    name: 'intercambiar',
    description: 'Intercambia dos canciones de la cola',
    options: {
      first: { name: 'primera', description: 'El número de una en /cola' },
      second: { name: 'segunda', description: 'El número de la otra' },
    },
  },
  wrong: {
    name: 'equivocada',
    description: 'Pone en su lugar el siguiente resultado de tu búsqueda',
    options: {
      position: {
        name: 'número',
        description: 'Su número en /cola; sin nada: lo último que pediste',
      },
    },
  },
  undo: { name: 'deshacer', description: 'Deshace el último cambio de la cola' },
  shuffle: { name: 'mezclar', description: 'Mezcla la cola' },
  history: {
    name: 'historial',
    description: 'Muestra lo que ha sonado, lo último primero',
    options: { page: { name: 'página', description: 'Qué página mostrar' } },
  },
  grab: { name: 'guardar', description: 'Te envía la canción actual' },
  help: {
    name: 'ayuda',
    description: 'Muestra lo que sé hacer',
    options: { page: { name: 'página', description: 'Qué página mostrar' } },
  },
  clear: { name: 'vaciar', description: 'Vacía la cola; la canción actual sigue sonando' },
  join: { name: 'venir', description: 'Me trae a tu canal de voz' },
  leave: { name: 'salir', description: 'Me saca del canal de voz y vacía la cola' },
  playlist: playlistCommand,
  favorites: favoritesCommand,
  scrobble,
  privacy: {
    name: 'privacidad',
    description: 'Muestra o borra lo que guardo de este servidor y de ti',
    options: {
      delete: {
        name: 'borrar',
        description: 'Qué se borra',
        choices: { mine: 'mis datos', server: 'los datos de este servidor' },
      },
    },
  },
  settings: {
    name: 'ajustes',
    description: 'Muestra o cambia los ajustes de este servidor',
    options: {
      volume: {
        name: 'volumen',
        description: `El volumen al empezar: ${VOLUMES}; 100 es lo normal`,
      },
      autoplay: {
        description: 'Elige qué suena cuando la cola está vacía',
        choices: {
          off: 'nada',
          similar: 'canciones parecidas',
          artist: 'el mismo artista',
          genre: 'el mismo género',
          mixed: 'un poco de todo',
        },
      },
      'leave-after': {
        name: 'salir-después',
        description: 'Minutos hasta que me voy cuando nadie escucha; 0 es nunca',
      },
      announcements: {
        name: 'anuncios',
        description: 'Cómo digo lo que suena',
        choices: { card: 'una tarjeta', lines: 'una línea por canción', none: 'nada' },
      },
      'voice-status': {
        name: 'estado-de-voz',
        description: 'Si el estado del canal de voz muestra lo que suena',
      },
      'dj-role': { name: 'rol-dj', description: 'El rol cuyos miembros son DJ' },
      'dj-only': {
        name: 'solo-dj',
        description: 'Lo que solo pueden hacer los DJ',
        choices: {
          off: 'nada',
          control: 'controlar la música',
          everything: 'controlar la música y añadir canciones',
        },
      },
      'vote-skip': {
        name: 'votos',
        description: 'Porcentaje de oyentes que tiene que votar para saltar; 0 es sin votación',
      },
      home: { name: 'canal-fijo', description: 'El canal de voz donde me quedo día y noche' },
      'text-channels': {
        name: 'canales-de-texto',
        description: 'El canal de texto donde acepto comandos',
      },
      'voice-channels': {
        name: 'canales-de-voz',
        description: 'El canal de voz al que se me puede traer',
      },
      'blocked-words': {
        name: 'palabras-bloqueadas',
        description: 'Palabras que ninguna canción puede tener, separadas por comas',
      },
      'allowed-sources': {
        name: 'fuentes-permitidas',
        description: 'De dónde pueden venir las canciones: library, youtube, example.com …',
      },
      'blocked-sources': {
        name: 'fuentes-bloqueadas',
        description: 'De dónde no puede venir ninguna canción: library, youtube, example.com …',
      },
      'fair-order': {
        name: 'por-turnos',
        description: 'Si quienes piden canciones van por turnos',
      },
      duplicates: {
        name: 'repetidas',
        description: 'Qué pasa con una canción que ya está en la cola',
        choices: { allow: 'ponerla', warn: 'ponerla y decirlo', block: 'dejarla fuera' },
      },
      'max-minutes': {
        name: 'minutos-máximos',
        description: 'La canción más larga en minutos; 0 es sin límite',
      },
      'max-per-member': {
        name: 'máximo-por-miembro',
        description: 'Cuántas canciones de un miembro pueden esperar; 0 es sin límite',
      },
      'max-queue': {
        name: 'máximo-en-cola',
        description: 'Cuántas canciones pueden esperar; 0 es cuantas quepan',
      },
      'leave-out': {
        description:
          'Partes de vídeos de YouTube que se omiten; quien aloja el bot debe usar SponsorBlock',
        choices: segmentNames,
      },
      library: {
        name: 'biblioteca',
        description: 'Si los miembros encuentran la biblioteca de quien me aloja',
      },
      'request-channel': {
        name: 'canal-peticiones',
        description: 'El canal de texto donde se piden canciones',
      },
      language: {
        name: 'idioma',
        description: 'El idioma en que escribo',
        choices: { auto: 'el idioma del servidor', ...LANGUAGE },
      },
    },
  },
  owner: {
    name: 'dueño',
    description: 'Para los dueños de este bot',
    subcommands: {
      announce: {
        name: 'anunciar',
        description: 'Escribe algo donde suene música',
        options: { text: { name: 'texto', description: 'Qué escribir' } },
      },
      servers: { name: 'servidores', description: 'Muestra los servidores donde estoy' },
      leave: {
        name: 'salir',
        description: 'Sale de un servidor',
        options: { server: { name: 'servidor', description: 'Su ID, como en /dueño servidores' } },
      },
      reload: { name: 'recargar', description: 'Usa yt-dlp tal como está instalado' },
      sources: { name: 'fuentes', description: 'Muestra cómo están las fuentes de música' },
    },
  },
}
