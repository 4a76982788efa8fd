import { describe, expect, test } from 'bun:test'
import type { TrackId } from '../../../../src/base/ids.ts'
import { PLAYED_KEPT } from '../../../../src/domain/player/past/played.ts'
import { enqueue, playing, refusalOf, Story } from '../sample.ts'

const previous = { kind: 'previous' } as const
const skip = { kind: 'skip', count: 1 } as const
const started = { kind: 'started' } as const
const ended = { kind: 'ended' } as const

const played = ({ state }: Story) => state.past.played.map(({ title }) => title).join(' ')

describe('previous', () => {
  test('it plays what really played before, and what it interrupts comes next', () => {
    const story = playing('a b c d').command(skip).event(started).event(ended).event(started)
    expect(story.current).toBe('c')
    expect(story.command(previous).current).toBe('b')
    expect(story.upcoming).toBe('c d')
    expect(story.effects).toBe('stop play')
    expect(story.event(started).command(previous).current).toBe('a')
    expect(story.upcoming).toBe('b c d')
    expect(refusalOf(() => story.event(started).command(previous))).toBe('nothing-before')
  })

  test('a shuffle changes what comes, not what was', () => {
    const story = playing('a b c d e f').event(ended).event(started)
    story.command({ kind: 'shuffle', seed: 7 }).command(skip).event(started)
    const [, now] = [story.command(previous).current, story.upcoming.split(' ')[0]]
    expect(story.current).toBe('b')
    expect(now).not.toBe('b')
  })

  test('what nobody heard didn’t play, and what failed before its first sound neither', () => {
    const story = playing('a b c d').command(skip).command(skip).playFailed().event(started)
    expect(story.current).toBe('d')
    expect(played(story)).toBe('a')
  })

  test('with nothing playing it plays the last one, also after a stop', () => {
    const story = playing('a').event(ended)
    expect(story.command(previous).current).toBe('a')
    story.event(started).command({ kind: 'stop' }).command(previous)
    expect(story.current).toBe('a')
    expect(story.upcoming).toBe('')
  })

  test('in a looped queue no track comes twice', () => {
    const story = playing('a b c').command({ kind: 'loop', loop: 'queue' }).event(ended)
    expect(story.upcoming).toBe('c a')
    expect(story.event(started).command(previous).current).toBe('a')
    expect(story.upcoming).toBe('b c')
  })

  test('a looped track is the one before only once it has ended', () => {
    const story = playing('a b').command({ kind: 'loop', loop: 'track' }).event(ended)
    expect(played(story.event(started).event(ended))).toBe('')
    expect(played(story.event(started).command(skip))).toBe('a')
  })

  test('a track that waits where voice was lost hasn’t played to its end', () => {
    const story = playing('a b').event({ kind: 'voice-lost', code: 'voice-lost' })
    expect(played(story)).toBe('')
    expect(refusalOf(() => story.command(previous))).toBe('nothing-before')
    story.command({ kind: 'join' }).event(started).command(skip).command({ kind: 'leave' })
    expect(played(story)).toBe('a')
    expect(refusalOf(() => story.command(previous))).toBe('bot-not-in-voice')
  })

  test('it remembers so many tracks, and nothing of a server whose data were deleted', () => {
    const names = Array.from({ length: PLAYED_KEPT + 9 }, (_, index) => `t${index}`)
    const story = playing(names.join(' '))
    for (const _ of names.slice(1)) story.event(ended).event(started)
    expect(story.state.past.played).toHaveLength(PLAYED_KEPT)
    expect(story.state.past.played.at(-1)?.title).toBe(names.at(-2) ?? '')
    expect(story.erased().state.past.played).toEqual([])
    expect(playing('a').event(started).erased().state.past.played).toEqual([])
  })
})

describe('replay', () => {
  test('it goes to the beginning, and ends a pause', () => {
    const story = playing('a').event({ kind: 'position', positionMs: 90_000 })
    story.command({ kind: 'replay' })
    expect(story.effect('seek').positionMs).toBe(0)
    expect(story.step.reply).toMatchObject({ kind: 'replayed' })
    story.command({ kind: 'pause' }).command({ kind: 'replay' })
    expect(story.effects).toBe('seek pause')
    expect(story.state.paused).toBe(false)
  })

  test('a stream is opened again', () => {
    const story = new Story().command(enqueue('a')).event({ kind: 'started', seekable: false })
    expect(story.command({ kind: 'replay' }).effects).toBe('stop play')
    expect(story.current).toBe('a')
    expect(played(story)).toBe('')
  })

  test('with nothing playing the last track comes again', () => {
    expect(playing('a').event(ended).command({ kind: 'replay' }).current).toBe('a')
    expect(refusalOf(() => new Story().command({ kind: 'replay' }))).toBe('nothing-before')
  })
})

describe('jump', () => {
  test('it plays that track, and the others stay as they are', () => {
    const story = playing('a b c d').command({ kind: 'jump', to: 2 })
    expect(story.current).toBe('c')
    expect(story.upcoming).toBe('b d')
    expect(story.step.reply).toMatchObject({ kind: 'playing', more: 0 })
  })

  test('in a looped queue the track that it ends comes again', () => {
    const story = playing('a b c').command({ kind: 'loop', loop: 'queue' })
    expect(story.command({ kind: 'jump', to: 2 }).upcoming).toBe('b a')
  })

  test('an id names the track wherever it is by now, and says when it’s gone', () => {
    const story = playing('a b c d').command({ kind: 'move', from: 3, to: 1 })
    expect(story.command({ kind: 'jump', to: 'd' as TrackId }).current).toBe('d')
    const again = () => story.command({ kind: 'jump', to: 'd' as TrackId })
    expect(refusalOf(again)).toBe('track-gone')
    expect(refusalOf(() => story.command({ kind: 'jump', to: 3 }))).toBe('bad-index')
  })
})
