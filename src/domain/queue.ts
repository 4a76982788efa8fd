import { SegueError } from '../base/error.ts'
import type { TrackId } from '../base/ids.ts'
import { seededRandom } from './random.ts'
import type { Track } from './track.ts'

/**
 * The tracks after the current one, in the order in which they play. Positions that people see
 * start at 1.
 */
export type Queue = readonly Track[]

/** A track of the queue: its position from 1, or its id, which names it wherever it is by then. */
export type Spot = number | TrackId

/** Tracks that one server may queue; a bound on memory, far above what people listen to. */
export const QUEUE_LIMIT = 10_000

/**
 * Puts the tracks where `position` is, one after the last being the end. Throws 'bad-index', or
 * 'queue-full' when they don't fit as a whole.
 */
export function insert(queue: Queue, position: number, tracks: Queue): Queue {
  const isThere = Number.isInteger(position) && position >= 1 && position <= queue.length + 1
  if (!isThere) throw new SegueError('bad-index', String(queue.length))
  const whole = [...queue.slice(0, position - 1), ...tracks, ...queue.slice(position - 1)]
  if (whole.length > QUEUE_LIMIT) throw new SegueError('queue-full', String(QUEUE_LIMIT))
  return whole
}

/** Removes a track. Throws 'queue-empty', 'bad-index' or 'track-gone'. */
export function remove(queue: Queue, spot: Spot): { queue: Queue; track: Track } {
  const index = indexOf(queue, spot)
  return { queue: queue.toSpliced(index, 1), track: queue[index] as Track }
}

/** Removes the tracks from one position to another, both included, whichever comes first. */
export function removeRange(queue: Queue, from: number, to: number): { queue: Queue; gone: Queue } {
  const [first, last] = [indexOf(queue, Math.min(from, to)), indexOf(queue, Math.max(from, to))]
  const kept = queue.toSpliced(first, last - first + 1)
  return { queue: kept, gone: queue.slice(first, last + 1) }
}

/** Puts a track where `to` is. Throws 'queue-empty', 'bad-index' or 'track-gone'. */
export function move(queue: Queue, from: Spot, to: number): { queue: Queue; track: Track } {
  const index = indexOf(queue, to)
  const taken = remove(queue, from)
  return { queue: taken.queue.toSpliced(index, 0, taken.track), track: taken.track }
}

/** Two tracks take each other's place. Throws 'queue-empty', 'bad-index' or 'track-gone'. */
export function swap(
  queue: Queue,
  first: Spot,
  second: Spot,
): { queue: Queue; track: Track; other: Track } {
  const [one, two] = [indexOf(queue, first), indexOf(queue, second)]
  const [track, other] = [queue[one] as Track, queue[two] as Track]
  return { queue: queue.with(one, other).with(two, track), track, other }
}

/** Fisher–Yates (Durstenfeld, CACM 7(7), 1964, Algorithm 235) over the sequence that `seed` fixes. */
export function shuffle<T>(queue: readonly T[], seed: number): readonly T[] {
  const random = seededRandom(seed)
  const shuffled = [...queue]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = shuffled[last] as T
    shuffled[last] = shuffled[other] as T
    shuffled[other] = held
  }
  return shuffled
}

function indexOf(queue: Queue, spot: Spot): number {
  if (queue.length === 0) throw new SegueError('queue-empty')
  if (typeof spot !== 'number') {
    const index = queue.findIndex(({ id }) => id === spot)
    if (index < 0) throw new SegueError('track-gone')
    return index
  }
  const isThere = Number.isInteger(spot) && spot >= 1 && spot <= queue.length
  if (!isThere) throw new SegueError('bad-index', String(queue.length))
  return spot - 1
}
