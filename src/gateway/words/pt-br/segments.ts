import type { SegmentCategory } from '../../../domain/segments.ts'

/** What SponsorBlock's categories are called in a sentence. */
export const segmentNames: Readonly<Record<SegmentCategory, string>> = {
  sponsor: 'patrocínios',
  selfpromo: 'autopromoção',
  interaction: 'pedidos de inscrição',
  intro: 'introduções',
  outro: 'créditos finais',
  preview: 'prévias',
  hook: 'chamadas',
  music_offtopic: 'partes sem música',
  filler: 'digressões',
}

const lists = new Intl.ListFormat('pt-BR', { type: 'conjunction' })

export const segmentsIn = (categories: readonly SegmentCategory[]): string =>
  lists.format(categories.map((category) => segmentNames[category]))
