import { cleanText } from '../clean-text.ts'
import type { EntryTags } from './entry.ts'

/** Where a chapter begins, and what it's called. */
export interface Chapter {
  readonly startMs: number
  readonly title: string | null
}

const MOST_CHAPTERS = 999
const MOST_MS = 7 * 24 * 3_600_000
/** What's shorter is a mark, and no chapter. */
const LEAST_MS = 1_000

/** The chapters of a file as tracks; null: there aren't several. `whole`: what its tags say. */
export function chapterParts(found: readonly Chapter[], whole: EntryTags): EntryTags[] | null {
  const chapters = found
    .filter(({ startMs }) => startMs >= 0 && startMs < (whole.durationMs ?? MOST_MS))
    .toSorted((a, b) => a.startMs - b.startMs)
    .filter(({ startMs }, at, all) => at === 0 || startMs - (all[at - 1]?.startMs ?? 0) >= LEAST_MS)
    .slice(0, MOST_CHAPTERS)
  if (chapters.length < 2) return null
  return chapters.map(({ startMs, title }, at) => {
    const endMs = chapters[at + 1]?.startMs ?? null
    const lastMs = endMs ?? whole.durationMs
    return {
      ...whole,
      title: cleanText(title) ?? `${whole.title} (${at + 1})`,
      album: whole.title,
      trackNumber: 0,
      durationMs: lastMs === null ? null : Math.max(0, lastMs - startMs),
      part: { startMs, endMs },
    }
  })
}

/** Chapters as music-metadata gives them, of a hostile file. */
export function chaptersIn(value: unknown): Chapter[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MOST_CHAPTERS).flatMap((one: unknown) => {
    const { title, start, timeScale } = (one ?? {}) as Readonly<Record<string, unknown>>
    if (typeof start !== 'number' || typeof timeScale !== 'number' || !(timeScale > 0)) return []
    const name = typeof title === 'string' ? title : null
    return [{ startMs: Math.round((start / timeScale) * 1000), title: name }]
  })
}
