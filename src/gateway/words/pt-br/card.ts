import { formsOf } from '../forms.ts'
import type { CardWords } from '../words.ts'
import { segmentsIn } from './segments.ts'

const { number } = formsOf('pt-BR')

export const card: CardWords = {
  paused: 'pausado',
  queued: (count) => `${number(count)} na sequência`,
  autoplay: 'reprodução automática',
  over: 'Não tem nada tocando. Coloque algo com /tocar.',
  last: (title) => `Por último: ${title}`,
  leftOut: (categories, from, to) => `Pulado: ${segmentsIn(categories)}, ${from}–${to}`,
  chapter: (title) => `Capítulo: ${title}`,
  moved: 'Este cartão está desatualizado. O mais recente mostra o que está tocando.',
  silent:
    'Não posso escrever neste canal, então nada aqui mostra o que está tocando. Me dê as permissões “Ver canal” e “Enviar mensagens”.',
}
