import { type ErrorCode, SegueError } from '../../../base/error.ts'
import type { RequestId, TrackId } from '../../../base/ids.ts'
import type { Command } from '../../command.ts'
import { allowedOf } from '../../policy/blocked.ts'
import { takenOf } from '../../queue-rules.ts'
import type { Track } from '../../track.ts'
import { start } from '../progress.ts'
import type { PlayerState } from '../state.ts'
import type { Step } from '../step.ts'
import { silenced } from './ending.ts'

/**
 * Puts a track in the place of another: of the current one, so that it begins at once, or of a queued
 * one. Throws 'track-gone' for one that's neither any more, and why the server doesn't take the new one.
 */
export function wrong(
  state: PlayerState,
  { id, track }: Extract<Command, { kind: 'wrong' }>,
  requestId: RequestId,
): Step {
  const { current, upcoming, resumeAt, postponed } = state
  const index = upcoming.findIndex((queued) => queued.id === id)
  const other = current?.track.id === id ? current.track : upcoming[index]
  if (other === undefined) throw new SegueError('track-gone')
  const code = insteadOf(state, id, track)
  if (code !== null) throw new SegueError(code)
  if (other === current?.track) {
    const begun = start({ ...state, failures: 0 }, track, upcoming, requestId, { more: 0 })
    return {
      state: begun.state,
      effects: [...silenced(state), ...begun.effects],
      reply: { kind: 'playing', track, more: 0 },
    }
  }
  return {
    state: {
      ...state,
      upcoming: upcoming.with(index, track),
      resumeAt: resumeAt?.trackId === id ? null : resumeAt,
      postponed: postponed?.trackId === id ? null : postponed,
    },
    effects: [],
    reply: { kind: 'corrected', track, other, position: index + 1 },
  }
}

/** Why the server doesn't take that track in the place of the one with that id; null: it does. */
export function insteadOf(
  { current, upcoming, settings }: PlayerState,
  id: TrackId,
  track: Track,
): ErrorCode | null {
  const allowed = allowedOf([track], settings)
  if (allowed.length === 0) return 'track-blocked'
  const playing = current === null || current.track.id === id ? null : current.track
  const queue = upcoming.filter((queued) => queued.id !== id)
  return takenOf(allowed, { queue, current: playing, takesNone: true }, settings).code
}
