import { expect, test } from 'bun:test'
import { MOST_CHAPTERS } from '../../src/domain/schema/track.ts'
import { whole } from '../../src/domain/track.ts'
import { chaptersOf } from '../../src/sources/chapters.ts'
import { isPart, partIn, partLocator } from '../../src/sources/part-locator.ts'
import { splitInChapters } from '../../src/sources/split.ts'
import { parseInfo } from '../../src/sources/yt-dlp/info.ts'
import { foundTrack } from '../domain/player/sample.ts'

const at = (start: unknown, title: unknown = 'x') => ({ start_time: start, end_time: 1e9, title })

test('chapters come in order, with names that are safe; what’s no chapter is left out', () => {
  const found = [
    at(90.5, 'Two\nlines'),
    at(0, 7),
    at(-1),
    at('5'),
    at(1e300),
    null,
    at(90.9),
    [at(1)],
  ]
  expect(chaptersOf(found)).toEqual([
    { startMs: 0, title: '' },
    { startMs: 90_500, title: 'Two lines' },
  ])
})

test.each([[null], ['x'], [{}], [[]], [[at(0)]], [[at(0), at(0.5)]]])('%j has none', (value) => {
  expect(chaptersOf(value)).toBeNull()
})

test('of a list without end, so many are kept, with names of bounded length', () => {
  const many = Array.from({ length: 5_000 }, (_, n) => at(n * 2, 'x'.repeat(1_000)))
  const chapters = chaptersOf(many)
  expect(chapters).toHaveLength(MOST_CHAPTERS)
  expect(Math.max(...(chapters ?? []).map(({ title }) => title.length))).toBeLessThanOrEqual(100)
})

test('yt-dlp’s JSON of a video has them, and of a live stream it hasn’t', () => {
  const info = {
    ...{ webpage_url: 'https://v.example/1', title: 'All', duration: 100 },
    chapters: [at(0, 'Red'), at(50, 'Blue')],
  }
  const first = (more: object = {}) =>
    parseInfo(JSON.stringify({ ...info, ...more }), { from: 1, to: 1 }).entries[0]?.track
  expect(first()?.chapters?.map(({ title }) => title)).toEqual(['Red', 'Blue'])
  expect(first({ is_live: true })?.chapters).toBeUndefined()
})

const page = 'https://v.example/1#segue-item=3'
test.each([
  [{ startMs: 0, endMs: 61_500 }, '0,61.5'],
  [{ startMs: 1_234, endMs: null }, '1.234,'],
])('a locator names the part %j as %s', (part, text) => {
  const locator = partLocator(page, part)
  expect(locator).toBe(`${page}#segue-part=${text}`)
  expect(partIn(locator)).toEqual({ whole: page, part: { part } })
  expect([isPart(locator), isPart(page)]).toEqual([true, false])
})

test('a part that ends before it begins is none', () => {
  expect(partIn(`${page}#segue-part=9,3`)).toEqual({ whole: page, part: {} })
  expect(partIn(`${page}#segue-part=x,3`)).toEqual({ whole: `${page}#segue-part=x,3`, part: {} })
})

const video = foundTrack('All', {
  ...{ source: 'yt-dlp', locator: page, artist: 'Ann', durationMs: 100_000 },
  chapters: [
    { startMs: 0, title: 'Red' },
    { startMs: 40_000, title: 'Blue' },
  ],
})

test('a video is split into tracks that are parts of it', () => {
  const split = splitInChapters(whole([video]))
  expect(split).toMatchObject({ total: 2, rest: null })
  expect(split?.tracks[1]).toEqual({
    ...foundTrack('Blue', { source: 'yt-dlp', artist: 'Ann', album: 'All', durationMs: 60_000 }),
    locator: `${page}#segue-part=40,100`,
  })
})

test('a list, a video without chapters, and what another source has stay as they are', () => {
  expect(splitInChapters(whole([video, video]))).toBeNull()
  const { chapters: _, ...plain } = video
  expect(splitInChapters(whole([plain]))).toBeNull()
  expect(splitInChapters(whole([{ ...video, source: 'http' }]))).toBeNull()
})
