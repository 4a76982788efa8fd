import type { TrackId } from '../../../base/ids.ts'
import type { Track } from '../../track.ts'
import type { UnplayableCode } from '../../unplayable.ts'
import { start } from '../progress.ts'
import type { PlayerState } from '../state.ts'
import { announce, quiet, type Step } from '../step.ts'

export interface Instead {
  /** The one that can't be played, and why. */
  readonly of: TrackId
  readonly code: UnplayableCode
  /** The next match for the words that found it. */
  readonly track: Omit<Track, 'id'>
}

/** The next match takes the place of a track that can't be played, as the same entry of the queue. */
export function instead(state: PlayerState, { of, code, track: match }: Instead): Step {
  const { current, upcoming, prepared } = state
  const track: Track = { ...match, id: of }
  if (current?.track.id === of) {
    if (current.started) return quiet(state)
    const { requestId, more, remarks } = current
    const asked = current.asked ? { more, remarks } : null
    const begun = start(state, track, upcoming, requestId, asked)
    const told = announce({ kind: 'instead', track, other: current.track, code })
    return { state: begun.state, effects: [told, ...begun.effects], reply: null }
  }
  const index = upcoming.findIndex(({ id }) => id === of)
  const other = upcoming[index]
  if (other === undefined) return quiet(state)
  const told = announce({ kind: 'instead', track, other, code })
  const replaced = {
    ...state,
    upcoming: upcoming.with(index, track),
    prepared: prepared === of ? null : prepared,
  }
  return { ...quiet(replaced), effects: [told] }
}
