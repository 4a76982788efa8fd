import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Cache } from '../../src/cache/cache.ts'
import type { RateLimit } from '../../src/cache/rate-limit.ts'

/** A cache and a rate limit, and a way to let their time pass. */
export interface CacheUnderTest extends AsyncDisposable {
  readonly cache: Cache
  readonly rateLimit: RateLimit
  /** As another process sees them. */
  readonly elsewhere: { readonly cache: Cache; readonly rateLimit: RateLimit }
  passes(ms: number): Promise<void>
}

/** What every cache and every rate limit must do. */
export function keepsTheCacheContract(name: string, open: () => Promise<CacheUnderTest>): void {
  describe(`cache and rate limit in ${name}`, () => {
    let store: CacheUnderTest
    const key = () => crypto.randomUUID()
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store[Symbol.asyncDispose]())

    test('a value is there until its time is over', async () => {
      const name = key()
      await store.cache.set(name, 'völlig "egal"', 1_000)
      expect(await store.elsewhere.cache.get(name)).toBe('völlig "egal"')
      await store.passes(1_100)
      expect(await store.cache.get(name)).toBeNull()
    })

    test('a later value replaces it together with its time', async () => {
      const name = key()
      await store.cache.set(name, 'one', 100)
      await store.cache.set(name, 'two', 60_000)
      await store.passes(150)
      expect(await store.cache.get(name)).toBe('two')
    })

    test('what was never set or was deleted is not there', async () => {
      const name = key()
      expect(await store.cache.get(name)).toBeNull()
      await store.cache.set(name, 'x', 60_000)
      await store.elsewhere.cache.delete(name)
      expect(await store.cache.get(name)).toBeNull()
      await store.cache.delete(name)
    })

    test('a limit lets so many through in a window, and as many in the next', async () => {
      const name = key()
      const take = () => store.rateLimit.take(name, 3, 1_500)
      const taken = [await take(), await take(), await take(), await take()]
      expect(taken.map(({ allowed }) => allowed)).toEqual([true, true, true, false])
      expect(taken.map(({ left }) => left)).toEqual([2, 1, 0, 0])
      for (const { resetMs } of taken) expect(resetMs).toBeWithin(0, 1_501)
      await store.passes(1_600)
      expect((await take()).allowed).toBe(true)
    })

    test('keys are counted apart, processes together', async () => {
      const name = key()
      const other = key()
      await store.rateLimit.take(name, 1, 60_000)
      expect((await store.elsewhere.rateLimit.take(name, 1, 60_000)).allowed).toBe(false)
      expect((await store.rateLimit.take(other, 1, 60_000)).allowed).toBe(true)
    })

    test('who takes at once is counted one by one', async () => {
      const name = key()
      const takes = Array.from({ length: 50 }, (_, n) =>
        (n % 2 ? store : store.elsewhere).rateLimit.take(name, 20, 60_000),
      )
      const allowed = (await Promise.all(takes)).filter((one) => one.allowed)
      expect(allowed).toHaveLength(20)
    })
  })
}
