import type { Track } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { QueueWords } from '../words/words.ts'

/** How long it takes, or that it has no end; null: nobody knows. */
export function lengthOf(
  { live, durationMs }: Pick<Track, 'live' | 'durationMs'>,
  words: Pick<QueueWords, 'live'>,
): string | null {
  if (live) return words.live
  return durationMs === null ? null : formatTime(durationMs)
}
