import { expect, test } from 'bun:test'
import { chapterAt, chapterParts } from '../../src/domain/chapters.ts'
import { track } from './player/sample.ts'

const chapters = [
  { startMs: 0, title: 'Red' },
  { startMs: 60_000, title: '' },
  { startMs: 120_000, title: 'Blue' },
]

test('a chapter ends where the next begins, and the last with its track; one without a name is numbered', () => {
  expect(chapterParts(track('All', { chapters }))).toEqual([
    { startMs: 0, title: 'Red', endMs: 60_000 },
    { startMs: 60_000, title: 'All (2)', endMs: 120_000 },
    { startMs: 120_000, title: 'Blue', endMs: 180_000 },
  ])
  const endless = chapterParts(track('All', { chapters, durationMs: null }))
  expect(endless?.at(-1)?.endMs).toBeNull()
})

test('what lies behind the end is none, and one chapter alone isn’t either', () => {
  expect(chapterParts(track('All', { chapters, durationMs: 100_000 }))).toHaveLength(2)
  expect(chapterParts(track('All', { chapters, durationMs: 30_000 }))).toBeNull()
  expect(chapterParts(track('All'))).toBeNull()
})

test.each([
  [0, 'Red'],
  [59_999, 'Red'],
  [60_000, 'All (2)'],
  [170_000, 'Blue'],
])('at %i ms it’s %s', (positionMs, title) => {
  expect(chapterAt(track('All', { chapters }), positionMs)?.title).toBe(title)
})

test('before the first chapter it’s none', () => {
  const late = chapters.slice(1)
  expect(chapterAt(track('All', { chapters: late }), 1_000)).toBeNull()
})
