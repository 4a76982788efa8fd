import type { CardWords } from '../words.ts'
import { number } from './forms.ts'
import { segmentsIn } from './segments.ts'

export const card: CardWords = {
  paused: 'en pausa',
  queued: (count) => `${number(count)} después`,
  autoplay: 'reproducción automática',
  over: 'No suena nada. Pon algo con /reproducir.',
  last: (title) => `Lo último: ${title}`,
  leftOut: (categories, from, to) => `Omitido: ${segmentsIn(categories)}, ${from}–${to}`,
  chapter: (title) => `Capítulo: ${title}`,
  moved: 'Esta tarjeta ya no está al día. La más reciente muestra lo que suena.',
  silent:
    'No puedo escribir en este canal, así que aquí nada muestra lo que suena. Dame los permisos “Ver canal” y “Enviar mensajes”.',
}
