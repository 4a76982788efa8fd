import { expect, test } from 'bun:test'
import { codeOf, SegueError } from '../../src/base/error.ts'
import { guildId } from '../../src/base/ids.ts'
import { CHOICES, type FoundTrack, type Named, whole } from '../../src/domain/track.ts'
import { fitting } from '../../src/player/fitting.ts'
import type { SearchQuery } from '../../src/player/ports.ts'
import { matching } from '../../src/sources/matching/matching.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { failureOf } from '../support/failure.ts'

const server = guildId('1')
const { signal } = new AbortController()
const named: Named = { title: 'Hello', artist: 'Adele', album: null, durationMs: 295_000 }
const coded: Named = { ...named, isrc: 'GBBKS1500214' }
const right = (name: string) =>
  foundTrack(name, { title: 'Hello', artist: 'Adele - Topic', durationMs: 295_000 })
const live = (name: string) =>
  foundTrack(name, { title: 'Hello (Live)', artist: 'Adele', durationMs: 295_000 })

/** What places have for words, and what's asked of them. */
function places(answers: Readonly<Record<string, readonly FoundTrack[] | Error>>, hidden = false) {
  const asked: string[] = []
  const library = {
    search: async ({ text, place, limit }: SearchQuery) => {
      expect(limit).toBe(CHOICES)
      asked.push(`${place}: ${text}`)
      const answer = answers[`${place}: ${text}`] ?? new SegueError('nothing-found')
      if (answer instanceof Error) throw answer
      return { ...whole(answer), foundBy: { words: text, place } }
    },
  }
  const ports = { library, matching, hidesLibrary: () => hidden }
  const first = async (wanted: Named) => {
    for await (const { track } of fitting(wanted, ports, server, signal)) return track.locator
    return null
  }
  const all = async (wanted: Named) => {
    const found: string[] = []
    for await (const { track } of fitting(wanted, ports, server, signal)) found.push(track.locator)
    return found
  }
  return { asked, first, all }
}

test('the library comes before the web, codes before names, and what’s sure ends the search', async () => {
  const web = { 'youtube: "GBBKS1500214"': [live('a')], 'youtube: Adele - Hello': [right('b')] }
  const { asked, first } = places(web)
  expect(await first(coded)).toBe('b.flac')
  expect(asked).toEqual([
    'library: GBBKS1500214',
    'library: Adele Hello',
    'library: Hello',
    'youtube: "GBBKS1500214"',
    'youtube: Adele - Hello',
  ])
  const own = places({ ...web, 'library: Hello': [right('c')] })
  expect(await own.first(coded)).toBe('c.flac')
  expect(own.asked).toHaveLength(3)
})

test('what’s doubtful comes behind all that’s sure, and each once, wherever it was found', async () => {
  const { all } = places({
    'library: Adele Hello': [live('a'), right('b')],
    'library: Hello': [right('b'), live('a')],
    'youtube: Adele - Hello': [live('c'), right('d')],
  })
  expect(await all(named)).toEqual(['b.flac', 'd.flac', 'a.flac', 'c.flac'])
})

test('a server whose members don’t see the library finds nothing of it', async () => {
  const { asked, all } = places({ 'library: Adele Hello': [right('a')] }, true)
  expect(await all(named)).toEqual([])
  expect(asked).toEqual(['youtube: Adele - Hello'])
})

test('a place without an extractor is passed over, and one that’s away is told', async () => {
  const without = places({ 'youtube: Adele - Hello': new SegueError('ytdlp-missing') })
  expect(await without.all(named)).toEqual([])
  const away = places({ 'youtube: Adele - Hello': new SegueError('search-away') })
  expect(codeOf(await failureOf(away.all(named)))).toBe('search-away')
})

test('a place that finds thousands is looked at for the first ten alone', async () => {
  const thousands = Array.from({ length: 5_000 }, (_, n) => live(String(n)))
  const { all } = places({ 'youtube: Adele - Hello': thousands })
  expect(await all(named)).toHaveLength(CHOICES)
})
