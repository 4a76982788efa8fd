import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { idleState } from '../../src/domain/player/state.ts'
import { QUEUE_LIMIT } from '../../src/domain/queue.ts'
import { withFirstTaken } from '../../src/player/first-taken.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { failureOf } from '../support/failure.ts'

const state = { ...idleState, settings: { ...idleState.settings, maxTrackMin: 5 } }
const page = (minutes: number, count = 100) =>
  Array.from({ length: count }, (_, n) =>
    foundTrack(`${minutes}-${n}`, { durationMs: minutes * 60_000 }),
  )

test('of a list without an end that the server refuses, a queue full is looked at', async () => {
  let given = 0
  let isClosed = false
  async function* endless() {
    try {
      for (;;) {
        given++
        yield page(60)
      }
    } finally {
      isClosed = true
    }
  }
  const looking = new AbortController()
  const found = await withFirstTaken(
    { tracks: page(60), total: null, rest: endless },
    state,
    looking,
  )
  expect([found.tracks.length, given]).toEqual([QUEUE_LIMIT, QUEUE_LIMIT / 100 - 1])
  for await (const more of found.rest?.(new AbortController().signal) ?? []) {
    expect(more).toHaveLength(100)
    break
  }
  expect(isClosed).toBe(true)
})

test('a page that can’t be had says why, and what was begun is ended', async () => {
  async function* broken() {
    yield page(60)
    throw new SegueError('source-busy')
  }
  const looking = new AbortController()
  const found = withFirstTaken({ tracks: page(60), total: null, rest: broken }, state, looking)
  expect(await failureOf(found)).toMatchObject({ code: 'source-busy' })
  expect(looking.signal.aborted).toBe(true)
})

test('whoever ends the rest ends what was begun', async () => {
  let signal: AbortSignal | null = null
  async function* slow(given: AbortSignal) {
    signal = given
    yield page(1)
    await new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)))
  }
  const looking = new AbortController()
  const found = await withFirstTaken({ tracks: page(60), total: null, rest: slow }, state, looking)
  expect(found.tracks).toHaveLength(200)
  const ends = new AbortController()
  const rest = found.rest?.(ends.signal)[Symbol.asyncIterator]().next()
  ends.abort(new Error('ended'))
  expect(await failureOf(rest ?? Promise.resolve())).toMatchObject({ message: 'ended' })
  expect((signal as AbortSignal | null)?.aborted).toBe(true)
})
