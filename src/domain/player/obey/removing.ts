import { SegueError } from '../../../base/error.ts'
import type { RemoteCommand } from '../../command.ts'
import { keyOf } from '../../queue-rules.ts'
import type { Track } from '../../track.ts'
import type { PlayerState } from '../state.ts'
import type { Step } from '../step.ts'

/** A command that removes whatever tracks are of some kind. */
export type Removal = Extract<
  RemoteCommand,
  { kind: 'remove-by' | 'remove-duplicates' | 'remove-absent' }
>

/** Removes them. Throws 'queue-empty', or 'nothing-to-remove' when the queue has none of that kind. */
export function removeSome(state: PlayerState, removal: Removal): Step {
  if (state.upcoming.length === 0) throw new SegueError('queue-empty')
  const gone = new Set(removedBy(state, removal))
  if (gone.size === 0) throw new SegueError('nothing-to-remove')
  const upcoming = state.upcoming.filter((track) => !gone.has(track))
  const reply = { kind: 'removed-some', count: gone.size } as const
  return { state: { ...state, upcoming }, effects: [], reply }
}

/** The tracks that it removes: those of a member, those that come again, or those of members who left. */
export function removedBy(
  { upcoming, current, listeners }: PlayerState,
  removal: Removal,
): readonly Track[] {
  switch (removal.kind) {
    case 'remove-by':
      return upcoming.filter(({ requestedBy }) => requestedBy === removal.userId)
    case 'remove-absent': {
      // Nobody knows who is there.
      if (listeners.length === 0) return []
      const present = new Set(listeners)
      return upcoming.filter(({ requestedBy }) => !present.has(requestedBy))
    }
    case 'remove-duplicates': {
      const known = new Set(current === null ? [] : [keyOf(current.track)])
      return upcoming.filter((track) => {
        const isAgain = known.has(keyOf(track))
        known.add(keyOf(track))
        return isAgain
      })
    }
  }
}
