import type { SegmentCategory } from '../../../domain/segments.ts'

/** What SponsorBlock's categories are called in a sentence. */
export const segmentNames: Readonly<Record<SegmentCategory, string>> = {
  sponsor: 'publicidad',
  selfpromo: 'autopromoción',
  interaction: 'peticiones de suscribirse',
  intro: 'intros',
  outro: 'créditos finales',
  preview: 'avances',
  hook: 'ganchos',
  music_offtopic: 'partes sin música',
  filler: 'digresiones',
}

const lists = new Intl.ListFormat('es', { type: 'conjunction' })

export const segmentsIn = (categories: readonly SegmentCategory[]): string =>
  lists.format(categories.map((category) => segmentNames[category]))
