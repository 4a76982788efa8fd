import type { TrackId } from '../../../base/ids.ts'
import type { Command } from '../../command.ts'
import { QUEUE_LIMIT, type Queue } from '../../queue.ts'
import { UNDOABLE } from '../../schema/queue-change.ts'
import type { Track } from '../../track.ts'
import { arrivingOf } from '../batches.ts'
import type { BatchState, Current, PlayerState } from '../state.ts'
import type { Step } from '../step.ts'
import type { Past, QueueChange, Undoable } from './past.ts'

/** So many changes of the queue can be undone, the last one first. */
export const CHANGES_KEPT = 10

/** The state with what the command has changed in the queue, if that can be undone. */
export function withChange(before: PlayerState, command: Command, after: PlayerState): PlayerState {
  const by = UNDOABLE.find((kind) => kind === command.kind)
  // To go on to the next track changes what plays; `/previous` is the way back.
  if (by === undefined || (command.kind === 'skip' && command.count === 1)) return after
  const change = changeOf(by, before, after)
  if (change === null) return after
  const gone = goneFrom(before, after)
  const { changes, removed } = after.past
  const again = new Set(idsOf(gone))
  const others = removed.filter(({ id }) => !again.has(id))
  const past = { ...after.past, changes: [...changes, change], removed: [...others, ...gone] }
  return { ...after, past: bounded(past) }
}

function changeOf(by: Undoable, before: PlayerState, after: PlayerState): QueueChange | null {
  const [was, is] = [before.upcoming, after.upcoming]
  const ended = otherThan(before.current, after.current)
  const began = otherThan(after.current, before.current)
  const [head, tail] = sameEnds(was, is)
  const stretch = idsOf(was.slice(head, was.length - tail))
  const known = new Set(stretch)
  const came = idsOf(is.slice(head, is.length - tail)).filter((id) => !known.has(id))
  // A list is named after its first track also where the server didn't take that one.
  const begun = after.batches.filter((one) => !before.batches.includes(one)).map(({ id }) => id)
  const added = [...new Set([...came, ...begun.filter((id) => id !== began?.track.id)])]
  const dropped = arrivingOf(before.batches.filter(({ id }) => !isAmong(after.batches, id)))
  const isNothing =
    stretch.length + added.length + dropped.length === 0 && ended === null && began === null
  // What was shuffled into the same order, or moved to where it was, was asked for all the same.
  if (isNothing && by === 'leave') return null
  return {
    ...{ by, stretch, added },
    behind: was[head - 1]?.id ?? null,
    ended: ended && { id: ended.track.id, positionMs: ended.positionMs },
    began: began?.track.id ?? null,
    ...(dropped.length > 0 && { dropped }),
  }
}

const isAmong = (batches: readonly BatchState[], id: TrackId): boolean =>
  batches.some((batch) => batch.id === id)

/** A page belongs to the request that queued its list, so that undoing that takes the page away, too. */
export function withPage(step: Step, batchId: TrackId, page: readonly Track[]): Step {
  const { past, upcoming, current } = step.state
  const grown = past.changes.findLast((change) => hasBegun(change, batchId))
  if (grown === undefined) return step
  const there = new Set(idsOf(upcoming))
  if (current !== null) there.add(current.track.id)
  const arrived = idsOf(page).filter((id) => there.has(id))
  if (arrived.length === 0) return step
  const added = [...grown.added, ...arrived].slice(-1 - QUEUE_LIMIT)
  const changes = past.changes.map((change) => (change === grown ? { ...grown, added } : change))
  return { ...step, state: { ...step.state, past: { ...past, changes } } }
}

/** Whether the change queued that list. */
export const hasBegun = ({ by, added, began }: QueueChange, batchId: TrackId): boolean =>
  by === 'enqueue' && (began === batchId || added.includes(batchId))

/** `one`, unless `other` is the same track. */
function otherThan(one: Current | null, other: Current | null): Current | null {
  return one?.track.id === other?.track.id ? null : one
}

/** The tracks that the player had and doesn't have any more, or only among those that it plays. */
function goneFrom(before: PlayerState, after: PlayerState): Track[] {
  const queued = new Set(idsOf(after.upcoming))
  const had = before.current === null ? before.upcoming : [before.current.track, ...before.upcoming]
  const stays =
    after.current?.track.id === before.current?.track.id ? after.current?.track.id : null
  return had.filter(({ id }) => !queued.has(id) && id !== stays)
}

/** How many tracks are the same at the beginning, and then at the end of what's left. */
function sameEnds(was: Queue, is: Queue): [head: number, tail: number] {
  const shorter = Math.min(was.length, is.length)
  let head = 0
  while (head < shorter && was[head] === is[head]) head++
  let tail = 0
  while (tail < shorter - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++
  return [head, tail]
}

/** The last changes, with the tracks that they need: none of what only forgotten ones took away. */
export function bounded(past: Past): Past {
  let changes = past.changes.slice(-CHANGES_KEPT)
  let removed = neededBy(changes, past.removed)
  // The newest change takes away at most a queue and the current track.
  while (removed.length > QUEUE_LIMIT && changes.length > 1) {
    changes = changes.slice(1)
    removed = neededBy(changes, removed)
  }
  return { ...past, changes, removed }
}

function neededBy(changes: readonly QueueChange[], removed: Queue): Queue {
  if (removed.length === 0) return removed
  const needed = new Set<TrackId>()
  for (const { stretch, ended } of changes) {
    for (const id of stretch) needed.add(id)
    if (ended !== null) needed.add(ended.id)
  }
  return removed.filter(({ id }) => needed.has(id))
}

const idsOf = (queue: Queue): TrackId[] => queue.map(({ id }) => id)
