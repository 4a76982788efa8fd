import type { UnplayableCode } from '../../../domain/unplayable.ts'
import { formatTime } from '../time.ts'
import type { Title } from '../title.ts'
import { typed } from '../typed.ts'
import type { NoticeWords } from '../words.ts'
import { autoplay, chosenNow } from './autoplay.ts'
import { commands } from './commands.ts'
import { errors } from './errors.ts'
import { filters } from './filters.ts'
import { number, percent, plural } from './forms.ts'
import { segmentsIn } from './segments.ts'

export const notices: NoticeWords = {
  playing: ({ track, more }) =>
    more === 0 ? `Suena ${track}` : `Suena ${track}, y luego ${moreTracks(more)}`,
  queued: ({ track, position, more }) =>
    more === 0
      ? `${track} está en el puesto ${position} de la cola`
      : `${track} está en el puesto ${position} de la cola, y luego ${moreTracks(more)}`,
  waiting: ({ track, reason }) => WAITING[reason](track),
  starting: ({ track }) => `${track} está a punto de empezar.`,
  replaced: ({ track }) => `${track} no llegó a empezar porque otro comando se adelantó.`,
  failed: ({ track, code, sounded }) =>
    sounded
      ? `${track} se cortó antes de tiempo. ${errors[code]}`
      : `No puedo poner ${track}. ${errors[code]}`,
  instead: ({ track, other, code }) =>
    `No puedo poner ${other}: ${INSTEAD[code]}. El siguiente resultado ocupa su lugar: ${track}.`,
  retrying: ({ track }) =>
    `No puedo poner ${track} ahora mismo. Lo sigo intentando; usa /saltar para pasar a la siguiente.`,
  postponed: ({ track }) =>
    `Sigo sin poder poner ${track}. Lo intento otra vez después de la siguiente canción.`,
  unreachable: ({ track, kept }) =>
    `Sigo sin poder poner ${track}, así que paro aquí. La cola se queda como está (${tracks(kept)}): usa /reanudar para intentarlo otra vez.`,
  'gave-up': ({ kept }) =>
    `Fallaron demasiadas canciones seguidas, así que paro aquí. La cola se queda como está (${tracks(kept)}): usa /reanudar para seguir o /vaciar para borrarla.`,
  finished: () => 'Esa era la última canción de la cola.',
  paused: ({ track }) => `${track} está en pausa.`,
  resumed: ({ track }) => `${track} vuelve a sonar.`,
  stopped: () => 'La música está parada y la cola, vacía.',
  skipped: ({ track, more, next }) => {
    const skipped = more === 0 ? track : `${track} y ${moreTracks(more)}`
    return `Me salto ${skipped}. ${next === null ? 'La cola está vacía.' : `Ahora viene ${next}.`}`
  },
  voted: ({ track, votes, needed, leftMs }) =>
    `Votación para saltar ${track}: ${number(votes)} de ${number(needed)}. Quedan ${number(Math.ceil(leftMs / 1000))} s para votar con /votar.`,
  'vote-over': ({ track, votes, needed }) =>
    `La votación para saltar ${track} ha terminado: ${number(votes)} de ${number(needed)} lo querían.`,
  dj: ({ userId }) => `<@${userId}> dirige ahora la música.`,
  'request-here': () => 'Pulsa el botón para pedir una canción.',
  'from-host': ({ text }) => `De quien me aloja: ${text}`,
  'left-out': ({ track, categories }) =>
    `Omito partes de ${track} que SponsorBlock señala así: ${segmentsIn(categories)}.`,
  sought: ({ track, positionMs }) => `${track} va ahora por ${formatTime(positionMs)}.`,
  volume: ({ volume }) => `Volumen: ${percent(volume)}`,
  autoplay: ({ mode }) => autoplay[mode],
  chosen: chosenNow,
  'nothing-related': ({ track }) =>
    `Esa era la última canción, y la reproducción automática no encontró nada que vaya con ${track}.`,
  filters: (told) => filters.say(told.on),
  loop: ({ loop }) => LOOPS[loop],
  removed: ({ track }) => `${track} ya no está en la cola.`,
  replayed: ({ track }) => `${track} empieza de nuevo.`,
  'removed-some': ({ count }) => `He quitado ${tracks(count)} de la cola.`,
  moved: ({ track, position }) => `${track} está ahora en el puesto ${position}.`,
  corrected: ({ track, other, position }) =>
    `${track} está ahora en el puesto ${position} en lugar de ${other}.`,
  doubtful: ({ track, other }) =>
    `No estoy seguro de que ${other} sea ${track}. Si no lo es, usa /equivocada para oír el siguiente resultado.`,
  swapped: ({ track, other }) => `${track} y ${other} han cambiado de puesto.`,
  shuffled: ({ count }) => `La cola está mezclada (${tracks(count)}).`,
  undone: ({ change, count }) =>
    `He deshecho ${typed(commands, change)}. La cola tiene ${tracks(count)}.`,
  cleared: ({ count }) => `La cola está vacía (había ${tracks(count)}).`,
  joined: ({ channelId, next }) =>
    next === null
      ? `Ya estoy en <#${channelId}>.`
      : `Ya estoy en <#${channelId}>, y ${next} vuelve a sonar.`,
  left: () => 'Ya no estoy en el canal de voz.',
  'join-queued': ({ waitMs }) => {
    const seconds = Math.ceil(waitMs / 1000)
    const unit = plural(seconds, { one: 'segundo', many: 'de segundos', other: 'segundos' })
    return `Estoy entrando en muchos canales a la vez. Al tuyo le toca en unos ${number(seconds)} ${unit}.`
  },
  rejoining: () => 'Falló el cifrado del canal, así que nadie me oía. Vuelvo a entrar.',
  'voice-lost': ({ code, kept }) =>
    kept === 0 ? errors[code] : `${errors[code]} La cola se queda como está (${tracks(kept)}).`,
  'left-alone': ({ minutes, kept }) => {
    const unit = plural(minutes, { one: 'minuto', many: 'de minutos', other: 'minutos' })
    const gone = `Nadie escuchaba desde hace ${number(minutes)} ${unit}, así que me fui.`
    return kept === 0
      ? gone
      : `${gone} La cola se queda como está (${tracks(kept)}): usa /venir para traerme de vuelta.`
  },
  crashed: ({ track }) =>
    `Me colgué dos veces al abrir ${track}, así que lo dejo fuera. Usa /reproducir si quieres probar otra vez.`,
  'rest-missing': ({ code }) =>
    `Me he reiniciado mientras aún llegaba una lista y no he podido conseguir el resto. ${errors[code]}`,
  unreadable: ({ count }) =>
    plural(count, {
      one: `No pude leer ${tracks(count)} de la cola guardada, así que la dejo fuera. Quien me aloja todavía la tiene.`,
      other: `No pude leer ${tracks(count)} de la cola guardada, así que las dejo fuera. Quien me aloja todavía las tiene.`,
    }),
  'asked-to-speak': () =>
    'Estoy en el público de este escenario y he pedido la palabra. Un moderador tiene que dármela.',
  unheard: ({ code }) => errors[code],
}

