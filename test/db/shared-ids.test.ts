import { heapStats } from 'bun:jsc'
import { expect, test } from 'bun:test'
import { withSharedIds } from '../../src/db/shared-ids.ts'
import { QUEUE_LIMIT } from '../../src/domain/queue.ts'
import { Story, track } from '../domain/player/sample.ts'

/** In bytes, once all garbage is gone. */
function heap(): number {
  Bun.gc(true)
  Bun.gc(true)
  return heapStats().heapSize
}

test('after a restart, ten shuffles of a full queue hold no more strings than its tracks have', () => {
  const tracks = Array.from({ length: QUEUE_LIMIT }, () => track(Bun.randomUUIDv7()))
  const story = new Story()
  story.command({ kind: 'enqueue', tracks: [track('current')], place: 'end' })
  story.command({ kind: 'enqueue', tracks, place: 'end' })
  for (let seed = 0; seed < 10; seed++) story.command({ kind: 'shuffle', seed })
  const { changes } = story.state.past
  const stored = JSON.stringify(changes)
  const before = heap()
  const read = withSharedIds(JSON.parse(stored), story.state.upcoming)
  // 10 × 10,000 references of 8 bytes, where the strings alone would take 6 MB.
  expect(heap() - before).toBeLessThan(2_000_000)
  expect(read).toEqual([...changes])
})
