import type { GuildId, UserId } from '../base/ids.ts'
import type { Place, Request } from '../domain/command.ts'
import type { Notice } from '../domain/notice.ts'
import type { Found } from '../domain/track.ts'
import { Batch } from './batch.ts'
import { withFirstTaken } from './first-taken.ts'
import type { Players } from './players.ts'

/** What somebody wants to hear. */
export interface Wanted {
  readonly find: () => Promise<Found>
  readonly place: Place
  /** Shuffles a list; left out: its tracks come in their order. */
  readonly seed?: number | null
  /** The query that finds the same again; left out: none does, so that a list ends with a restart. */
  readonly origin?: string | null
  readonly requestedBy: UserId
  /** Who asks, as they are now: finding tracks may take long, and people may move or leave. */
  readonly request: () => Request
}

export interface Enqueued {
  readonly notice: Notice
  /** What was queued, and what is still added to it. */
  readonly batch: Batch
}

/**
 * Finds tracks and queues them; resolves once that's certain: when they are queued, or the first
 * sounds. Of a list that comes in pages that's the first one of which the server takes something, and the
 * rest follows. Rejects with a
 * `SegueError`, before it looks for anything if nothing could be queued now.
 */
export async function enqueue(
  players: Players,
  guildId: GuildId,
  { find, place, seed = null, origin = null, requestedBy, request }: Wanted,
): Promise<Enqueued> {
  players.mayCall(guildId, request().actor)
  const looking = new AbortController()
  const found = await withFirstTaken(await find(), players.state(guildId), looking)
  const batch = new Batch(found, { requestedBy, seed, origin })
  try {
    return { notice: await players.enqueue(guildId, batch, place, request()), batch }
  } catch (error) {
    looking.abort(error)
    throw error
  }
}
