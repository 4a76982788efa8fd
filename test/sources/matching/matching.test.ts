import { expect, test } from 'bun:test'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { matching } from '../../../src/sources/matching/matching.ts'
import { PLAUSIBLE, rank, SURE } from '../../../src/sources/matching/rank.ts'
import { wantedOf } from '../../../src/sources/matching/wanted.ts'
import { foundTrack } from '../../domain/player/sample.ts'
import { threadTime } from '../../support/thread-time.ts'
import { corpus, figuresAt, takenFor } from './corpus.ts'

const heldOut = corpus.filter((query) => query.heldOut)
const hello = { title: 'Hello', artist: 'Adele', album: '25', durationMs: 295_000 }
const found = (artist: string, title: string, fields: Partial<FoundTrack> = {}) =>
  foundTrack(title, { artist, durationMs: 295_000, ...fields })

test('the corpus has many queries of each hard case, with right and wrong candidates', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(300)
  const kinds = Map.groupBy(corpus, ({ kind }) => kind)
  expect(kinds.size).toBe(17)
  for (const [kind, queries] of kinds) expect(queries.length, kind).toBeGreaterThanOrEqual(20)
  expect(heldOut.length).toBeGreaterThan(corpus.length * 0.48)
  for (const { candidates, wanted } of corpus)
    expect(
      candidates.some(({ right }) => !right),
      wanted.title,
    ).toBe(true)
})

test.each([
  ['all queries', corpus],
  ['those that nothing was tuned on', heldOut],
] as const)(
  'of %s at least 97 in 100 that play are right, and 90 in 100 that are there play',
  (_, queries) => {
    const { precision, recall } = figuresAt(takenFor(queries), SURE)
    expect(precision).toBeGreaterThanOrEqual(0.97)
    expect(recall).toBeGreaterThanOrEqual(0.9)
  },
)

test('a score is the product of its terms, and each tells why', () => {
  const [best, worst] = rank(hello, [
    found('Sing King', 'Adele - Hello (Karaoke Version)'),
    found('Adele - Topic', 'Hello'),
  ])
  expect(best?.candidate.title).toBe('Hello')
  expect(worst?.terms).toContainEqual({ name: 'version', value: 0.05, why: 'karaoke' })
  for (const { score, terms } of [best, worst].filter((one) => one !== undefined))
    expect(score).toBeCloseTo(terms.reduce((product, { value }) => product * value, 1))
})

test('another length, and words that nothing explains, speak against a candidate', () => {
  const scoreOf = (title: string, seconds: number | null) => {
    const durationMs = seconds === null ? null : seconds * 1_000
    return rank(hello, [found('Adele - Topic', title, { durationMs })])[0]?.score ?? 0
  }
  const byLength = [295, 310, 360, 420, 600].map((seconds) => scoreOf('Hello', seconds))
  expect(byLength).toEqual(byLength.toSorted((a, b) => b - a))
  expect(new Set(byLength).size).toBe(5)
  expect([scoreOf('Hello', 310), scoreOf('Hello', null)].every((score) => score > SURE)).toBe(true)
  expect(scoreOf('Hello', 600)).toBeLessThan(PLAUSIBLE)
  // A part is missing more often than something is added.
  expect(scoreOf('Hello', 250)).toBeLessThan(scoreOf('Hello', 340))
  expect(scoreOf('Hello | Sunshine Tuesday', 295)).toBeLessThan(scoreOf('Hello', 295) * 0.9)
})

test('the same recording code is the same recording, whatever it’s called', () => {
  const isrc = 'GBBKS1500214'
  const named = { ...hello, isrc }
  const [first] = matching.rank(named, [
    found('Adele - Topic', 'Hello'),
    found('?', 'Track 01', { isrc, durationMs: null }),
  ])
  expect(first).toMatchObject({ track: { title: 'Track 01' }, score: 1, sure: true })
})

test('words are those that any source has, and all that tell it apart', () => {
  const named = { ...hello, title: 'Hello (feat. X) - Live at Y', artist: 'Adele, Z' }
  expect(matching.wordsFor(named)).toEqual({
    brief: ['Adele Hello', 'Hello'],
    full: 'Adele, Z - Hello (feat. X) - Live at Y',
  })
})

test('of what typed words find, versions that nobody asked for come behind', () => {
  const names = ['Hello (Karaoke)', 'Hello (Live)', 'Hello', 'Goodbye']
  const results = names.map((name) => found('Adele', name))
  const order = (words: string) => matching.inOrder(words, results).map(({ title }) => title)
  expect(order('adele hello')).toEqual(['Hello', 'Hello (Karaoke)', 'Hello (Live)', 'Goodbye'])
  expect(order('adele hello karaoke')).toEqual(names)
  expect(order('adele hello live')[0]).toBe('Hello (Live)')
  const lone = [found('Adele', 'Hello (Live)'), found('Adele', 'Goodbye')]
  expect(matching.inOrder('adele hello', lone)).toEqual(lone)
})

test('of many artists the first six are looked for, among the first dozen names of a candidate', () => {
  const names = 'ab bc cd de ef fg gh hi ij jk kl lm mn no op pq qr rs st tu uv'.split(' ')
  const crowd = names.map((name) => `${name}${name}${name}`)
  expect(wantedOf({ ...hello, artist: crowd.join(', ') }).artists).toHaveLength(6)
  const whyOf = (artist: string) => {
    const [ranked] = rank({ ...hello, artist }, [found(crowd.join(' & '), 'Hello')])
    return ranked?.terms.find(({ name }) => name === 'artist')?.why
  }
  expect(whyOf(crowd[9] ?? '')).toBe('named')
  expect(whyOf(crowd[20] ?? '')).toBe('not named')
})

test('hostile names cost no more time than others', () => {
  const parts = ['(', ' - ', 'feat. ', '"x" ', '& ', 'ライブ ', '\u0301', '[(', 'live remix cover ']
  const named = parts.map((part) => ({
    ...hello,
    title: part.repeat(5_000),
    artist: part.repeat(5_000),
  }))
  const candidates = named.map(({ title, artist }) => found(artist, title))
  const workedMs = threadTime()
  for (const one of named) matching.rank(one, candidates)
  matching.inOrder(parts.join('').repeat(500), candidates)
  expect(workedMs()).toBeLessThan(5_000)
})
