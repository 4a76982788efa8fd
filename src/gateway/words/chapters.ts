import type { Title } from './title.ts'

/** On a track's chapters. */
export interface ChapterWords {
  /** Above their list. */
  of(title: Title): string
  /** In an empty menu of them; at most 150 characters. */
  readonly choose: string
}
