import { formsOf } from '../forms.ts'
import type { CardWords } from '../words.ts'
import { segmentsIn } from './segments.ts'

const { number } = formsOf('fr')

export const card: CardWords = {
  paused: 'en pause',
  queued: (count) => `${number(count)} à suivre`,
  autoplay: 'lecture automatique',
  over: 'Rien ne joue. Lance quelque chose avec /jouer.',
  last: (title) => `Dernier morceau\u202f: ${title}`,
  leftOut: (categories, from, to) =>
    `Laissé de côté\u202f: ${segmentsIn(categories)}, ${from}–${to}`,
  chapter: (title) => `Chapitre\u202f: ${title}`,
  moved: 'Cette carte n’est plus à jour. La plus récente montre ce qui joue.',
  silent:
    'Je ne peux pas écrire dans ce salon, donc rien ici ne montre ce qui joue. Donne-moi les permissions «\u202fVoir le salon\u202f» et «\u202fEnvoyer des messages\u202f».',
}
