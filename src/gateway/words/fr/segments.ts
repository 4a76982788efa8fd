import type { SegmentCategory } from '../../../domain/segments.ts'

/** What SponsorBlock's categories are called in a sentence. */
export const segmentNames: Readonly<Record<SegmentCategory, string>> = {
  sponsor: 'publicités',
  selfpromo: 'autopromotion',
  interaction: 'appels à s’abonner',
  intro: 'introductions',
  outro: 'génériques de fin',
  preview: 'aperçus',
  hook: 'accroches',
  music_offtopic: 'parties sans musique',
  filler: 'digressions',
}

const lists = new Intl.ListFormat('fr', { type: 'conjunction' })

export const segmentsIn = (categories: readonly SegmentCategory[]): string =>
  lists.format(categories.map((category) => segmentNames[category]))
