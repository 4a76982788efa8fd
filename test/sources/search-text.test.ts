import { expect, test } from 'bun:test'
import { score, searchQuery, searchTextOf } from '../../src/sources/search-text.ts'

const named = (title: string) => searchTextOf({ path: 'a/b.mp3', title, artist: null, album: null })
const night = named('Long Night')

test('a word that is typed a thousand times is looked for once', () => {
  const query = searchQuery('long Night '.repeat(1000))
  expect(query.starts).toEqual([' long', ' night'])
  expect(score(query, night)).toBe(400)
})

test('so many words that nothing is called so are not looked for one by one', () => {
  const words = Array.from({ length: 300 }, (_, index) => `word${index}`)
  const query = searchQuery(words.join(' '))
  expect(query.starts.length).toBeLessThan(50)
  expect(score(query, named(words.join(' ')))).toBe(1000)
  expect(score(query, night)).toBe(0)
})
