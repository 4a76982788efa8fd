import type { Chapter } from '../domain/chapters.ts'
import { CHAPTER_TITLE_LENGTH, MOST_CHAPTERS } from '../domain/schema/track.ts'
import { cleanText } from './clean-text.ts'

/** Seconds; no video is longer. */
const MOST_S = 7 * 24 * 3_600
/** What's shorter is a mark, and no chapter. */
const LEAST_MS = 1_000

/**
 * The chapters in yt-dlp's JSON (`chapters`: `start_time` in seconds and `title`), which a site's users
 * have written. Null: there aren't several.
 */
export function chaptersOf(value: unknown): Chapter[] | null {
  if (!Array.isArray(value)) return null
  const chapters: Chapter[] = []
  const found = value.slice(0, MOST_CHAPTERS).flatMap((one: unknown) => chapterIn(one) ?? [])
  for (const chapter of found.toSorted((one, other) => one.startMs - other.startMs)) {
    const before = chapters.at(-1)
    if (before === undefined || chapter.startMs - before.startMs >= LEAST_MS) chapters.push(chapter)
  }
  return chapters.length < 2 ? null : chapters
}

function chapterIn(value: unknown): Chapter | null {
  const { start_time: start, title } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof start !== 'number' || !(start >= 0 && start < MOST_S)) return null
  return { startMs: Math.round(start * 1_000), title: cleanText(title, CHAPTER_TITLE_LENGTH) ?? '' }
}
