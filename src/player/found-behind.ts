import type { Found, FoundTrack } from '../domain/track.ts'
import type { Search } from './found-together.ts'

/** What a list has behind its first `passed` tracks, found anew. Rejects as its source does. */
export async function* foundBehind(
  find: Search,
  passed: number,
  signal: AbortSignal,
): AsyncGenerator<readonly FoundTrack[], void> {
  let left = passed
  for await (const page of pagesOf(await find(signal), signal)) {
    const behind = page.slice(left)
    left = Math.max(0, left - page.length)
    if (behind.length > 0) yield behind
  }
}

async function* pagesOf({ tracks, rest }: Found, signal: AbortSignal) {
  yield tracks
  if (rest !== null) yield* rest(signal)
}
