import { SegueError } from '../base/error.ts'
import type { Found, FoundTrack } from '../domain/track.ts'

/**
 * All tracks of what was found, page after page. Rejects with 'list-too-long' when there are more than
 * `limit`, or as the source does.
 */
export async function allOf(
  { tracks, rest }: Found,
  limit: number,
  signal: AbortSignal,
): Promise<readonly FoundTrack[]> {
  const all = [...tracks]
  for await (const page of rest?.(signal) ?? []) {
    signal.throwIfAborted()
    all.push(...page)
    if (all.length > limit) throw new SegueError('list-too-long', String(limit))
  }
  return all
}
