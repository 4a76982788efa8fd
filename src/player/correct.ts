import { SegueError } from '../base/error.ts'
import { type GuildId, newTrackId, type UserId } from '../base/ids.ts'
import type { Request } from '../domain/command.ts'
import type { Notice } from '../domain/notice.ts'
import { insteadOf } from '../domain/player/obey/wrong.ts'
import type { PlayerState } from '../domain/player/state.ts'
import { actionOf } from '../domain/policy/action.ts'
import { permit } from '../domain/policy/decide.ts'
import type { FoundTrack, Track } from '../domain/track.ts'
import type { Matches } from './matches.ts'
import type { Players } from './players.ts'

export interface Correction {
  /** Of the queue, from 1; null: the track that they asked for last, or else the current one. */
  readonly position: number | null
  /** Null: whoever asks has asked for no track themselves. */
  readonly userId: UserId | null
  /** Who asks, as they are now. */
  readonly request: () => Request
  readonly signal: AbortSignal
}

/**
 * Puts the next match for its words in the place of a track that isn't what was meant. Rejects with a
 * `SegueError`, before it looks for anything if the caller may not do so.
 */
export async function correct(
  players: Players,
  matches: Matches,
  guildId: GuildId,
  { position, userId, request, signal }: Correction,
): Promise<Notice> {
  const state = () => players.state(guildId)
  const wrong = meant(state(), position, userId)
  const { id, requestedBy } = wrong
  const { actor } = request()
  permit(actionOf({ kind: 'wrong', id, track: wrong }, actor, state()), actor, state())
  const instead = (match: FoundTrack): Track => ({
    ...match,
    ...{ id: newTrackId(), requestedBy },
  })
  const takes = (match: FoundTrack) => insteadOf(state(), id, instead(match)) === null
  const match = await matches.next(wrong, guildId, takes, signal)
  return await players.command(guildId, { kind: 'wrong', id, track: instead(match) }, request())
}

/** Throws 'queue-empty', 'bad-index' or 'nothing-playing'. */
function meant(
  { current, upcoming }: PlayerState,
  position: number | null,
  userId: UserId | null,
): Track {
  if (position !== null) {
    const there = upcoming[position - 1]
    if (there === undefined) {
      throw new SegueError(upcoming.length === 0 ? 'queue-empty' : 'bad-index')
    }
    return there
  }
  const all = current === null ? upcoming : [current.track, ...upcoming]
  let last: Track | null = null
  for (const track of all) {
    const isOwn = track.requestedBy === userId && track.chosen === undefined
    // What waits and nobody has looked for has no match that could be wrong.
    if (track !== current?.track && track.source === 'query') continue
    // Ids begin with the time.
    if (isOwn && (last === null || track.id > last.id)) last = track
  }
  const track = last ?? current?.track
  if (track === undefined) throw new SegueError('nothing-playing')
  return track
}
