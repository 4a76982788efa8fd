import { describe, expect, test } from 'bun:test'
import type { TrackId } from '../../../../src/base/ids.ts'
import { playing, refusalOf, track } from '../sample.ts'

const wrong = (id: string, match = 'x', fields: Parameters<typeof track>[1] = {}) => ({
  ...{ kind: 'wrong' as const, id: id as TrackId, track: track(match, fields) },
})

describe('a wrong match', () => {
  test('that is queued gives its place to another, and what plays plays on', () => {
    const story = playing('a b c d').command(wrong('c'))
    expect(`${story.current}: ${story.upcoming}`).toBe('a: b x d')
    expect(story.step.reply).toMatchObject({ kind: 'corrected', position: 2 })
    expect(story.step.effects).toEqual([])
  })

  test('that plays is ended at once, and the other begins from its start', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 }).command(wrong('a'))
    expect(`${story.current}: ${story.upcoming}`).toBe('x: b')
    expect(story.step.reply).toMatchObject({ kind: 'playing', track: { id: 'x' } })
    const kinds = story.step.effects.map(({ kind }) => kind)
    expect(kinds.slice(0, 2)).toEqual(['stop', 'play'])
    expect(story.state.current?.positionMs).toBe(0)
  })

  test('isn’t kept by a looped queue', () => {
    const story = playing('a b').command({ kind: 'loop', loop: 'queue' }).command(wrong('a'))
    expect(`${story.current}: ${story.upcoming}`).toBe('x: b')
  })

  test('that is over by then is told, and so is why the server doesn’t take the other', () => {
    const story = playing('a b').settings({ maxTrackMin: 1, blockedWords: ['remix'] })
    expect(refusalOf(() => story.command(wrong('gone')))).toBe('track-gone')
    expect(refusalOf(() => story.command(wrong('b', 'Remix', { durationMs: 1 })))).toBe(
      'track-blocked',
    )
    const long = wrong('b', 'x', { durationMs: 61_000 })
    expect(refusalOf(() => story.command(long))).toBe('track-too-long')
    expect(`${story.current}: ${story.upcoming}`).toBe('a: b')
  })

  test('gives its place to another also where more wait than may wait by now', () => {
    for (const set of [{ maxQueue: 1 }, { maxPerMember: 1 }]) {
      const story = playing('a b c d').settings(set).command(wrong('c'))
      expect(story.upcoming).toBe('b x d')
      expect(story.command(wrong('a', 'y')).current).toBe('y')
    }
  })

  test('may be followed by the same track where duplicates are blocked: it takes its own place', () => {
    const story = playing('a b').settings({ duplicates: 'block' })
    const { source, locator } = story.state.upcoming[0] ?? track('b')
    expect(story.command(wrong('b', 'x', { source, locator })).upcoming).toBe('x')
    const playingNow = story.state.current?.track ?? track('a')
    const again = wrong('x', 'y', { source: playingNow.source, locator: playingNow.locator })
    expect(refusalOf(() => story.command(again))).toBe('already-queued')
  })
})
