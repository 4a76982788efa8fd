import { expect, test } from 'bun:test'
import { parseCueSheet } from '../../../src/sources/library/cue-sheet.ts'

const SHEET = `REM GENRE "Trip Hop"
REM DATE 1994
PERFORMER "The Band"
TITLE "Live: One Night"
FILE "C:\\rips\\Side A.wav" WAVE
  TRACK 01 AUDIO
    TITLE "First"
    PERFORMER "A Guest"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE Second
    FLAGS DCP
    INDEX 00 03:10:00
    INDEX 01 03:12:37
FILE side-b.flac WAVE
  TRACK 03 AUDIO
    INDEX 01 00:00:00
`

test('a sheet tells each file’s tracks, and where their music begins', () => {
  const sheet = {
    ...{ album: 'Live: One Night', artist: 'The Band', genre: 'Trip Hop' },
    files: [
      {
        name: 'Side A.wav',
        tracks: [
          { title: 'First', artist: 'A Guest', startMs: 0 },
          { title: 'Second', artist: null, startMs: 192_493 },
        ],
      },
      { name: 'side-b.flac', tracks: [{ title: null, artist: null, startMs: 0 }] },
    ],
  }
  expect(parseCueSheet(SHEET)).toEqual(sheet)
  expect(parseCueSheet(`\ufeff${SHEET.replaceAll('\n', '\r\n').replaceAll('  ', '\t')}`)).toEqual(
    sheet,
  )
})

test.each([
  ['nothing', ''],
  ['tracks of no file', 'TRACK 01 AUDIO\nINDEX 01 00:00:00'],
  [
    'times that go back',
    'FILE a WAVE\nTRACK 01 AUDIO\nINDEX 01 01:00:00\nTRACK 02 AUDIO\nINDEX 01 00:30:00',
  ],
])('%s is no sheet', (_what, text) => {
  expect(parseCueSheet(text)).toBeNull()
})

test('a hostile sheet ends in short names and a bounded number of tracks', () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `TRACK ${at} AUDIO\nINDEX 01 ${at}:00:00`)
  const long = `TITLE "${'x'.repeat(1_000_000)}\u202e"`
  const sheet = parseCueSheet(['FILE a.wav WAVE', long, ...many].join('\n'))
  expect(sheet?.files[0]?.tracks.length).toBe(999)
  expect((sheet?.album ?? '').length).toBeLessThanOrEqual(200)
  const strange = parseCueSheet('FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 99999:99:99\nINDEX 01 x:y:z')
  expect(strange?.files[0]?.tracks).toEqual([])
})
