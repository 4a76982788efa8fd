import { SegueError } from '../base/error.ts'
import { seededRandom } from './random.ts'
import type { Track } from './track.ts'

/**
 * The tracks after the current one, in the order in which they play. Positions that people see
 * start at 1.
 */
export type Queue = readonly Track[]

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

/** Removes the track at `position`. Throws 'queue-empty' or 'bad-index'. */
export function remove(queue: Queue, position: number): { queue: Queue; track: Track } {
  const track = at(queue, position)
  return { queue: queue.toSpliced(position - 1, 1), track }
}

/** Puts the track at `from` where `to` is. Throws 'queue-empty' or 'bad-index'. */
export function move(queue: Queue, from: number, to: number): { queue: Queue; track: Track } {
  at(queue, to)
  const taken = remove(queue, from)
  return { queue: taken.queue.toSpliced(to - 1, 0, taken.track), track: taken.track }
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

function at(queue: Queue, position: number): Track {
  if (queue.length === 0) throw new SegueError('queue-empty')
  const track = Number.isInteger(position) ? queue[position - 1] : undefined
  if (track === undefined) throw new SegueError('bad-index', String(queue.length))
  return track
}
