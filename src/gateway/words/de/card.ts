import { formsOf } from '../forms.ts'
import type { CardWords } from '../words.ts'
import { segmentsIn } from './segments.ts'

const { number } = formsOf('de')

export const card: CardWords = {
  paused: 'angehalten',
  queued: (count) => `${number(count)} danach`,
  autoplay: 'Autoplay an',
  over: 'Es läuft nichts. Mit /abspielen geht es los.',
  last: (title) => `Zuletzt lief ${title}`,
  leftOut: (categories, from, to) => `Ausgelassen: ${segmentsIn(categories)}, ${from}–${to}`,
  chapter: (title) => `Kapitel: ${title}`,
  moved: 'Diese Karte ist veraltet. Die neueste zeigt, was läuft.',
  silent:
    'Ich darf in diesem Kanal nicht schreiben, deshalb zeigt hier nichts, was läuft. Gib mir die Berechtigungen „Kanal ansehen“ und „Nachrichten senden“.',
}
