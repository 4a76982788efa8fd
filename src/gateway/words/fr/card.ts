import { formsOf } from '../forms.ts'
import type { CardWords } from '../words.ts'

const { number } = formsOf('fr')

export const card: CardWords = {
  paused: 'en pause',
  queued: (count) => `${number(count)} à suivre`,
  autoplay: 'lecture automatique',
  over: 'Rien ne joue. Lance quelque chose avec /jouer.',
  last: (title) => `Dernier morceau\u202f: ${title}`,
  moved: 'Cette carte n’est plus à jour. La plus récente montre ce qui joue.',
}
