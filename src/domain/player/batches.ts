import { SegueError } from '../../base/error.ts'
import type { RequestId, TrackId } from '../../base/ids.ts'
import type { ArrivingList } from '../arriving.ts'
import type { Command } from '../command.ts'
import { insertFairly } from '../fair-order.ts'
import { allowedOf } from '../policy/blocked.ts'
import { insert, shuffle } from '../queue.ts'
import { type Taken, takenOf } from '../queue-rules.ts'
import { BATCHES_AT_ONCE } from '../schema/queue-change.ts'
import type { Track } from '../track.ts'
import { advance } from './progress.ts'
import type { BatchState, PlayerState } from './state.ts'
import { quiet, type Step } from './step.ts'

/**
 * The state in which more tracks of a request are going to arrive behind its first page; `tracks`: that
 * page in its order in the queue. Throws 'finding-full' while too many lists arrive.
 */
export function begun(
  state: PlayerState,
  requestId: RequestId,
  { tracks: list, seed = null, origin = null }: Extract<Command, { kind: 'enqueue' }>,
  tracks: readonly Track[],
): PlayerState {
  const [first] = list
  if (first === undefined) return state
  if (state.batches.length >= BATCHES_AT_ONCE) throw new SegueError('finding-full', 'lists')
  const { id, requestedBy, source } = first
  const batch: BatchState = {
    ...{ id, requestId, requestedBy, seed, passed: list.length },
    // A folder has arrived before anybody could stop the bot, and is in another order while it's scanned.
    origin: source === 'local' ? null : origin,
    arrived: tracks.map((track) => track.id),
  }
  return { ...state, batches: [...state.batches, batch] }
}

/**
 * Puts a page behind the tracks that came before it, as many of them as fit into the queue, and goes
 * on with them where the queue had run dry. A page of a batch that was ended changes nothing.
 */
export function nextPage(state: PlayerState, batchId: TrackId, page: readonly Track[]): Step {
  const batch = state.batches.find(({ id }) => id === batchId)
  if (batch === undefined) return quiet(state)
  const { settings } = state
  const current = state.current?.track ?? null
  const { tracks: taken } = takenOfPage(state, page)
  const passed = batch.passed + page.length
  if (taken.length === 0) return quiet(withBatch(state, { ...batch, passed }))
  const behind = settings.fairOrder
    ? insertFairly(state.upcoming, taken, current)
    : insert(state.upcoming, placeBehind(batch, state), taken)
  const arrived = [...stillThere(batch, state), ...taken.map(({ id }) => id)]
  const upcoming = batch.seed === null ? behind : mixed(behind, new Set(arrived), batch.seed)
  const grown = {
    ...batch,
    passed,
    arrived: batch.seed === null ? arrived : inOrder(upcoming, arrived),
  }
  const filled = withBatch({ ...state, upcoming }, grown)
  if (!ranDry(state)) return quiet(filled)
  return { ...advance(filled, upcoming, batch.requestId), reply: null }
}

/** What it takes to go on with these lists later, without those that nothing finds again. */
export const arrivingOf = (batches: readonly BatchState[]): ArrivingList[] =>
  batches.flatMap(({ id, origin, passed, seed, arrived, requestedBy }) =>
    origin === null
      ? []
      : [{ id, origin, passed, seed, behind: arrived.at(-1) ?? null, requestedBy }],
  )

/** The list as one that arrives again, of which nothing more has come yet. */
export const resumed = ({ behind, ...list }: ArrivingList, requestId: RequestId): BatchState => ({
  ...list,
  requestId,
  arrived: behind === null ? [] : [behind],
})

/** What the server takes of a page. */
export function takenOfPage(state: PlayerState, page: readonly Track[]): Taken {
  const { settings, upcoming, current } = state
  const arrival = { queue: upcoming, current: current?.track ?? null, takesNone: ranDry(state) }
  return takenOf(allowedOf(page, settings), arrival, settings)
}

/** Whether a page goes on with the music at once. */
const ranDry = ({ current, upcoming, voiceChannel }: PlayerState): boolean =>
  current === null && upcoming.length === 0 && voiceChannel !== null

const withBatch = (state: PlayerState, batch: BatchState): PlayerState => ({
  ...state,
  batches: state.batches.map((other) => (other.id === batch.id ? batch : other)),
})

/** How many tracks of a page a step took. */
export const takenBy = (before: PlayerState, after: PlayerState): number =>
  countOf(after) - countOf(before)

const countOf = ({ current, upcoming }: PlayerState) => upcoming.length + (current ? 1 : 0)

/** No page of that batch follows. */
export const without = (state: PlayerState, batchId: TrackId): PlayerState => ({
  ...state,
  batches: state.batches.filter(({ id }) => id !== batchId),
})

/** Those of the queue that are among `ids`, shuffled among themselves; the others stay where they are. */
function mixed(queue: readonly Track[], ids: ReadonlySet<TrackId>, seed: number): Track[] {
  const own = queue.filter(({ id }) => ids.has(id))
  const shuffled = shuffle(own, seed + queue.length).values()
  return queue.map((track) => (ids.has(track.id) ? (shuffled.next().value ?? track) : track))
}

/** Those of `ids` that wait, as they stand in the queue. */
function inOrder(queue: readonly Track[], ids: readonly TrackId[]): TrackId[] {
  const wanted = new Set(ids)
  return queue.flatMap(({ id }) => (wanted.has(id) ? [id] : []))
}

/** Those that were played or removed are forgotten, so that a batch never knows more than a queue holds. */
function stillThere({ arrived }: BatchState, { current, upcoming }: PlayerState): TrackId[] {
  const there = new Set(upcoming.map(({ id }) => id))
  if (current !== null) there.add(current.track.id)
  return arrived.filter((id) => there.has(id))
}

/**
 * The position behind the latest of its tracks that's still there. When all were played or removed,
 * the page comes next, since its turn has come.
 */
function placeBehind({ arrived }: BatchState, { current, upcoming }: PlayerState): number {
  const positions = new Map(upcoming.map(({ id }, index) => [id, index + 1]))
  for (const id of arrived.toReversed()) {
    if (id === current?.track.id) return 1
    const position = positions.get(id)
    if (position !== undefined) return position + 1
  }
  return 1
}
