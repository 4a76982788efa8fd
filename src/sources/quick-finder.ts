import type { Found } from '../domain/track.ts'
import type { Asking } from './source.ts'

/** Something that may find quickly what a slower source finds anyway. */
export interface QuickFinder {
  /** Null: it doesn't know that link, or can't say now. Rejects with the signal's reason alone. */
  find(link: string, asking: Asking): Promise<Found | null>
  /** The best matches at SoundCloud, at most `limit`; null likewise. */
  searchSoundcloud(words: string, limit: number, signal: AbortSignal): Promise<Found | null>
}