const WAITING = {
  alone: (track: Title) => `${track} empieza en cuanto haya alguien para escuchar.`,
  muted: (track: Title) =>
    `Un moderador me tiene en silencio, así que ${track} espera. Empieza en cuanto me devuelvan la voz.`,
  suppressed: (track: Title) =>
    `No tengo permiso para hablar aquí, así que ${track} espera a que un moderador me deje.`,
}

const LOOPS = {
  off: 'Ya no se repite nada.',
  track: 'La canción actual se repite.',
  queue: 'Toda la cola se repite.',
}

const tracks = (count: number): string =>
  `${number(count)} ${plural(count, { one: 'canción', many: 'de canciones', other: 'canciones' })}`
const moreTracks = (more: number): string =>
  `${number(more)} ${plural(more, { one: 'canción más', many: 'de canciones más', other: 'canciones más' })}`

/** Why a track can't be played. */
const INSTEAD: Readonly<Record<UnplayableCode, string>> = {
  gone: 'ya no existe',
  'age-limit': 'tiene restricción de edad',
  region: 'está bloqueado donde estoy alojado',
  'sign-in': 'el sitio pide iniciar sesión',
  'host-refused': 'el sitio bloquea la dirección donde estoy alojado',
  drm: 'está protegido contra copia (DRM)',
  unsupported: 'no conozco ese formato',
}
