import { expect, test } from 'bun:test'
import type { Found, FoundTrack } from '../../src/domain/track.ts'
import { foundBehind } from '../../src/player/found-behind.ts'
import { track } from '../domain/player/sample.ts'

const never = new AbortController().signal
const page = (names: string): FoundTrack[] => names.split('').map((name) => track(name))

/** Three pages of two. */
const list: Found = {
  tracks: page('ab'),
  total: 6,
  rest: async function* () {
    yield page('cd')
    yield page('ef')
  },
}

test.each([
  [0, ['ab', 'cd', 'ef']],
  [1, ['b', 'cd', 'ef']],
  [2, ['cd', 'ef']],
  [3, ['d', 'ef']],
  [6, []],
  [99, []],
])('of a list of six of which %d came, the others follow', async (passed, wanted) => {
  const pages = await Array.fromAsync(foundBehind(() => Promise.resolve(list), passed, never))
  expect(pages.map((tracks) => tracks.map(({ title }) => title).join(''))).toEqual(wanted)
})
