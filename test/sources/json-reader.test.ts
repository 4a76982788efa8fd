import { expect, test } from 'bun:test'
import { readJson } from '../../src/sources/json-reader.ts'
import { threadTime } from '../support/thread-time.ts'

const never = new AbortController().signal
const songs = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: `${at}`, title: `Söng ${at}`, path: `${'folder/'.repeat(40)}${at}`, played: 'today' },
    ...{ genres: [{ name: 'Rock' }], artists: [{ id: 'a', name: 'Artist' }], moods: [] },
  }))

test('a long answer is read elsewhere, and only the fields that are wanted come from there', async () => {
  const text = JSON.stringify({ list: { song: songs(10_000) }, other: 1 })
  expect(text.length).toBeGreaterThan(4_000_000)
  const worked = threadTime()
  const read = await readJson(text, ['list', 'song', 'id', 'title'], never)
  expect(worked()).toBeLessThan(100)
  const { song } = (read as { list: { song: unknown[] } }).list
  expect(song).toHaveLength(10_000)
  expect(song[9_999]).toEqual({ id: '9999', title: 'Söng 9999' })
  const small = { list: { song: songs(2) } }
  expect(await readJson(JSON.stringify(small), ['list'], never)).toEqual(small)
})

const BRACKETS = `[${'[],'.repeat(2_700_000)}0]`
test.each([
  ['brackets beside brackets', BRACKETS],
  ['brackets in brackets', '['.repeat(200_000) + ']'.repeat(200_000)],
  ['numbers', `[${'1,'.repeat(400_000)}0]`],
  ['half an answer', `{"a":"${'x'.repeat(200_000)}`],
])('%s are refused, and cost this thread next to nothing', async (_name, text) => {
  const worked = threadTime()
  const reading = readJson(text, null, never)
  await expect(reading).rejects.toMatchObject({ code: 'unsupported' })
  expect(worked()).toBeLessThan(100)
})

test('whoever doesn’t wait any more gets nothing', async () => {
  const leaving = new AbortController()
  const reading = readJson(BRACKETS, null, leaving.signal)
  leaving.abort(new Error('left'))
  await expect(reading).rejects.toThrow('left')
})
