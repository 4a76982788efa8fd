import type { ChapterWords } from '../chapters.ts'

export const chapters: ChapterWords = {
  of: (title) => `The chapters of ${title}:`,
  choose: 'Choose a chapter to jump to',
}
