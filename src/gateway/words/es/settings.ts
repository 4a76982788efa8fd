import { LANGUAGE, mentions } from '../forms.ts'
import type { SettingsWords } from '../words.ts'
import { autoplayAtStart } from './autoplay.ts'
import { list, number, percent, plural } from './forms.ts'
import { segmentsIn } from './segments.ts'

export const settings: SettingsWords = {
  title: 'Ajustes',
  choose: '¿Qué quieres cambiar?',
  on: 'Activado',
  off: 'Desactivado',
  reset: 'Restablecer todo',
  resetAsk: '¿Restablezco todos los ajustes de este servidor?',
  keep: 'Dejarlos como están',
  log: 'Quién cambió qué',
  logNone: 'Nadie ha cambiado nada en los últimos 30 días.',
  aKey: (id) => `clave ${id}`,
  fields: {
    volume: {
      label: 'Volumen al empezar',
      say: (value) => `Empiezo con el volumen al ${percent(value)}.`,
    },
    autoplay: {
      label: 'Reproducción automática al empezar',
      say: (mode) => autoplayAtStart[mode],
    },
    leaveAloneAfterMin: {
      label: 'Irme cuando nadie escucha',
      say: (minutes) =>
        minutes === 0
          ? 'Cuando nadie escucha, me quedo.'
          : `Cuando nadie escucha, me voy después de ${number(minutes)} ${plural(minutes, { one: 'minuto', many: 'de minutos', other: 'minutos' })}.`,
    },
    announcements: {
      label: 'Anuncios',
      say: (way) =>
        ({
          card: 'Una tarjeta en el canal de texto muestra lo que suena.',
          lines: 'Escribo en el canal de texto lo que suena.',
          none: 'Solo respondo a los comandos y no escribo nada más.',
        })[way],
    },
    voiceStatus: {
      label: 'Estado del canal de voz',
      say: (on) =>
        on
          ? 'El estado del canal de voz muestra lo que suena.'
          : 'No toco el estado del canal de voz.',
    },
    djRoleId: {
      label: 'Rol de DJ',
      say: (role) =>
        role === null
          ? 'Son DJ los admins y quien me ha traído.'
          : `Los miembros de <@&${role}> son DJ.`,
    },
    djOnly: {
      label: 'Solo para DJ',
      say: (what) =>
        ({
          off: 'Todos en mi canal controlan la música.',
          control: 'Solo los DJ controlan la música; todos pueden añadir canciones.',
          everything: 'Solo los DJ controlan la música y añaden canciones.',
        })[what],
    },
    voteSkipPercent: {
      label: 'Votos para saltar',
      say: (value) =>
        value === 0
          ? 'Nadie tiene que votar para saltar una canción.'
          : `Para saltar la canción de otra persona tiene que votar el ${percent(value)} de quienes escuchan.`,
    },
    homeChannelId: {
      label: 'Canal fijo (24/7)',
      say: (channel) =>
        channel === null
          ? 'No tengo ningún canal donde quedarme día y noche.'
          : `Me quedo día y noche en <#${channel}>, salvo que alguien me eche.`,
    },
    textChannelIds: {
      label: 'Canales de texto',
      say: (ids) =>
        ids.length === 0
          ? 'Acepto comandos en todos los canales de texto.'
          : `Acepto comandos en ${mentions(ids)}.`,
    },
    voiceChannelIds: {
      label: 'Canales de voz',
      say: (ids) =>
        ids.length === 0
          ? 'Pongo música en todos los canales de voz.'
          : `Solo pongo música en ${mentions(ids)}.`,
    },
    blockedWords: {
      label: 'Palabras bloqueadas',
      say: (texts) =>
        texts.length === 0
          ? 'No hay palabras bloqueadas.'
          : `Están bloqueadas las canciones con estas palabras: ${list(texts)}`,
    },
    allowedSources: {
      label: 'Fuentes permitidas',
      say: (texts) =>
        texts.length === 0
          ? 'Las canciones pueden venir de cualquier sitio.'
          : `Las canciones solo vienen de: ${list(texts)}`,
    },
    blockedSources: {
      label: 'Fuentes bloqueadas',
      say: (texts) =>
        texts.length === 0 ? 'No hay fuentes bloqueadas.' : `No viene nada de: ${list(texts)}`,
    },
    fairOrder: {
      label: 'Por turnos',
      say: (fair) =>
        fair
          ? 'Quienes piden canciones van por turnos.'
          : 'Las canciones suenan en el orden en que se pidieron.',
    },
    duplicates: {
      label: 'Repetidas',
      say: (policy) =>
        ({
          allow: 'Una canción se puede pedir varias veces.',
          warn: 'Una canción se puede pedir varias veces; entonces lo digo.',
          block: 'Lo que ya está en la cola no entra otra vez.',
        })[policy],
    },
    maxTrackMin: {
      label: 'Duración máxima',
      say: (minutes) =>
        minutes === 0
          ? 'Una canción puede durar lo que sea.'
          : `Una canción puede durar ${number(minutes)} ${plural(minutes, { one: 'minuto', many: 'de minutos', other: 'minutos' })}.`,
    },
    maxPerMember: {
      label: 'Canciones por miembro',
      say: (count) =>
        count === 0
          ? 'Cada miembro puede pedir cuantas canciones quiera.'
          : `Canciones en la cola por miembro: ${number(count)}.`,
    },
    maxQueue: {
      label: 'Tamaño de la cola',
      say: (count) =>
        count === 0
          ? 'La cola admite todo lo que quepa.'
          : `Canciones en la cola: ${number(count)} como mucho.`,
    },
    libraryVisible: {
      label: 'Biblioteca',
      say: (visible) =>
        visible
          ? 'La biblioteca de música de quien me aloja está abierta a los miembros.'
          : 'La biblioteca de música de quien me aloja está oculta.',
    },
    skippedSegments: {
      label: 'Lo que se omite de los vídeos',
      say: (categories) =>
        categories.length === 0
          ? 'Pongo los vídeos de YouTube enteros.'
          : `De los vídeos de YouTube omito: ${segmentsIn(categories)}, si quien aloja este bot usa SponsorBlock.`,
    },
    requestChannelId: {
      label: 'Canal de peticiones',
      say: (channel) =>
        channel === null
          ? 'No hay ningún canal para peticiones.'
          : `En <#${channel}> se piden canciones con un botón.`,
    },
    language: {
      label: 'Idioma',
      say: (language) =>
        language === 'auto'
          ? 'Escribo en el idioma de este servidor.'
          : `Escribo en este idioma: ${LANGUAGE[language]}.`,
    },
  },
}
