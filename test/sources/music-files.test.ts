import { expect, test } from 'bun:test'
import { isAudioName } from '../../src/sources/music-files.ts'

test.each(['a.mp3', 'A.FLAC', 'b c.opus', '.hidden.m4a'])('%j is music', (name) => {
  expect(isAudioName(name)).toBe(true)
})

test.each(['tracker.mod', 'a.xm', 'a.it', 'a.s3m', 'cover.jpg', 'mp3', 'a.mp3.part'])(
  '%j cannot be played, so it is not suggested',
  (name) => {
    expect(isAudioName(name)).toBe(false)
  },
)
