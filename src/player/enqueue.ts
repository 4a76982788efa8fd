import { type GuildId, newTrackId, type UserId } from '../base/ids.ts'
import type { Place, Request } from '../domain/command.ts'
import type { Notice } from '../domain/notice.ts'
import type { Found } from '../domain/track.ts'
import type { Players } from './players.ts'

/** What somebody wants to hear. */
export interface Wanted {
  readonly find: () => Promise<Found>
  readonly place: Place
  readonly requestedBy: UserId
  /** Who asks, as they are now: finding tracks may take long, and people may move or leave. */
  readonly request: () => Request
}

export interface Enqueued {
  readonly notice: Notice
  /** How many tracks were queued. */
  readonly count: number
  /** Whether the list goes on, and only its beginning was queued. */
  readonly isCut: boolean
}

/**
 * Finds tracks and queues them; resolves once that's certain: when they are queued, or the first
 * sounds. Rejects with a `SegueError`, before it looks for anything if nothing could be queued now.
 */
export async function enqueue(
  players: Players,
  guildId: GuildId,
  { find, place, requestedBy, request }: Wanted,
): Promise<Enqueued> {
  players.mayCall(guildId, request().actor)
  const found = await find()
  const tracks = found.tracks.map((track) => ({ ...track, id: newTrackId(), requestedBy }))
  const notice = await players.command(guildId, { kind: 'enqueue', tracks, place }, request())
  return { notice, count: tracks.length, isCut: found.more }
}
