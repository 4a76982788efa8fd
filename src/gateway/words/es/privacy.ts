import type { PrivacyWords } from '../words.ts'
import { number, plural } from './forms.ts'

export const privacy: PrivacyWords = {
  title: 'Lo que guardo de este servidor',
  kept: {
    settings: () => 'lo que sus admins han ajustado',
    changes: (days) =>
      `quién cambió qué ajuste, durante ${number(days)} ${plural(days, { one: 'día', many: 'de días', other: 'días' })}`,
    queue: () =>
      'lo que suena y lo que está en cola, quién lo pidió, quién dirige y quién vota, y los canales en los que estoy y escribo',
    past: () =>
      'las últimas canciones que sonaron, los últimos cambios de la cola y los resultados equivocados, para /anterior, /deshacer y /equivocada',
    history: (days) =>
      `lo que sonó y quién lo pidió, durante ${number(days)} ${plural(days, { one: 'día', many: 'de días', other: 'días' })}`,
    playlists: () => 'las listas de este servidor, y las listas y favoritos de cada quien',
    unreadable: () =>
      'entradas de la cola que escribió otra versión de mí y que no puedo leer, para que quien me aloja pueda recuperarlas',
    scrobbles: () =>
      'qué cuentas de ListenBrainz y Last.fm han vinculado los miembros, con el permiso para escribir en ellas, y lo que han oído hasta que se envía',
    keys: () => 'las claves que quien me aloja creó para programas',
  },
  beyond: 'Sus registros, sus copias de seguridad y esas claves dependen de quien me aloja.',
  left: (days) =>
    `Cuando dejo un servidor, sus datos se borran a los ${number(days)} ${plural(days, { one: 'día', many: 'de días', other: 'días' })}, salvo que me inviten otra vez antes.`,
  how: 'Quien es dueño de este servidor puede borrar sus datos con /privacidad, y tú puedes borrar los tuyos.',
  ask: {
    server:
      'Esto para la música y borra los ajustes, la cola, el historial y las listas de este servidor. No se puede deshacer.',
    mine: 'Esto borra tus listas, tus favoritos, tus cuentas vinculadas y lo que tengo anotado de tus peticiones, en todos los servidores. Lo que otros todavía escuchan o usan se queda, como tus canciones en una cola o los ajustes que cambiaste, pero sin tu nombre. No se puede deshacer.',
  },
  erase: { server: 'Borrar los datos de este servidor', mine: 'Borrar mis datos' },
  erased: {
    server: 'Todo lo que guardaba de este servidor está borrado.',
    mine: 'Tus listas, tus favoritos, tus cuentas vinculadas y lo que tenía anotado de tus peticiones ya están borrados. Lo que queda, como las canciones en una cola, ya no lleva tu nombre.',
  },
  keep: 'Conservarlo',
  unchanged: 'No se borró nada.',
}
