import { describe, expect, test } from 'bun:test'
import { type ErrorCode, SegueError } from '../../src/base/error.ts'
import { guildId } from '../../src/base/ids.ts'
import { idleState } from '../../src/domain/player/state.ts'
import type { Track } from '../../src/domain/track.ts'
import { UNPLAYABLE } from '../../src/domain/unplayable.ts'
import { silentLog } from '../../src/observability/log.ts'
import { Insteads } from '../../src/player/insteads.ts'
import { foundTrack, track } from '../domain/player/sample.ts'

/** Of a server in which that one is the next match, always; counts how often it's looked for. */
function server() {
  const asked: string[] = []
  const foundBy = { words: 'w', place: null }
  const insteads = new Insteads({
    guildId: guildId('1'),
    nextMatch: async ({ title }) => {
      asked.push(title)
      return { ...foundTrack('next'), foundBy }
    },
    log: silentLog,
    state: () => idleState,
  })
  const of = (failed: Track, code: ErrorCode) => insteads.of(failed, new SegueError(code))
  return { asked, of }
}

const found = (title: string, words = 'w') => track(title, { foundBy: { words, place: null } })

describe('the next match', () => {
  test.each([...UNPLAYABLE])('takes the place of a track with the failure %s', async (code) => {
    const { of } = server()
    const { id } = found('a')
    expect(await of(found('a'), code)).toMatchObject({ of: id, code, track: { title: 'next' } })
  })

  test.each(['source-timeout', 'source-lost', 'source-busy', 'rate-limited'] as const)(
    'isn’t looked for where %s may pass',
    async (code) => {
      const { of, asked } = server()
      expect(await of(found('a'), code)).toBeNull()
      expect(asked).toBeEmpty()
    },
  )

  test('isn’t looked for where somebody named the track itself', async () => {
    const { of, asked } = server()
    expect(await of(track('a'), 'gone')).toBeNull()
    expect(asked).toBeEmpty()
  })

  test('is looked for three times in a row as one entry of the queue, and for each other entry', async () => {
    const { of, asked } = server()
    for (let time = 0; time < 4; time++) await of(found('a'), 'gone')
    expect(asked).toEqual(['a', 'a', 'a'])
    // Whoever asks for the same words again has another entry.
    for (const title of ['b', 'c', 'd', 'e', 'a']) await of(found(title), 'gone')
    expect(asked.slice(3)).toEqual(['b', 'c', 'd', 'e', 'a'])
  })
})
