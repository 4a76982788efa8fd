import { SegueError } from '../base/error.ts'
import type { PlayerState } from '../domain/player/state.ts'
import { allowedOf } from '../domain/policy/blocked.ts'
import { QUEUE_LIMIT } from '../domain/queue.ts'
import { wantedOf } from '../domain/queue-rules.ts'
import type { Found, FoundTrack } from '../domain/track.ts'
import { abortable } from './abortable.ts'

/** How long somebody waits for a page that has something for the server. */
const LOOKED_FOR_MS = 30_000

/**
 * What was found, with so many pages in the first one that the server's rules take something of it: a list
 * that begins with what's blocked, too long or queued already isn't refused for that. At most a
 * queue full of tracks is looked at. `looking` ends what it leaves open, which nobody has to do who takes
 * the rest. Rejects as the source does, or with 'source-timeout'.
 */
export async function withFirstTaken(
  found: Found,
  state: PlayerState,
  looking: AbortController,
): Promise<Found> {
  if (found.rest === null || takesSome(found.tracks, state)) return found
  const pages = found.rest(looking.signal)[Symbol.asyncIterator]()
  const tracks = [...found.tracks]
  const late = AbortSignal.timeout(LOOKED_FOR_MS)
  while (tracks.length < QUEUE_LIMIT) {
    const next = await abortable(pages.next(), late).catch((error: unknown) => {
      looking.abort(error)
      throw late.aborted ? new SegueError('source-timeout', 'a list') : error
    })
    if (next.done === true) return { ...found, tracks, rest: null }
    tracks.push(...next.value)
    if (takesSome(next.value, state)) break
  }
  return { ...found, tracks, rest: (signal) => remaining(pages, looking, signal) }
}

/** Whether the rules take any of them, wherever it would have to wait. */
function takesSome(tracks: readonly FoundTrack[], state: PlayerState): boolean {
  const { settings, upcoming, current } = state
  const known = current === null ? upcoming : [current.track, ...upcoming]
  return wantedOf(allowedOf(tracks, settings), known, settings).wanted.length > 0
}

async function* remaining(
  pages: AsyncIterator<readonly FoundTrack[]>,
  looking: AbortController,
  signal: AbortSignal,
): AsyncGenerator<readonly FoundTrack[], void> {
  const end = () => looking.abort(signal.reason)
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  try {
    for (;;) {
      const next = await pages.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', end)
    await pages.return?.()
  }
}
