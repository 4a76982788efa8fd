import { expect, test } from 'bun:test'
import { parseInfo, STREAMS } from '../../../src/sources/yt-dlp/info.ts'
import { readInfo } from '../../../src/sources/yt-dlp/info-reader.ts'

const never = new AbortController().signal

const entry = (place: number, more: object = {}) => ({
  title: `Song ${place}`,
  webpage_url: `https://example.com/${place}`,
  url: `https://cdn.example.com/${place}`,
  protocol: 'https',
  playlist_index: place,
  ...more,
})
const list = (places: readonly number[], more: object = {}) =>
  JSON.stringify({ _type: 'playlist', entries: places.map((place) => entry(place, more)) })
const first = (to: number) => ({ from: 1, to })
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

test('a list that goes on behind what was asked for says so, also when entries are missing', () => {
  expect(parseInfo(list(upTo(3)), first(3)).more).toBe(false)
  const cut = parseInfo(list(upTo(4)), first(3))
  expect([cut.entries.length, cut.more]).toEqual([3, true])
  const gaps = parseInfo(list([1, 4]), first(3))
  expect([gaps.entries.length, gaps.more]).toEqual([1, true])
  expect(parseInfo(list([1, 3]), first(3)).more).toBe(false)
})

test('of a later stretch only that is read, whatever a site puts into it', () => {
  const page = parseInfo(list([4, 5, 6, 7]), { from: 5, to: 6 })
  expect(page.entries.map(({ track }) => track.title)).toEqual(['Song 5', 'Song 6'])
  expect(page.more).toBe(true)
  const unnumbered = list(upTo(3), { playlist_index: null })
  expect(parseInfo(unnumbered, { from: 5, to: 6 })).toMatchObject({ more: true, total: null })
  const crowd = parseInfo(list(Array.from({ length: 9 }, () => 5)), { from: 5, to: 6 })
  expect([crowd.entries.length, crowd.more]).toEqual([2, false])
})

test.each([
  [12, 12],
  [0, null],
  ['12', null],
  [1e300, null],
])('a length of %j is taken as %j', (stated, total) => {
  const json = JSON.stringify({ entries: [entry(1)], playlist_count: stated })
  expect(parseInfo(json, first(1)).total).toBe(total)
})

test('streams are told of for as many entries as are remembered', () => {
  const { entries } = parseInfo(list(upTo(STREAMS + 10)), first(500))
  expect(entries.filter(({ stream }) => stream !== null)).toHaveLength(STREAMS)
  expect(entries.at(-1)?.stream).toBeNull()
})

test('much is read while the event loop turns', async () => {
  const json = Buffer.from(list(upTo(500), { description: 'x'.repeat(20_000) }))
  let turns = 0
  let reading = true
  const turn = () => {
    turns += 1
    if (reading) setImmediate(turn)
  }
  setImmediate(turn)
  const { entries } = await readInfo(json, first(500), never)
  reading = false
  expect(entries).toHaveLength(500)
  // Reading it here would leave it one or two.
  expect(turns).toBeGreaterThan(10)
})

test.each([100, 1_000_000])('%d bytes that are no JSON are a failure', async (size) => {
  const json = Buffer.from('<'.repeat(size))
  await expect(readInfo(json, first(500), never)).rejects.toMatchObject({ code: 'ytdlp-failed' })
})

test('a reading ends when nobody waits for it any more', async () => {
  const abort = new AbortController()
  const reading = readInfo(Buffer.alloc(1_000_000, ' '), first(500), abort.signal)
  abort.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
})
