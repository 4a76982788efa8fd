import { chosen } from './es/autoplay.ts'
import { card } from './es/card.ts'
import { chapters } from './es/chapters.ts'
import { commands } from './es/commands.ts'
import { errors } from './es/errors.ts'
import { filters } from './es/filters.ts'
import { finding, menus } from './es/finding.ts'
import { number, percent, plural } from './es/forms.ts'
import { lyrics } from './es/lyrics.ts'
import { notices } from './es/notices.ts'
import { owner } from './es/owner.ts'
import { playlists } from './es/playlists.ts'
import { privacy } from './es/privacy.ts'
import { scrobbles } from './es/scrobbles.ts'
import { settings } from './es/settings.ts'
import type { Words } from './words.ts'

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'canción', many: 'de canciones', other: 'canciones' })}`

/** Spanish, as friends talk, and with “tú”, in words that Spain and Latin America share. */
export const es: Words = {
  locales: ['es-ES', 'es-419'],
  notices,
  errors,
  commands,
  finding,
  menus,
  lyrics,
  playlists,
  queue: {
    silence: 'No suena nada ahora mismo.',
    now: (title) => `Ahora: ${title}`,
    page: (page, pages) => `Página ${number(page)} de ${number(pages)}`,
    queued: (count) => `${number(count)} en cola`,
    moreThan: (time) => `más de ${time}`,
    live: 'en directo',
    loop: (mode) => ({ track: 'repite la canción', queue: 'repite la cola' })[mode],
    pick: 'Después: elige una para que suene ya',
    drop: 'Quitar una',
  },
  list: {
    adding: (count, total) =>
      total === null
        ? `Añado canciones, ${number(count)} por ahora.`
        : `Añado canciones: ${number(count)} de ${number(total)}.`,
    added: (count) => `He añadido ${tracks(count)}.`,
    ended: (count) => `He parado después de añadir ${tracks(count)}.`,
    failed: (count, code) => `He añadido ${tracks(count)}, pero no el resto. ${errors[code]}`,
  },
  remarks: {
    left: (count) =>
      `He dejado fuera ${tracks(count)} por la duración, las repeticiones o los límites de este servidor.`,
    twice: (count) => `Ya estaban en la cola: ${number(count)}.`,
  },
  past: {
    played: 'Lo que ha sonado, lo último primero:',
    sent: 'Te he enviado esa canción por mensaje directo.',
    more: 'más con /ayuda y una página',
  },
  card,
  buttons: { pause: 'Pausar', request: 'Pedir', resume: 'Reanudar' },
  requests: {
    typeHere: 'O escribe aquí lo que quieras oír.',
    typed: 'Lo que se escribe allí también es una petición.',
    untyped:
      'No leo lo que se escribe allí: para eso, Discord exige el intent “Message Content”, y quien me aloja tiene que activar MESSAGE_CONTENT.',
  },
  nowPlaying: {
    waiting: {
      alone: (title) => `Espero a que alguien venga a escuchar ${title}`,
      muted: (title) => `Un moderador me tiene en silencio, así que ${title} espera`,
      suppressed: (title) => `No tengo permiso para hablar aquí, así que ${title} espera`,
      encryption: (title) => `Espero el cifrado del canal para poner ${title}`,
      source: (title) => `${title} aún está cargando`,
      retry: (title) => `No puedo poner ${title} ahora mismo. Lo sigo intentando.`,
      voice: (title) => `Me estoy conectando para poner ${title}`,
    },
    live: (time) => `en directo · ${time}`,
    before: (titles) => `Antes: ${titles.join(' · ')}`,
    requestedBy: (mention) => `A petición de ${mention}`,
    chosen,
    volume: (value) => `volumen al ${percent(value)}`,
  },
  filters,
  settings,
  owner,
  privacy,
  scrobbles,
  chapters,
}
