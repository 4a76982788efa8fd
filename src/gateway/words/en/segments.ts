import type { SegmentCategory } from '../../../domain/segments.ts'

/** What SponsorBlock's categories are called in a sentence. */
export const segmentNames: Readonly<Record<SegmentCategory, string>> = {
  sponsor: 'sponsors',
  selfpromo: 'own products',
  interaction: 'calls to subscribe',
  intro: 'intros',
  outro: 'closing credits',
  preview: 'previews',
  hook: 'teasers',
  music_offtopic: 'parts without music',
  filler: 'digressions',
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' })

export const segmentsIn = (categories: readonly SegmentCategory[]): string =>
  lists.format(categories.map((category) => segmentNames[category]))
