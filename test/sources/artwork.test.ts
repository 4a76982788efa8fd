import { expect, test } from 'bun:test'
import { storedTrack, trackFrom } from '../../src/db/stored-track.ts'
import { artworkOf } from '../../src/sources/artwork.ts'
import { parseInfo } from '../../src/sources/yt-dlp/info.ts'
import { track } from '../domain/player/sample.ts'

const picture = (width: unknown, url: unknown = `https://i.example/${width}.jpg`) => ({
  url,
  width,
})

test.each<[string, number[], string]>([
  ['the smallest that is wide enough', [120, 1280, 480, 320], 'https://i.example/320.jpg'],
  ['the widest where all are narrow', [60, 120, 90], 'https://i.example/120.jpg'],
])('of several pictures %s is shown', (_what, widths, url) => {
  expect(artworkOf({ thumbnails: widths.map((width) => picture(width)) })).toBe(url)
})

test('a picture without a size is shown where none has one', () => {
  const guessed = { url: 'https://i.example/guessed.jpg' }
  const thumbnail = 'https://i.example/stated.jpg'
  const url = 'https://i.example/120.jpg'
  expect(artworkOf({ thumbnails: [guessed, picture(120)], thumbnail })).toBe(url)
  expect(artworkOf({ thumbnails: [guessed], thumbnail })).toBe(thumbnail)
  expect(artworkOf({ thumbnails: [guessed] })).toBeNull()
})

/** What a page may name in place of a picture. */
const HOSTILE: readonly unknown[] = [
  'http://i.example/a.jpg',
  'javascript:alert(1)',
  'data:image/png;base64,AAAA',
  'attachment://cover.jpg',
  'file:///etc/passwd',
  'https://me:secret@i.example/a.jpg',
  'https://[::1]/a.jpg',
  '//i.example/a.jpg',
  `https://i.example/${'x'.repeat(1_024)}`,
  `https://i.example/${'x'.repeat(9_000_000)}`,
  '',
  7,
  null,
  { toString: 'https://i.example/a.jpg' },
]

test.each(HOSTILE.map((url) => [url]))('%.40j is no picture', (url) => {
  expect(artworkOf({ thumbnails: [picture(320, url)] })).toBeNull()
  expect(artworkOf({ thumbnail: url })).toBeNull()
  expect(artworkOf({ thumbnails: url })).toBeNull()
  // Nor does an import bring it in.
  expect(() => trackFrom({ ...storedTrack(track('a')), artworkUrl: url })).toThrow('artworkUrl')
})

test('what can’t be linked as it is written is written so that it can', () => {
  const found = artworkOf({ thumbnail: 'HTTPS://Bücher.example/a b"<>\n\u202e.jpg?x=(1)' })
  expect(found).toBe('https://xn--bcher-kva.example/a%20b%22%3C%3E%E2%80%AE.jpg?x=(1)')
})

test('however many pictures a page names, the first hundred are looked at', () => {
  const many = Array.from({ length: 100_000 }, () => picture(100))
  expect(artworkOf({ thumbnails: [...many, picture(320)] })).toBe('https://i.example/100.jpg')
})

test('a picture goes with the track, into the store and back', () => {
  const info = { title: 'a', webpage_url: 'https://example.com/a', thumbnails: [picture(320)] }
  const json = JSON.stringify(info)
  const [entry] = parseInfo(json, { from: 1, to: 1 }).entries
  expect(entry?.track.artworkUrl).toBe('https://i.example/320.jpg')
  const queued = track('a', { ...entry?.track })
  expect(trackFrom(JSON.parse(JSON.stringify(storedTrack(queued))))).toEqual(queued)
})
