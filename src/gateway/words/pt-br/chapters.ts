import type { ChapterWords } from '../chapters.ts'

export const chapters: ChapterWords = {
  of: (title) => `Os capítulos de ${title}:`,
  choose: 'Escolha um capítulo para onde ir',
}
