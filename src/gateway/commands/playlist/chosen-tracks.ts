import { SegueError } from '../../../base/error.ts'
import { PLAYLIST_LIMITS } from '../../../domain/playlist.ts'
import type { FoundTrack, Track } from '../../../domain/track.ts'
import { allOf } from '../../../player/all-of.ts'
import type { CommandCall } from '../command.ts'

/**
 * The tracks that somebody wants to keep: those that the option `query` finds, the current one and the
 * queue with `queue`, or the current one. Rejects with 'nothing-playing' without any.
 */
export async function chosenTracks(call: CommandCall): Promise<readonly FoundTrack[]> {
  const { options, library, players, guildId, signal } = call
  const query = options.text('query')?.trim() ?? ''
  const wantsQueue = options.flag('queue') ?? false
  if (query !== '' && wantsQueue) throw new SegueError('query-or-queue')
  if (query !== '') {
    const found = await library.find(query, guildId, signal)
    return await allOf(found, PLAYLIST_LIMITS.entries, signal)
  }
  const { current, upcoming } = players.state(guildId)
  const playing = current === null ? [] : [current.track]
  const chosen = wantsQueue ? [...playing, ...upcoming] : playing
  if (chosen.length === 0) throw new SegueError('nothing-playing')
  return chosen.map(foundOf)
}

/** Why and for whom it was queued is over. */
export function foundOf({
  id: _,
  requestedBy: __,
  chosen: ___,
  foundBy: ____,
  ...found
}: Track): FoundTrack {
  return found
}
