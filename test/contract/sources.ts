import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { guildId, newTrackId, userId } from '../../src/base/ids.ts'
import { Check } from '../../src/domain/schema/check.ts'
import { foundTrackSchema } from '../../src/domain/schema/track.ts'
import type { Found, FoundTrack } from '../../src/domain/track.ts'
import { cleanText } from '../../src/sources/clean-text.ts'
import type { Asking, Source } from '../../src/sources/source.ts'

/** A source with something in it. */
export interface SourceUnderTest extends AsyncDisposable {
  readonly source: Source
  /** What finds at least one track that can be opened. */
  readonly link: string
  /** What's the source's own, or looks so, and leads to nothing. */
  readonly missing: string
  /** What neither a track nor an error nor the health may show: passwords, tokens. */
  readonly secrets: readonly string[]
  /** For a source that searches. */
  readonly words?: string
  /** Whether its tracks are matched elsewhere, so that it opens none. */
  readonly opensNone?: boolean
}

/** As long as a title may be, and a link. */
const TEXT_CHARS = 500
const LOCATOR_CHARS = 8 * 1024

/** What every source must do, whatever it's made of. */
export function keepsTheSourceContract(name: string, open: () => Promise<SourceUnderTest>): void {
  describe(`the source ${name}`, () => {
    let under: SourceUnderTest
    const asking: Asking = { server: guildId('1'), signal: new AbortController().signal }
    const gone: Asking = { ...asking, signal: AbortSignal.abort(new Error('left')) }
    beforeAll(async () => {
      under = await open()
    })
    afterAll(() => under[Symbol.asyncDispose]())

    test('finds tracks that can be stored and shown, in pages that hold something', async () => {
      const found = await under.source.find(under.link, asking)
      expect(found.tracks.length).toBeGreaterThan(0)
      for (const track of found.tracks) checkTrack(track, under)
      let pages = 0
      for await (const page of found.rest?.(asking.signal) ?? []) {
        expect(page.length).toBeGreaterThan(0)
        for (const track of page) checkTrack(track, under)
        if (++pages === 3) break
      }
    })

    test('says by a code that there is nothing', async () => {
      const { source, missing } = under
      await expect(failure(source.find(missing, asking))).resolves.toBeInstanceOf(SegueError)
      const told = Bun.inspect(await failure(source.find(missing, asking)))
      for (const secret of under.secrets) expect(told).not.toContain(secret)
    })

    test('asks for nothing that nobody waits for any more', async () => {
      const { source, link } = under
      expect(await failure(source.find(link, gone))).toMatchObject({ message: 'left' })
    })

    test('opens what it found, each time anew', async () => {
      const { source, link, opensNone } = under
      const [found] = (await source.find(link, asking)).tracks
      if (found === undefined) throw new Error('nothing found')
      const track = { ...found, id: newTrackId(), requestedBy: userId('1') }
      if (opensNone === true) {
        expect(found.source).toBe('query')
        return
      }
      for (let time = 0; time < 2; time++) {
        expect(['file', 'http', 'process']).toContain((await source.open(track, asking)).kind)
      }
    })

    test('finds words only where it says that it searches', async () => {
      const { source, words } = under
      const { places = [] } = source
      expect(places.length > 0).toBe(source.search !== undefined)
      const [place] = places
      if (place === undefined || words === undefined) return
      const search = async (text: string, limit: number): Promise<Found | undefined> =>
        await source.search?.({ words: text, limit, place }, asking)
      const found = await search(words, 2)
      expect(found?.tracks.length).toBeOneOf([1, 2])
      for (const track of found?.tracks ?? []) checkTrack(track, under)
      const none = await failure(Promise.resolve(search('qzxv jjkqw wvvzq', 2)))
      expect(none).toMatchObject({ code: 'nothing-found' })
    })

    test('has a health without secrets', () => {
      const told = JSON.stringify(under.source.health?.() ?? null)
      for (const secret of under.secrets) expect(told).not.toContain(secret)
    })
  })
}

const schema = new Check(foundTrackSchema)

function checkTrack(track: FoundTrack, { source, secrets }: SourceUnderTest): void {
  expect(schema.faultIn(track)).toBeNull()
  expect([source.name, 'query']).toContain(track.source)
  for (const text of [track.title, track.artist, track.album]) {
    if (text !== null) expect(cleanText(text, TEXT_CHARS)).toBe(text)
  }
  expect(track.locator.length).toBeLessThanOrEqual(LOCATOR_CHARS)
  if (track.pageUrl !== null) expect(track.pageUrl).toMatch(/^https?:\/\//)
  const stored = JSON.stringify(track)
  for (const secret of secrets) expect(stored).not.toContain(secret)
  const query = source.queryFor?.(track) ?? null
  if (query !== null) expect(query.length).toBeGreaterThan(0)
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
