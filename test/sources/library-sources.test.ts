import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { guildId } from '../../src/base/ids.ts'
import { type Found, whole } from '../../src/domain/track.ts'
import { LibrarySources } from '../../src/sources/library-sources.ts'
import type { Source } from '../../src/sources/source.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { foundTrack } from '../domain/player/sample.ts'

const { signal } = new AbortController()
const asking = { server: guildId('1'), signal }
const WORDS = { words: 'hello', limit: 5 }

/** A source of the host's own music that answers like that. */
function server(search: () => Promise<Found>, named: readonly string[] = []): Source {
  const never = () => Promise.reject(new SegueError('nothing-found'))
  return {
    ...{ name: 'jellyfin', places: ['library'], owns: () => false, find: never, search },
    open: () => Promise.reject(new SegueError('gone')),
    suggest: async () => named.map((name) => ({ name, value: name })),
  }
}

const finds = (...titles: readonly string[]) =>
  server(async () => {
    const found = whole(titles.map((title) => foundTrack(title)))
    return { ...found, foundBy: { words: WORDS.words, place: null } }
  }, titles)

/** A source that has a list of that very name. */
const lists = (...titles: readonly string[]) =>
  server(async () => whole(titles.map((title) => foundTrack(title))))

test('what several have comes from each in turn, the best first', async () => {
  const library = new LibrarySources([finds('a', 'b'), finds('c', 'd')], new ManualClock())
  const found = await library.search({ ...WORDS, limit: 3, goesOn: false }, asking)
  expect(found?.tracks.map(({ title }) => title)).toEqual(['a', 'c', 'b'])
  const suggested = await library.suggest('x', 3, signal)
  expect(suggested.map(({ name }) => name)).toEqual(['a', 'c', 'b'])
})

test('a server that sleeps is waited for as long as it takes, but where the search goes on for four seconds', async () => {
  const clock = new ManualClock()
  const asleep = Promise.withResolvers<Found>()
  const library = new LibrarySources([server(() => asleep.promise)], clock)
  const goesOn = library.search({ ...WORDS, goesOn: true }, asking)
  const waits = library.search({ ...WORDS, goesOn: false }, asking)
  clock.advance(3_999)
  expect(Bun.peek.status(goesOn)).toBe('pending')
  clock.advance(1)
  expect(await goesOn).toBeNull()
  clock.advance(60_000)
  asleep.reject(new SegueError('source-timeout'))
  await expect(waits).rejects.toMatchObject({ code: 'source-timeout' })
})

test('whoever types gets what is there within a second', async () => {
  const clock = new ManualClock()
  const sleeping: Source = { ...finds(), suggest: () => new Promise(() => {}) }
  const library = new LibrarySources([sleeping, finds('a')], clock)
  const suggesting = library.suggest('x', 5, signal)
  clock.advance(1_000)
  expect(await suggesting).toEqual([{ name: 'a', value: 'a' }])
})

test('a list that’s called so comes before tracks that aren’t, and behind one that is', async () => {
  const titles = async (...sources: readonly Source[]) => {
    const library = new LibrarySources(sources, new ManualClock())
    const found = await library.search({ ...WORDS, lists: true, goesOn: false }, asking)
    return found?.tracks.map(({ title }) => title)
  }
  expect(await titles(finds('hello again'), lists('one', 'two'))).toEqual(['one', 'two'])
  expect(await titles(finds('hello'), lists('one', 'two'))).toEqual(['hello'])
})
