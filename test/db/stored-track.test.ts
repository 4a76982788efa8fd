import { expect, test } from 'bun:test'
import { storedTrack, TRACK_VERSION, trackFrom } from '../../src/db/stored-track.ts'
import { track } from '../domain/player/sample.ts'

/** A track of each version, as that version wrote it. */
const WRITTEN: readonly unknown[] = [{ ...track('a') }, { version: 1, ...track('a') }]

test('there is an example of each version, and the newest is what is written now', () => {
  expect(WRITTEN).toHaveLength(TRACK_VERSION + 1)
  expect(WRITTEN.at(-1)).toEqual(storedTrack(track('a')))
})

test.each(WRITTEN.map((stored, version) => [version, stored]))(
  'a track of version %p is read',
  (_version, stored) => {
    expect(trackFrom(JSON.parse(JSON.stringify(stored)))).toEqual(track('a'))
  },
)

test.each([
  ['of a newer version', { ...storedTrack(track('a')), version: TRACK_VERSION + 1 }],
  ['of no version', { ...storedTrack(track('a')), version: 0.5 }],
  ['of a version that is text', { ...storedTrack(track('a')), version: '1' }],
  ['of another source', { ...track('a'), source: 'spotify' }],
  ['requested by an invalid id', { ...track('a'), requestedBy: 'me' }],
  ['that lacks a part', { ...track('a'), title: undefined }],
  ['that is a number', 7],
  ['that is nothing', null],
])('a track %s is refused, and its values are not told', (_what, stored) => {
  expect(() => trackFrom(stored)).toThrow(TypeError)
  expect(() => trackFrom(stored)).not.toThrow(/spotify|me"/)
})
