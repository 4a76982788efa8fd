import type { ChapterWords } from '../chapters.ts'

export const chapters: ChapterWords = {
  of: (title) => `Die Kapitel von ${title}:`,
  choose: 'Wähl ein Kapitel, zu dem ich springen soll',
}
