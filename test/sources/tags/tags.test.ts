import { expect, test } from 'bun:test'
import { inItsCharset } from '../../../src/base/charset.ts'
import { tagsOf } from '../../../src/sources/tags/tags.ts'

const latin1 = (text: string) => Buffer.from(text).toString('latin1')

test.each([
  ['K/DA as ID3v2.3 splits it', { artist: 'K', artists: ['K', 'DA'] }, ['ID3v2.3'], 'K/DA'],
  ['two artists of ID3v2.4', { artist: 'A', artists: ['A', 'B'] }, ['ID3v2.4'], 'A, B'],
  ['two artists of Vorbis', { artist: 'A', artists: ['A', 'B'] }, ['vorbis'], 'A, B'],
  ['a name of its own', { artist: 'A feat. B', artists: ['A', 'B'] }, ['ID3v2.3'], 'A feat. B'],
  ['one artist', { artist: 'AC/DC' }, ['ID3v2.4'], 'AC/DC'],
  ['none', {}, ['ID3v2.4'], null],
  ['what is no text', { artist: 7, artists: [null, {}] }, undefined, null],
])('%s is one name', (_what, common, tagTypes, artist) => {
  expect(tagsOf({ common, format: { tagTypes } }).artist).toBe(artist)
})

test.each([
  ['UTF-8 read as Latin-1', latin1('Größe'), 'Größe'],
  ['UTF-8 read as Windows-1252', 'GrÃ¶ÃŸe â€“ Straße'.slice(0, 11), 'Größe –'],
  ['Cyrillic', latin1('Радио'), 'Радио'],
  ['an emoji', latin1('👨‍👩‍👧'), '👨‍👩‍👧'],
  ['Latin-1 that is meant', 'Größe', 'Größe'],
  ['text that is right', 'Größe – Радио', 'Größe – Радио'],
  ['ASCII', 'plain', 'plain'],
  ['half a surrogate', '\ud83d', '\ud83d'],
])('%s comes out as it was meant', (_what, text, meant) => {
  expect(inItsCharset(text)).toBe(meant)
})

test('of a film the length is the picture’s, and so it is unknown', () => {
  expect(tagsOf({ common: {}, format: { duration: 30, hasVideo: true } }).durationMs).toBeNull()
  expect(tagsOf({ common: {}, format: { duration: 30 } }).durationMs).toBe(30_000)
})
