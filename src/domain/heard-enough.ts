const FOUR_MINUTES_MS = 240_000
const LEAST_LENGTH_MS = 30_000

/**
 * Whether a track that sounded for that long counts as listened to: half of it or four minutes, of one that's
 * longer than half a minute (https://www.last.fm/api/scrobbling, "When is a scrobble a scrobble?"; services
 * and servers that keep count have taken that over). A length that nobody knows is a long one.
 */
export function heardEnough(playedMs: number, durationMs: number | null): boolean {
  if (durationMs === null) return playedMs >= FOUR_MINUTES_MS
  if (durationMs <= LEAST_LENGTH_MS) return false
  return playedMs >= Math.min(durationMs / 2, FOUR_MINUTES_MS)
}
