import { expect, test } from 'bun:test'
import { SEGMENT_CATEGORIES } from '../../src/domain/schema/settings.ts'
import {
  gapsIn,
  MOST_SEGMENTS,
  type Segment,
  type SegmentCategory,
} from '../../src/domain/segments.ts'

const part = (category: SegmentCategory, from: number, to: number): Segment => ({
  ...{ category, startMs: from * 1_000, endMs: to * 1_000 },
})
/** What is left out of a minute, in seconds. */
const left = (
  segments: readonly Segment[],
  { of = SEGMENT_CATEGORIES as readonly SegmentCategory[], seconds = 60 as number | null } = {},
) =>
  gapsIn(segments, of, seconds && seconds * 1_000).map(
    ({ startMs, endMs, last }) => `${startMs / 1_000}–${endMs / 1_000}${last ? ' end' : ''}`,
  )

test('only the categories that the server leaves out, in order', () => {
  const segments = [part('outro', 40, 45), part('sponsor', 10, 20), part('intro', 3, 5)]
  expect(left(segments, { of: ['sponsor', 'outro'] })).toEqual(['10–20', '40–45'])
  expect(left(segments, { of: [] })).toEqual([])
})

test('segments that overlap, lie in one another or nearly touch are one, of all their categories', () => {
  const segments = [part('sponsor', 10, 20), part('selfpromo', 15, 30), part('intro', 12, 14)]
  expect(gapsIn([...segments, part('sponsor', 30.9, 35)], SEGMENT_CATEGORIES, 60_000)).toEqual([
    {
      ...{ startMs: 10_000, endMs: 35_000, last: false },
      categories: ['sponsor', 'intro', 'selfpromo'],
    },
  ])
})

test('what lies beside the track is cut off, and a second at its ends belongs to them', () => {
  expect(left([part('intro', 0.9, 5), part('outro', 50, 59.2)])).toEqual(['0–5', '50–60 end'])
  expect(left([part('outro', 50, 100_000), part('sponsor', 70, 80)])).toEqual(['50–60 end'])
  expect(left([part('outro', 50, 100)], { seconds: null })).toEqual(['50–100'])
})

test('a blink is no gap, and a list that leaves nothing of the track leaves it whole', () => {
  expect(left([part('sponsor', 10, 10.5)])).toEqual([])
  expect(left([part('music_offtopic', 0, 60)])).toEqual([])
  expect(left([part('music_offtopic', 0, 30), part('sponsor', 29, 90)])).toEqual([])
})

test('of more segments than any video has, the first are looked at', () => {
  const many = Array.from({ length: 500 }, (_, at) => part('sponsor', 3 * at, 3 * at + 2))
  expect(left(many, { seconds: 10_000 })).toHaveLength(MOST_SEGMENTS)
})
