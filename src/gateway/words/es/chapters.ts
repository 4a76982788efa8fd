import type { ChapterWords } from '../chapters.ts'

export const chapters: ChapterWords = {
  of: (title) => `Los capítulos de ${title}:`,
  choose: 'Elige un capítulo al que ir',
}
