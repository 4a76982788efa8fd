import type { TrackId } from '../base/ids.ts'
import type { QueueChange } from '../domain/player/past/past.ts'
import type { Track } from '../domain/track.ts'

/**
 * The changes with the very strings that the tracks have as ids. What was read from a database has a string
 * of its own for each id, and ten shuffles of a full queue hold 100,000 of them.
 */
export function withSharedIds(
  changes: readonly QueueChange[],
  ...lists: readonly (readonly Track[])[]
): QueueChange[] {
  const known = new Map<TrackId, TrackId>()
  for (const list of lists) for (const { id } of list) known.set(id, id)
  const shared = (id: TrackId): TrackId => {
    const first = known.get(id) ?? id
    known.set(first, first)
    return first
  }
  return changes.map((change) => ({
    ...change,
    stretch: change.stretch.map(shared),
    added: change.added.map(shared),
  }))
}
