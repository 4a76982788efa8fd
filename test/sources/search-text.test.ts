import { expect, test } from 'bun:test'
import { score, searchQuery, searchTextOf } from '../../src/sources/search-text.ts'
import { randomFrom } from '../support/random.ts'

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

test('packed texts are scored as the names in them say', () => {
  const random = randomFrom(7)
  const words = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => 'abc'[Math.floor(random() * 3)])
      .map((letter) => `${letter}${random() < 0.3 ? 'x' : ''}`)
      .join(' ')
  const scores = new Set<number>()
  for (let times = 0; times < 5_000; times++) {
    const title = words(2)
    const stem = random() < 0.3 ? title : random() < 0.5 ? `1 ${title}` : words(2)
    const artist = random() < 0.3 ? null : words(2)
    const album = random() < 0.3 ? null : words(2)
    const path = `${words(1)}/${stem}.mp3`
    const query = random() < 0.1 ? `${stem} mp3` : words(3)
    const names = [title, stem, `${stem} mp3`]
    if (artist !== null) names.push(`${artist} ${title}`, `${title} ${artist}`)
    const all = ` ${[path.replace(/[/.]/g, ' '), title, artist ?? '', album ?? ''].join(' ')} `
    const wanted = query.split(' ')
    const exact = names.indexOf(query)
    const expected = !wanted.every((word) => all.includes(` ${word}`))
      ? 0
      : exact >= 0
        ? 1000 - exact
        : query === artist || query === album
          ? 800
          : names.some((name) => name.startsWith(query))
            ? 600
            : wanted.every((word) => all.includes(` ${word} `))
              ? 400
              : 200
    const points = score(searchQuery(query), searchTextOf({ path, title, artist, album }))
    expect([query, path, title, artist, album, points]).toEqual([
      query,
      path,
      title,
      artist,
      album,
      expected,
    ])
    scores.add(points)
  }
  expect([...scores].sort((a, b) => a - b)).toEqual([
    0, 200, 400, 600, 800, 996, 997, 998, 999, 1000,
  ])
})
