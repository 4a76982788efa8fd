import { expect, test } from 'bun:test'
import { countsAfterMs, listenIn, listenOf } from '../../src/domain/listen.ts'
import type { Track } from '../../src/domain/track.ts'
import { track } from './player/sample.ts'

test.each([
  [29_999, null],
  [30_000, null],
  [30_001, 15_000.5],
  [200_000, 100_000],
  [480_000, 240_000],
  [3_600_000, 240_000],
  [null, 240_000],
])('a track of %p ms counts after %p', (durationMs, afterMs) => {
  expect(countsAfterMs(durationMs)).toBe(afterMs)
})

const named = (fields: Partial<Track>) => {
  const listen = listenOf(track('Red', fields), 100)
  return listen && `${listen.artist} / ${listen.title}`
}

test('what tags say is taken as it is; the names of a video are read', () => {
  expect(named({ artist: 'Ann', title: 'Red - Live' })).toBe('Ann / Red - Live')
  const video = { source: 'yt-dlp', artist: 'AnnVEVO' } as const
  expect(named({ ...video, title: 'Ann - Red (Official Video)' })).toBe('Ann / Red')
  expect(named({ ...video, artist: 'Ann - Topic', title: 'Red' })).toBe('Ann / Red')
  expect(named({ ...video, artist: 'Ann', album: 'Colours', title: 'Red - Blue' })).toBe(
    'Ann / Red - Blue',
  )
})

test('what has no artist that anybody knows isn’t told, nor is a stream', () => {
  expect(named({ artist: null })).toBeNull()
  expect(named({ artist: ' ' })).toBeNull()
  expect(named({ artist: 'Ann', live: true })).toBeNull()
  expect(listenIn('News at six')).toBeNull()
  expect(listenIn('Ann - Red')).toEqual({
    ...{ artist: 'Ann', title: 'Red', album: null, durationMs: null },
  })
})

test('a name is cut, and half a character at its end is none', () => {
  const listen = listenOf(track('x', { artist: `${'a'.repeat(299)}😀`, title: 't' }), null)
  expect(listen?.artist).toBe(`${'a'.repeat(299)}\ufffd`)
})
