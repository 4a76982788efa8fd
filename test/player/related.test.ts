import { expect, test } from 'bun:test'
import type { Related } from '../../src/domain/autoplay.ts'
import type { FoundTrack } from '../../src/domain/track.ts'
import { silentLog } from '../../src/observability/log.ts'
import { playedAround } from '../../src/player/played-around.ts'
import { relatedTo } from '../../src/player/related.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { guild, track } from '../domain/player/sample.ts'
import { settled } from './stage.ts'

const song = (artist: string, title: string): FoundTrack => {
  const { id: _id, requestedBy: _by, ...found } = track(title, { artist })
  return found
}
const titles = (related: readonly Related[]) => related.map(({ track: { title } }) => title)
const { signal } = new AbortController()
const seed = song('Ann', 'seed')

test('a server’s history has the artist’s other songs, and what was heard around them, the most often first', () => {
  const heard = [
    ...[song('Bob', 'b1'), song('Ann', 'a1'), song('Bob', 'b2'), song('Bob', 'b1')],
    ...[song('Cid', 'c1'), song('Cid', 'c2'), song('Cid', 'c3'), song('Ann', 'a2')],
    song('Ann', 'a2'),
  ]
  expect(titles(playedAround(heard, seed, 'artist'))).toEqual(['a2', 'a1'])
  expect(titles(playedAround(heard, seed, 'similar'))).toEqual(['b1', 'b2', 'c1', 'c2', 'c3'])
  expect(playedAround(heard, seed, 'similar')[0]?.by).toBe('history')
  expect(titles(playedAround(heard, seed, 'mixed')).toSorted()).toEqual([
    ...['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'c3'],
  ])
  expect(playedAround(heard, seed, 'genre')).toEqual([])
})

function asking(
  known: () => Promise<readonly Related[]>,
  heard: () => Promise<readonly FoundTrack[]>,
  clock = new ManualClock(0),
) {
  const ports = { relations: { related: known }, heard: { heard }, clock, log: silentLog }
  return relatedTo(ports, guild, seed, 'artist', signal)
}
const known = async () =>
  [song('Ann', 'one'), song('Ann', 'two')].map((one) => ({ track: one, by: 'artist' as const }))

test('what the server heard within the last fifty isn’t offered, also when the player has forgotten', async () => {
  const others = Array.from({ length: 49 }, (_, at) => song('Dee', `d${at}`))
  const late = await asking(known, async () => [...others, song('Ann', 'one')])
  expect(titles(late)).toEqual(['two'])
  const early = await asking(known, async () => [...others, song('Eve', 'e'), song('Ann', 'one')])
  expect(titles(early)).toEqual(['one', 'two', 'one'])
})

test('a source that fails leaves what history knows, and a database that’s away holds up nothing', async () => {
  const failing = () => Promise.reject(new Error('away'))
  const fifty = Array.from({ length: 50 }, (_, at) => song('Dee', `d${at}`))
  expect(titles(await asking(failing, async () => [...fifty, song('Ann', 'old')]))).toEqual(['old'])
  expect(titles(await asking(known, failing))).toEqual(['one', 'two'])
  const clock = new ManualClock(0)
  const hanging = asking(known, () => new Promise(() => {}), clock)
  await settled()
  clock.advance(2_000)
  expect(titles(await hanging)).toEqual(['one', 'two'])
})
