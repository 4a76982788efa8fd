/** Containers round and encoders pad, so less than this isn't a loss. */
const TOLERANCE_MS = 500

/**
 * Whether a track that's over at `endMs` should have gone on, by the length that its container
 * states (null: none). A file that breaks in the middle ends there and would sound like a shorter
 * track.
 */
export function isCutShort(statedMs: number | null, endMs: number): boolean {
  return statedMs !== null && statedMs - endMs >= TOLERANCE_MS
}
