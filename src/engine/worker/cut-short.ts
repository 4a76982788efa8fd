/** Containers round, and encoders pad: less than this is no loss. */
const TOLERANCE_MS = 500

/**
 * Whether a track that is over at `endMs` should have gone on: its container states a length
 * (null: it doesn't). What is broken in the middle ends there, and sounds like a whole track that is shorter.
 */
export function isCutShort(statedMs: number | null, endMs: number): boolean {
  return statedMs !== null && statedMs - endMs >= TOLERANCE_MS
}
