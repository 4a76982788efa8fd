import type { Queue } from '../domain/queue.ts'
import type { Track } from '../domain/track.ts'

/** A queue as its rows hold it: `places[n]` is the key of `tracks[n]`, in growing order. */
export interface PlacedQueue {
  readonly tracks: Queue
  readonly places: readonly number[]
}

export interface Placed {
  readonly place: number
  readonly track: Track
}

/** The changes that turn the rows of one queue into those of another. */
export interface QueueDiff {
  /** Places of rows that go; 'all': whatever rows there are. */
  readonly removed: readonly number[] | 'all'
  /** Rows to insert, after the others are deleted. */
  readonly added: readonly Placed[]
  readonly after: PlacedQueue
}

/** The distance between neighbours, 2²⁰: it can be halved twenty times for entries in between. */
export const GAP = 1_048_576

/**
 * Entries are compared by identity: tracks never change, so the same object has the same row.
 * `before` is null when the rows are unknown. Takes at most n log n; adding or removing at one spot
 * costs one comparison for each entry.
 */
export function queueDiff(before: PlacedQueue | null, queue: Queue): QueueDiff {
  if (before === null || queue.length === 0) return whole(queue)
  const { tracks, places } = before
  if (tracks === queue) return { removed: [], added: [], after: before }
  const [head, tail] = sameEnds(tracks, queue)
  const [oldEnd, newEnd] = [tracks.length - tail, queue.length - tail]
  const middle = queue.slice(head, newEnd)
  const kept = keptOf(tracks.slice(head, oldEnd), middle).map((index) =>
    index < 0 ? null : (places[head + index] ?? null),
  )
  const between = placesFor(kept, places[head - 1] ?? null, places[oldEnd] ?? null)
  if (between === null) return whole(queue)
  const staying = new Set(kept)
  return {
    removed: places.slice(head, oldEnd).filter((place) => !staying.has(place)),
    added: middle.flatMap((track, index) =>
      kept[index] === null ? [{ track, place: between[index] ?? 0 }] : [],
    ),
    after: {
      tracks: queue,
      places: [...places.slice(0, head), ...between, ...places.slice(oldEnd)],
    },
  }
}

function whole(queue: Queue): QueueDiff {
  const added = queue.map((track, index) => ({ track, place: (index + 1) * GAP }))
  return {
    removed: 'all',
    added,
    after: { tracks: queue, places: added.map(({ place }) => place) },
  }
}

/** How many entries are the same at the beginning, and then at the end of what's left. */
function sameEnds(before: Queue, after: Queue): [head: number, tail: number] {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return [head, tail]
}

/** For each entry of `after` its index in `before`, growing; -1 where its row has to be written. */
function keptOf(before: Queue, after: Queue): number[] {
  const indexes = new Map<Track, number[]>()
  for (let index = before.length - 1; index >= 0; index--) {
    const track = before[index] as Track
    const known = indexes.get(track)
    if (known === undefined) indexes.set(track, [index])
    else known.push(index)
  }
  const found = after.map((track) => indexes.get(track)?.pop() ?? -1)
  const growing = longestGrowing(found)
  return found.map((index, position) => (growing.has(position) ? index : -1))
}

/**
 * Positions of a longest growing run of values that are not negative, by patience sorting (Fredman,
 * Discrete Mathematics 11, 1975).
 */
function longestGrowing(values: readonly number[]): Set<number> {
  /** By length: the position at which the run of that length with the lowest end ends. */
  const ends: number[] = []
  const previous = new Int32Array(values.length).fill(-1)
  for (const [position, value] of values.entries()) {
    if (value < 0) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const mid = (low + high) >>> 1
      if ((values[ends[mid] ?? 0] ?? 0) < value) low = mid + 1
      else high = mid
    }
    previous[position] = ends[low - 1] ?? -1
    ends[low] = position
  }
  const run = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) run.add(at)
  return run
}

/**
 * Fills in places between those that stay (not null), all of them between `low` and `high` where these
 * are given; null when there is no room.
 */
function placesFor(
  staying: readonly (number | null)[],
  low: number | null,
  high: number | null,
): number[] | null {
  const places: number[] = []
  for (let first = 0; first < staying.length; ) {
    const stays = staying[first] ?? null
    if (stays !== null) {
      places.push(stays)
      first++
      continue
    }
    let end = first
    while (end < staying.length && (staying[end] ?? null) === null) end++
    const next = end === staying.length ? high : (staying[end] ?? null)
    const fresh = placesBetween(places.at(-1) ?? low, next, end - first)
    if (fresh === null) return null
    places.push(...fresh)
    first = end
  }
  return places
}

function placesBetween(low: number | null, high: number | null, count: number): number[] | null {
  const from = low ?? (high === null ? 0 : high - GAP * (count + 1))
  const step = low === null || high === null ? GAP : (high - low) / (count + 1)
  const places = Array.from({ length: count }, (_, index) => Math.floor(from + step * (index + 1)))
  const fits = step >= 1 && places.every((place) => Number.isSafeInteger(place))
  return fits ? places : null
}
