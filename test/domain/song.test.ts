import { expect, test } from 'bun:test'
import { songKeysOf, songsOf } from '../../src/domain/song.ts'
import { threadTime } from '../support/thread-time.ts'

const song = (artist: string | null, title: string) => songsOf({ artist, title })

test('what sites write around a name is left out', () => {
  expect(song('AdeleVEVO', 'Adele - Hello (Official Music Video)')).toEqual([
    { artist: 'Adele', title: 'Hello' },
  ])
  expect(song('Daft Punk - Topic', 'One More Time')).toEqual([
    { artist: 'Daft Punk', title: 'One More Time' },
  ])
  expect(song(null, 'a-ha - Take On Me [4K] | Remastered')).toEqual([
    { artist: 'a-ha', title: 'Take On Me' },
  ])
  expect(song('Queen', 'Bohemian Rhapsody - Remastered 2011')).toContainEqual({
    artist: 'Queen',
    title: 'Bohemian Rhapsody',
  })
  expect(song('Rihanna', 'Umbrella (feat. JAY-Z) [Lyrics]')[0].title).toBe('Umbrella')
})

test('where a channel isn’t the artist, both readings are kept', () => {
  expect(song('LyricsHub', 'Adele - Hello (Lyrics)')).toEqual([
    { artist: 'Adele', title: 'Hello' },
    { artist: 'LyricsHub', title: 'Adele - Hello' },
  ])
  expect(song('Simon & Garfunkel', 'The Boxer (Live)')[0].title).toBe('The Boxer (Live)')
})

test('the same song has a key in common, however it’s written; another one has none', () => {
  const keys = new Set(songKeysOf({ artist: 'Adele', title: 'Hello' }))
  const isSame = (artist: string | null, title: string) =>
    songKeysOf({ artist, title }).some((key) => keys.has(key))
  expect(isSame('LyricsHub', 'ADELE – Hello (Lyric Video)')).toBe(true)
  expect(isSame(null, 'Adele - Hello')).toBe(true)
  expect(isSame('Adele', 'Hello Again')).toBe(false)
  expect(isSame('Lionel Richie', 'Hello')).toBe(false)
})

test('a hostile title costs no time', () => {
  const workedMs = threadTime()
  for (const title of ['('.repeat(100_000), ' - '.repeat(50_000), `${'feat '.repeat(50_000)}x`]) {
    songsOf({ artist: title, title })
  }
  expect(workedMs()).toBeLessThan(1_000)
})
