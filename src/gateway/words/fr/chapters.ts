import type { ChapterWords } from '../chapters.ts'

export const chapters: ChapterWords = {
  of: (title) => `Les chapitres de ${title}\u202f:`,
  choose: 'Choisis le chapitre où aller',
}
