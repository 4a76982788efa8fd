import { expect, test } from 'bun:test'
import { isSynced, lineAt } from '../../../src/domain/lyrics.ts'
import { lrcTime, lyricsIn } from '../../../src/sources/lyrics/lrc.ts'

const song = (text: string) => ({ title: 't', artist: null, from: null, lines: lyricsIn(text) })

test('LRC: times before each line, several for one that comes again, fields and an offset', () => {
  const text =
    '[ar:Ann]\n[offset:500]\n[00:12.50][01:02.5]Hello\n[00:05.00]First\r\n[00:20]\n[00:21:30]World'
  expect(lyricsIn(text)).toEqual([
    { atMs: 4_500, text: 'First' },
    { atMs: 12_000, text: 'Hello' },
    { atMs: 19_500, text: '' },
    { atMs: 20_800, text: 'World' },
    { atMs: 62_000, text: 'Hello' },
  ])
  for (const no of ['', 'soon', 'Infinity', '-Infinity', '1e99', '-9999999'])
    expect(lyricsIn(`[offset:${no}]\n[00:12.57]Hello`)).toEqual([{ atMs: 12_570, text: 'Hello' }])
  expect(lyricsIn('[00:01.00]<00:01.00>One <00:01.50>two')).toEqual([
    { atMs: 1_000, text: 'One two' },
  ])
})

test('plain text keeps its stanzas', () => {
  expect(lyricsIn('\n\nOne\nTwo\n\n\n\nThree\n').map(({ text }) => text)).toEqual([
    'One',
    'Two',
    '',
    'Three',
  ])
  expect(isSynced(song('One\nTwo'))).toBe(false)
  expect(lyricsIn('[ti:Nothing]\n\n')).toEqual([])
})

test('the line at a position is the last that has begun', () => {
  const lyrics = song('[00:01.00]One\n[00:03.00]Two')
  expect([0, 1_000, 2_999, 3_000, 99_000].map((ms) => lineAt(lyrics, ms))).toEqual([-1, 0, 0, 1, 1])
})

test('a time is written as it is read', () => {
  for (const ms of [0, 10, 59_990, 60_000, 754_320])
    expect(lyricsIn(`${lrcTime(ms)}x`)[0]?.atMs).toBe(ms)
})

test('hostile lyrics are cut, and hide nothing in their lines', () => {
  expect(lyricsIn('x\n'.repeat(100_000)).length).toBeLessThanOrEqual(1_000)
  expect(lyricsIn('[00:01]'.repeat(50_000)).length).toBeLessThanOrEqual(50)
  expect(lyricsIn(`a\u202eb\u0000${'y'.repeat(50_000)}`)[0]?.text.length).toBeLessThanOrEqual(200)
})
