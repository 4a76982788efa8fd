import { SegueError } from '../../../base/error.ts'
import type { RequestId, TrackId } from '../../../base/ids.ts'
import { QUEUE_LIMIT, type Queue } from '../../queue.ts'
import { BATCHES_AT_ONCE } from '../../schema/queue-change.ts'
import type { Track } from '../../track.ts'
import { resumed } from '../batches.ts'
import { bounded, hasBegun } from '../past/changes.ts'
import type { QueueChange } from '../past/past.ts'
import { type Moved, resting, start } from '../progress.ts'
import type { BatchState, PlayerState } from '../state.ts'
import type { Step } from '../step.ts'
import { silenced } from './ending.ts'

/**
 * Takes back the last change of the queue. What has played since stays played, and what came by
 * itself since, stays. A list that the change ended while it arrived goes on arriving. The track that
 * the change ended goes on where it was: at once if the one that it began still plays or nothing does,
 * and otherwise as the next one.
 */
export function undo(state: PlayerState, requestId: RequestId): Step {
  const change = state.past.changes.at(-1)
  if (change === undefined) throw new SegueError('nothing-to-undo')
  const known = knownTo(state, change)
  const upcoming = queueBefore(state.upcoming, change, known)
  const batches = batchesBefore(state.batches, change, requestId)
  const moved = undone({ ...state, upcoming, batches }, change, known, requestId)
  const count = moved.state.upcoming.length
  // One more than that waits only where the track that played does, too, as when voice was lost.
  const most = moved.state.voiceChannel === null ? QUEUE_LIMIT + 1 : QUEUE_LIMIT
  if (count > most) throw new SegueError('queue-full', String(QUEUE_LIMIT))
  return {
    state: forgetting(moved.state, change),
    effects: moved.effects,
    reply: { kind: 'undone', change: change.by, count },
  }
}

/** The tracks that are queued or were taken away, by their ids. */
function knownTo({ upcoming, past, current }: PlayerState, { began }: QueueChange) {
  const known = new Map<TrackId, Track>(past.removed.map((track) => [track.id, track]))
  // What it began has played, unless it's still the current track.
  if (began !== null && current?.track.id !== began) known.delete(began)
  if (current !== null && current.track.id !== began) known.delete(current.track.id)
  for (const track of upcoming) known.set(track.id, track)
  return known
}

/** The queue with the stretch as it was, as far as it hasn't played since. */
function queueBefore(
  upcoming: Queue,
  { stretch, added, behind }: QueueChange,
  known: ReadonlyMap<TrackId, Track>,
): Queue {
  const leaving = new Set<TrackId>([...stretch, ...added])
  const others = upcoming.filter(({ id }) => !leaving.has(id))
  const at = others.findIndex(({ id }) => id === behind) + 1
  const back = stretch.flatMap((id) => known.get(id) ?? [])
  return [...others.slice(0, at), ...back, ...others.slice(at)]
}

/** The lists that go on arriving, and those that the change ended, as many as may arrive at once. */
function batchesBefore(
  batches: readonly BatchState[],
  change: QueueChange,
  requestId: RequestId,
): readonly BatchState[] {
  const staying = batches.filter(({ id }) => !hasBegun(change, id))
  const back = (change.dropped ?? []).map((list) => resumed(list, requestId))
  return [...staying, ...back].slice(0, BATCHES_AT_ONCE)
}

/** With the track that the change ended, and without the one that it began. */
function undone(
  state: PlayerState,
  { ended, began }: QueueChange,
  known: ReadonlyMap<TrackId, Track>,
  requestId: RequestId,
): Moved {
  const { current, voiceChannel } = state
  const isCurrent = (id: TrackId | null) => id !== null && current?.track.id === id
  const track = ended === null || isCurrent(ended.id) ? undefined : known.get(ended.id)
  const isFree = current === null || isCurrent(began)
  if (ended === null || track === undefined) {
    if (!isCurrent(began)) return { state, effects: [] }
    return { state: resting(state, state.upcoming), effects: [{ kind: 'stop' }] }
  }
  const others = state.upcoming.filter(({ id }) => id !== track.id)
  const resumed = { ...state, resumeAt: { trackId: track.id, positionMs: ended.positionMs } }
  if (!isFree || voiceChannel === null) {
    return { state: { ...resumed, upcoming: [track, ...others] }, effects: [] }
  }
  const begun = start({ ...resumed, failures: 0 }, track, others, requestId)
  return { state: begun.state, effects: [...silenced(state), ...begun.effects] }
}

/** Without the change, and without what was remembered of tracks that are back. */
function forgetting(state: PlayerState, { ended }: QueueChange): PlayerState {
  const { past, upcoming, current } = state
  const back = new Set(upcoming.map(({ id }) => id))
  if (current !== null) back.add(current.track.id)
  const removed = past.removed.filter(({ id }) => !back.has(id))
  const last = past.played.at(-1)?.id
  // A track that goes on hasn't played to its end after all.
  const goesOn = last !== undefined && last === ended?.id && back.has(last)
  const played = goesOn ? past.played.slice(0, -1) : past.played
  return { ...state, past: bounded({ played, removed, changes: past.changes.slice(0, -1) }) }
}
