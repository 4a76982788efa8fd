import { expect, test } from 'bun:test'
import { GAP, type PlacedQueue, queueDiff } from '../../src/db/queue-diff.ts'
import { seededRandom } from '../../src/domain/random.ts'
import type { Track } from '../../src/domain/track.ts'
import { track } from '../domain/player/sample.ts'

const empty: PlacedQueue = { tracks: [], places: [] }
const many = (count: number) => Array.from({ length: count }, (_, index) => track(`t${index}`))

/** What a table holds after the difference was written, in order. */
function rowsAfter(before: PlacedQueue, queue: readonly Track[]): PlacedQueue {
  const { removed, added, after } = queueDiff(before, queue)
  const rows = new Map(before.places.map((place, index) => [place, before.tracks[index] as Track]))
  if (removed === 'all') rows.clear()
  else for (const place of removed) expect(rows.delete(place)).toBe(true)
  for (const { place, track: entry } of added) {
    expect(rows.has(place)).toBe(false)
    rows.set(place, entry)
  }
  const sorted = [...rows].sort(([a], [b]) => a - b)
  expect(sorted.map(([, entry]) => entry)).toEqual([...queue])
  expect(sorted.map(([place]) => place)).toEqual([...after.places])
  return after
}

test('whatever becomes of a queue, its rows become that queue in order', () => {
  const random = seededRandom(7)
  const below = (limit: number) => Math.floor(random() * limit)
  let rows = rowsAfter(empty, many(20))
  for (let turn = 0; turn < 3_000; turn++) {
    const queue = [...rows.tracks]
    for (let change = below(4); change >= 0; change--) {
      const at = below(queue.length + 1)
      const kind = below(5)
      if (kind === 0) queue.splice(at, 0, ...many(below(4)))
      if (kind === 1) queue.splice(at, below(3))
      if (kind === 2) queue.splice(at, 0, ...queue.splice(below(queue.length), 1))
      if (kind === 3 && queue.length < 60) queue.push(...queue.slice(0, below(3)))
      if (kind === 4 && turn % 50 === 0) queue.sort(() => random() - 0.5)
    }
    rows = rowsAfter(rows, queue)
  }
})

test('the same queue again is nothing to write', () => {
  const rows = rowsAfter(empty, many(1_000))
  expect(queueDiff(rows, [...rows.tracks])).toMatchObject({ removed: [], added: [] })
})

test('what isn’t known is written again', () => {
  const { removed, added } = queueDiff(null, many(3))
  expect(removed).toBe('all')
  expect(added.map(({ place }) => place)).toEqual([GAP, 2 * GAP, 3 * GAP])
})

test('a queue without room at one place is renumbered, once in a while', () => {
  let rows = rowsAfter(empty, many(100))
  let anew = 0
  for (let turn = 0; turn < 200; turn++) {
    const queue = rows.tracks.toSpliced(50, 0, track('x'))
    if (queueDiff(rows, queue).removed === 'all') anew++
    rows = rowsAfter(rows, queue)
  }
  expect(anew).toBeGreaterThan(0)
  expect(anew).toBeLessThanOrEqual(200 / 19)
})

test('a queue that loops for years keeps places that a number holds', () => {
  const [one, two] = many(2) as [Track, Track]
  const top = Number.MAX_SAFE_INTEGER - 5
  const rows = rowsAfter({ tracks: [one, two], places: [top - 10, top] }, [two, one])
  expect(rows.places.every(Number.isSafeInteger)).toBe(true)
})

test('ten thousand entries in another order cost under 50 ms of a processor', () => {
  const rows = queueDiff(empty, many(10_000)).after
  const random = seededRandom(3)
  const shuffled = [...rows.tracks].sort(() => random() - 0.5)
  // Not by the clock: other programs on the machine don't count. The best of some: nor does a collection.
  const costs = Array.from({ length: 7 }, () => {
    const before = process.cpuUsage()
    queueDiff(rows, shuffled)
    return process.cpuUsage(before).user / 1_000
  })
  expect(Math.min(...costs)).toBeLessThan(50)
})
