import { expect, test } from 'bun:test'
import { codeOf, SegueError } from '../../src/base/error.ts'
import { guildId } from '../../src/base/ids.ts'
import { type Found, type FoundTrack, whole } from '../../src/domain/track.ts'
import type { Library, RejectedMatches, SearchQuery } from '../../src/player/ports.ts'
import { TakenMatches } from '../../src/player/taken-matches.ts'
import { withoutWrong } from '../../src/player/without-wrong.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { failureOf } from '../support/failure.ts'
import { matchesOf } from '../support/matches.ts'

const server = guildId('1')
const { signal } = new AbortController()
const nobody = () => Promise.reject(new Error('nobody asks for this'))

/** A library and a web that find those, for any words, and what a server's members call wrong. */
function finding(local: string, web: string | null) {
  const clock = new ManualClock(0)
  const wrong = new Set<string>()
  const searched: SearchQuery[] = []
  const state = { answers: true }
  const answer = async <T>(value: T): Promise<T> =>
    state.answers ? value : await new Promise<never>(() => {})
  const rejected: RejectedMatches = {
    of: () => answer(wrong.size === 0 ? null : ({ title }: FoundTrack) => wrong.has(title)),
    add: (_, __, { title }) => answer(void wrong.add(title)),
    forget: (_, __, track) =>
      answer(track === undefined ? wrong.clear() : void wrong.delete(track.title)),
  }
  const found = (names: string, place: SearchQuery['place'], limit: number): Found => {
    const source = place === 'youtube' ? ('yt-dlp' as const) : ('local' as const)
    const tracks = names.split(' ').map((name) => foundTrack(name, { source }))
    return { ...whole(tracks.slice(0, limit)), foundBy: { words: 'w', place } }
  }
  const library: Library = {
    find: nobody,
    search: async (query) => {
      searched.push(query)
      const { place, limit } = query
      if (place !== 'youtube' && local !== '') return found(local, place, limit)
      if (web === null) throw new SegueError('ytdlp-missing')
      return found(web, 'youtube', limit)
    },
    findAttachment: nobody,
    queryFor: () => null,
    suggestWords: nobody,
    stations: nobody,
    station: nobody,
    suggest: nobody,
    lyrics: nobody,
    cover: async () => null,
    open: nobody,
  }
  const matches = matchesOf(library, clock, { rejected })
  const play = async (place: SearchQuery['place'] = null) => {
    const query = { text: ' w ', limit: 1, place }
    const { tracks, foundBy } = await withoutWrong(library, matches, new TakenMatches()).search(
      query,
      server,
      signal,
    )
    const [track] = tracks as [FoundTrack]
    return { ...track, ...(foundBy === undefined ? {} : { foundBy }) }
  }
  const next = (track: FoundTrack, takes: (match: FoundTrack) => boolean = () => true) =>
    matches.next(track, server, takes, signal)
  const behind = async (track: FoundTrack, takes: (match: FoundTrack) => boolean = () => true) =>
    (await matches.behind(track, server, takes, signal))?.title ?? null
  const sure = async (title: string) => {
    const link = whole([
      foundTrack(title, { source: 'query', locator: title, durationMs: 180_000 }),
    ])
    return (await matches.sure(Promise.resolve(link), server, signal)).tracks[0]?.locator
  }
  return { clock, wrong, searched, state, play, next, behind, sure }
}

test('behind the library’s matches come those of the web, and then the first is taken again', async () => {
  const { play, next, wrong } = finding('a b', 'c d')
  const heard: string[] = []
  for (let turn = 0; turn < 4; turn++) {
    const track = await play()
    heard.push(track.title)
    if (turn < 3) await next(track)
  }
  expect(heard).toEqual(['a', 'b', 'c', 'd'])
  expect(codeOf(await failureOf(next(await play())))).toBe('no-other-match')
  expect(wrong).toBeEmpty()
  expect((await play()).title).toBe('a')
})

test('where there’s no web, or somebody said where, only those are matches', async () => {
  const alone = finding('a', null)
  expect(codeOf(await failureOf(alone.next(await alone.play())))).toBe('no-other-match')
  const { play, next } = finding('a', 'b')
  expect(codeOf(await failureOf(next(await play('library'))))).toBe('no-other-match')
})

test('what a service’s link names plays as the first sure match that isn’t wrong', async () => {
  const { sure, wrong } = finding('Hello Hello!', null)
  expect(await sure('Hello')).toBe('Hello.flac')
  wrong.add('Hello')
  expect(await sure('Hello')).toBe('Hello!.flac')
  wrong.add('Hello!')
  expect(codeOf(await failureOf(sure('Hello')))).toBe('nothing-found')
})

test('a match that the server doesn’t take is passed over, and isn’t called wrong', async () => {
  const { play, next, wrong } = finding('a b c', null)
  expect((await next(await play(), ({ title }) => title !== 'b')).title).toBe('c')
  expect([...wrong]).toEqual(['a'])
})

test('a track that nobody has looked for plays as its best match, which is the wrong one then', async () => {
  const { next, wrong, play } = finding('a b', null)
  const unfound = foundTrack('u', { source: 'query', locator: 'w' })
  expect((await next(unfound)).title).toBe('b')
  expect([...wrong]).toEqual(['a'])
  expect((await play()).title).toBe('b')
})

test('words are searched once where nothing is wrong, as before', async () => {
  const { play, searched } = finding('a b', 'c')
  await play()
  expect(searched).toEqual([{ text: ' w ', limit: 10, place: null, lists: true }])
})

test('a database that’s away keeps nobody from hearing the best match, and nothing is called wrong', async () => {
  const { play, next, state, clock, wrong } = finding('a b', null)
  await next(await play())
  state.answers = false
  const playing = play()
  clock.advance(1_000)
  const track = await playing
  expect(track.title).toBe('a')
  const failing = failureOf(next(track))
  clock.advance(8_000)
  expect(codeOf(await failing)).toBe('database-away')
  expect([...wrong]).toEqual(['a'])
})

test('behind a match that can’t be played are those after it alone, without wrong ones', async () => {
  const { play, behind, wrong } = finding('a b', 'c d')
  const first = await play()
  const { foundBy } = first
  if (foundBy === undefined) throw new Error('no words found it')
  const match = (title: string) => ({ ...first, ...foundTrack(title), foundBy })
  expect(await behind(first)).toBe('b')
  expect(await behind(first, ({ title }) => title !== 'b')).toBe('c')
  expect(await behind({ ...match('d'), source: 'yt-dlp' })).toBeNull()
  expect(await behind(match('gone'))).toBeNull()
  wrong.add('b')
  expect(await behind(first)).toBe('c')
  // Nothing but words: the best one that isn't wrong has failed.
  wrong.clear()
  expect(
    await behind(
      foundTrack('w', { source: 'query', locator: 'w', artist: null, durationMs: null }),
    ),
  ).toBe('b')
  const { foundBy: _words, ...linked } = first
  expect(await behind(linked)).toBeNull()
})
