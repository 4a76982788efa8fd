import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { MemoryCache } from '../../src/cache/memory-cache.ts'
import { type Found, type FoundTrack, whole } from '../../src/domain/track.ts'
import { FoundCache } from '../../src/sources/found-cache.ts'
import { ManualClock } from '../discord/manual-clock.ts'

const KEY = 'https://site.example/watch?token=s3cret'

const one: FoundTrack = {
  ...{ source: 'yt-dlp', locator: 'https://site.example/1', title: 'One', artist: null },
  ...{ album: null, durationMs: 1_000, live: false, pageUrl: 'https://site.example/1' },
}

function remembering() {
  const clock = new ManualClock()
  const cache = new MemoryCache(clock)
  const found = new FoundCache(cache)
  let asked = 0
  const ask = (answer: () => Found) =>
    found.find(KEY, async () => {
      asked += 1
      return answer()
    })
  return { clock, cache, found, ask, asked: () => asked }
}

test('what was found is found again for ten minutes without asking', async () => {
  const { ask, asked, clock } = remembering()
  expect(await ask(() => whole([one]))).toEqual(whole([one]))
  expect(await ask(() => whole([]))).toEqual(whole([one]))
  clock.advance(600_000)
  await ask(() => whole([one]))
  expect(asked()).toBe(2)
})

test.each([
  ['drm', 60_000],
  ['nothing-found', 60_000],
  ['source-timeout', 0],
  ['ytdlp-failed', 0],
  ['host-refused', 0],
] as const)('the failure %s is remembered for %i ms', async (code, ms) => {
  const { ask, asked, clock } = remembering()
  const fail = () => {
    throw new SegueError(code)
  }
  for (let time = 0; time < 2; time++) await expect(ask(fail)).rejects.toMatchObject({ code })
  expect(asked()).toBe(ms === 0 ? 2 : 1)
  clock.advance(ms)
  expect(await ask(() => whole([one]))).toEqual(whole([one]))
})

test('a list that goes on is asked for anew', async () => {
  const { ask, asked } = remembering()
  const list = { tracks: [one], total: null, rest: async function* () {} }
  await ask(() => list)
  await ask(() => list)
  expect(asked()).toBe(2)
})

test('what a store holds that is no track is asked for anew', async () => {
  const { ask, asked, cache } = remembering()
  await ask(() => whole([one]))
  const names: string[] = []
  await new FoundCache(watched(names, cache)).find(KEY, async () => whole([one]))
  for (const text of ['', 'no JSON', '7', '{"tracks":[]}', '{"tracks":[{"title":1}]}', '{}']) {
    await cache.set(names[0] ?? '', text, 1_000)
    await ask(() => whole([one]))
  }
  expect(asked()).toBe(7)
  expect(names.join()).not.toContain('s3cret')
})

/** Passes on to a cache, and writes down the names that it's asked for. */
function watched(names: string[], cache: MemoryCache) {
  return {
    get: (name: string) => {
      names.push(name)
      return cache.get(name)
    },
    set: (name: string, value: string, ttlMs: number) => cache.set(name, value, ttlMs),
    delete: (name: string) => cache.delete(name),
  }
}
