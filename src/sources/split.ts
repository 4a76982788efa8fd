import { chapterParts } from '../domain/chapters.ts'
import { type Found, type FoundTrack, whole } from '../domain/track.ts'
import { partLocator } from './part-locator.ts'

/** A single track as its chapters, each of which is one; null: it has none. */
export function splitInChapters({ tracks, rest }: Found): Found | null {
  const [track, ...others] = tracks
  if (track === undefined || others.length > 0 || rest !== null) return null
  const parts = chapterParts(track)
  if (parts === null || track.source !== 'yt-dlp') return null
  const { chapters: _chapters, ...shared } = track
  return whole(
    parts.map(
      ({ title, startMs, endMs }): FoundTrack => ({
        ...shared,
        locator: partLocator(track.locator, { startMs, endMs }),
        title,
        album: track.title,
        durationMs: endMs === null ? null : endMs - startMs,
      }),
    ),
  )
}
