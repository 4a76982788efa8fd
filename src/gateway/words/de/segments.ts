import type { SegmentCategory } from '../../../domain/segments.ts'

/** What SponsorBlock's categories are called in a sentence. */
export const segmentNames: Readonly<Record<SegmentCategory, string>> = {
  sponsor: 'Werbung',
  selfpromo: 'Eigenwerbung',
  interaction: 'Aufrufe zum Abonnieren',
  intro: 'Vorspänne',
  outro: 'Abspänne',
  preview: 'Vorschauen',
  hook: 'Anreißer',
  music_offtopic: 'Teile ohne Musik',
  filler: 'Abschweifungen',
}

const lists = new Intl.ListFormat('de', { type: 'conjunction' })

export const segmentsIn = (categories: readonly SegmentCategory[]): string =>
  lists.format(categories.map((category) => segmentNames[category]))
