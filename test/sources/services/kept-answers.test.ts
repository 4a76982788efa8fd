import { expect, test } from 'bun:test'
import { MemoryCache } from '../../../src/cache/memory-cache.ts'
import { Deezer } from '../../../src/sources/services/deezer.ts'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { asking, standIn } from './stand-in.ts'

const song = { id: 1, title: 'Song', duration: 180, artist: { name: 'Artist' } }

/** Deezer with a cache, and what it answers now. */
function remembered(answer: () => Response) {
  let now = answer
  const site = standIn(() => now())
  const cache = new MemoryCache(site.clock)
  const options = { ...site.options, cache }
  const links = new ServiceLinks(new Deezer(options), options)
  const find = async (id: number) => {
    // It wants a tenth of a second between requests.
    site.clock.advance(100)
    return await links.find(`https://deezer.com/track/${id}`, asking)
  }
  const answers = (other: () => Response) => {
    now = other
  }
  return { ...site, cache, find, answers, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

test('a track that many play is asked for once in ten minutes', async () => {
  await using here = remembered(() => Response.json(song))
  const first = await here.find(1)
  expect((await here.find(1)).tracks).toEqual(first.tracks)
  expect(here.asked).toHaveLength(1)
  await here.find(2)
  expect(here.asked).toHaveLength(2)
  here.clock.advance(10 * 60_000)
  await here.find(1)
  expect(here.asked).toHaveLength(3)
})

test('that there is nothing is known for a minute', async () => {
  await using here = remembered(() => Response.json({ error: { code: 800 } }))
  for (let time = 0; time < 2; time++) {
    await expect(here.find(1)).rejects.toMatchObject({ code: 'link-hidden' })
  }
  expect(here.asked).toHaveLength(1)
  here.answers(() => Response.json(song))
  here.clock.advance(60_000)
  expect((await here.find(1)).tracks).toHaveLength(1)
})

test.each([
  ['too many requests', () => Response.json({ error: { code: 4 } }), 'rate-limited'],
  ['trouble', () => new Response('', { status: 500 }), 'source-busy'],
  ['a page', () => new Response('<html>'), 'unsupported'],
])('%s is asked for again', async (_what, answer, code) => {
  await using here = remembered(answer)
  await expect(here.find(1)).rejects.toMatchObject({ code })
  here.answers(() => Response.json(song))
  expect((await here.find(1)).tracks).toHaveLength(1)
})

test('what another version has kept, or nobody can read, is asked for again', async () => {
  await using here = remembered(() => Response.json(song))
  const kept: string[] = []
  const { set } = here.cache
  here.cache.set = async (key, value, ms) => {
    kept.push(key)
    await set.call(here.cache, key, value, ms)
  }
  await here.find(1)
  const [key = ''] = kept
  expect(key).not.toContain('track')
  for (const wrong of ['{', 'null', '{"tracks":5}']) {
    await set.call(here.cache, key, wrong, 60_000)
    expect((await here.find(1)).tracks).toHaveLength(1)
  }
  expect(here.asked).toHaveLength(4)
})
