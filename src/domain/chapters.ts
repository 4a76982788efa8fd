import type { Track } from './track.ts'

/** Where a part of a track begins that people have named. */
export type Chapter = NonNullable<Track['chapters']>[number]

type Chaptered = Pick<Track, 'title' | 'chapters' | 'durationMs'>

/** A chapter with its end; null: nobody knows where the track ends. */
export interface ChapterPart extends Chapter {
  readonly endMs: number | null
}

/** A track's chapters with names and ends, those behind the track's end left out; null: it has none. */
export function chapterParts({ title, chapters, durationMs }: Chaptered): ChapterPart[] | null {
  const begun = (chapters ?? []).filter(({ startMs }) => startMs < (durationMs ?? startMs + 1))
  if (begun.length < 2) return null
  return begun.map((chapter, at) => ({
    startMs: chapter.startMs,
    title: chapter.title || `${title} (${at + 1})`,
    endMs: begun[at + 1]?.startMs ?? durationMs,
  }))
}

/** The chapter at that position; null: none, or the track has none. */
export function chapterAt(track: Chaptered, positionMs: number): ChapterPart | null {
  return chapterParts(track)?.findLast(({ startMs }) => startMs <= positionMs) ?? null
}
