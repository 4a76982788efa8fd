import { describe, expect, test } from 'bun:test'
import {
  GIVE_UP_AFTER_MS,
  STATION_GIVE_UP_AFTER_MS,
} from '../../../../src/domain/player/react/retry.ts'
import { enqueue, playing, Story, track } from '../sample.ts'

const MINUTE_MS = 60_000
const names = 'a b c d e f g h'

/** Every track that is opened fails so, for as long as that. */
function outage(story: Story, ms: number, code: 'source-lost' | 'rate-limited' = 'source-lost') {
  const told: string[] = []
  const note = () => void told.push(...story.effects.split(' ').filter((e) => e.startsWith('ann')))
  const end = story.now + ms
  story.playFailed(code)
  note()
  while (story.now < end && story.state.current !== null) {
    story.passes(1_000)
    const { current } = story.state
    if (current !== null && current.retry?.dueMs == null) {
      story.playFailed(code)
      note()
    }
  }
  return told
}

/** A station plays. */
function onAir(): Story {
  const tracks = [track('a', { live: true, durationMs: null })]
  const story = new Story().command({ kind: 'enqueue', tracks, place: 'end' })
  return story.event({ kind: 'started' })
}

describe('a failure that may pass', () => {
  test('twenty seconds without a network cost no track, and are told once', () => {
    const story = new Story().command(enqueue(names))
    expect(outage(story, 20_000)).toEqual(['announce:retrying'])
    expect([story.current, story.upcoming]).toEqual(['a', 'b c d e f g h'])
    story.passes(MINUTE_MS).event({ kind: 'started' })
    expect(story.effects).toBe('announce:playing')
  })

  test('two minutes without a network cost no track either', () => {
    const story = new Story().command(enqueue(names))
    expect(outage(story, 120_000)).toEqual(['announce:retrying', 'announce:postponed'])
    expect([story.current, story.upcoming]).toEqual(['b', 'a c d e f g h'])
    story.passes(MINUTE_MS).event({ kind: 'started' }).event({ kind: 'ended' })
    expect(story.event({ kind: 'started' }).effects).toBe('announce:playing')
    expect([story.current, story.upcoming]).toEqual(['a', 'c d e f g h'])
  })

  test('the pauses between the tries grow', () => {
    const story = new Story().command(enqueue('a'))
    const pauses: number[] = []
    for (let tries = 0; tries < 6; tries++) {
      story.playFailed('source-timeout')
      const due = story.state.current?.retry?.dueMs ?? 0
      pauses.push(due - story.now)
      story.passes(due - story.now)
      expect(story.effects).toBe('play')
    }
    expect(pauses).toEqual([2_000, 5_000, 15_000, 30_000, 30_000, 30_000])
  })

  test('an outage of a quarter of an hour ends in rest, with every track kept, and /resume goes on', () => {
    const story = new Story().command(enqueue(names))
    const told = outage(story, 2 * GIVE_UP_AFTER_MS)
    expect(told).toEqual(['announce:retrying', 'announce:postponed', 'announce:unreachable'])
    expect(story.current).toBeNull()
    expect(story.effect('announce').notice).toMatchObject({ kind: 'unreachable', kept: 8 })
    expect(story.upcoming.split(' ').toSorted().join(' ')).toBe(names)
    expect(story.command({ kind: 'resume' }).current).toBe('b')
  })

  test('a track in mid-song goes on where it broke off', () => {
    const story = playing('a b').event({ kind: 'failed', code: 'source-lost', positionMs: 42_000 })
    expect(story.effects).toBe('announce:retrying')
    expect(story.passes(2_000).effect('play').startMs).toBe(42_000)
    expect(story.event({ kind: 'started' }).effects).toBe('')
  })

  test('one dead link among good ones costs little, and is left out alone', () => {
    const story = new Story().command(enqueue('dead b c'))
    const told = outage(story, 22_000)
    expect(told).toEqual(['announce:retrying', 'announce:postponed'])
    expect([story.current, story.upcoming]).toEqual(['b', 'dead c'])
    story.event({ kind: 'started' }).passes(180_000).event({ kind: 'ended' })
    expect(story.current).toBe('dead')
    expect(outage(story, 22_000)).toEqual(['announce:retrying', 'announce:failed'])
    expect([story.current, story.upcoming]).toEqual(['c', ''])
  })

  test('a source that always breaks off at the same place does not go on for ever', () => {
    const story = playing('a b')
    for (let tries = 0; story.current === 'a'; tries++) {
      story.event({ kind: 'failed', code: 'source-lost', positionMs: 9_000 }).passes(MINUTE_MS)
      story.event({ kind: 'started' }).passes(50_000)
      expect(tries).toBeLessThan(6)
    }
    expect(story.upcoming).toBe('a')
  })

  test('one that breaks off again much later counts as new, and is reported again', () => {
    const story = playing('a')
    const broken = { kind: 'failed', code: 'source-lost' } as const
    for (const positionMs of [60_000, 200_000]) {
      expect(story.event({ ...broken, positionMs }).effects).toBe('announce:retrying')
      story.passes(2_000).event({ kind: 'started' }).passes(120_000)
    }
  })

  test('while it waits, people skip, pause and seek as ever', () => {
    const waits = () => playing('a b').event({ kind: 'failed', code: 'source-lost' })
    expect(waits().command({ kind: 'skip', count: 1 }).current).toBe('b')
    const paused = waits().command({ kind: 'pause' }).passes(2_000)
    expect(paused.effect('play').paused).toBe(true)
    const sought = waits().command({ kind: 'seek', target: { kind: 'to', ms: 30_000 } })
    expect(sought.effects).toBe('')
    expect(sought.passes(2_000).effect('play').startMs).toBe(30_000)
    expect(waits().command({ kind: 'leave' }).passes(MINUTE_MS).effects).toBe('disconnect')
  })

  test('whoever asks in the middle of an outage is told of it, too', () => {
    const story = new Story().command(enqueue('a b c'))
    outage(story, 70_000)
    story.command(enqueue('d', 'now')).playFailed('source-lost')
    expect(story.effects).toBe('announce:retrying')
  })

  test('a station that was heard is waited for, whatever its address leads to meanwhile', () => {
    for (const code of ['http-status', 'not-audio', 'decode-failed', 'empty-file'] as const) {
      const story = onAir().event({ kind: 'failed', code, positionMs: 5_000 })
      expect(story.effects).toBe('announce:retrying')
      for (let minutes = 0; minutes < 55; minutes++) {
        story.passes(MINUTE_MS)
        if (story.state.current?.retry?.dueMs == null) story.playFailed(code)
        expect([story.current, story.effects]).toEqual(['a', expect.not.stringContaining('ann')])
      }
      story.passes(MINUTE_MS).event({ kind: 'started' })
      expect([story.current, story.effects]).toEqual(['a', ''])
    }
  })

  test('an hour later a station is gone for good, and is kept in the queue', () => {
    const story = onAir().event({ kind: 'failed', code: 'http-status', positionMs: 5_000 })
    const end = story.now + 1.1 * STATION_GIVE_UP_AFTER_MS
    let tries = 0
    for (; story.now < end && story.current !== null; story.passes(1_000)) {
      if (story.state.current?.retry?.dueMs === null) story.playFailed('http-status')
      if (story.effects.includes('play')) tries++
    }
    expect(story.effect('announce').notice).toMatchObject({ kind: 'unreachable', kept: 1 })
    expect([story.current, story.upcoming]).toEqual([null, 'a'])
    expect(tries).toBeLessThan(125)
  })

  test('a station that nobody has heard yet fails at once, and so does an address that’s refused', () => {
    const tracks = [track('a', { live: true, durationMs: null })]
    const never = new Story().command({ kind: 'enqueue', tracks, place: 'end' })
    expect(never.playFailed('http-status').effects).toBe('stop announce:failed')
    expect(onAir().playFailed('address-refused').effects).toBe('stop announce:failed')
  })

  test('what is the track’s own fault is not tried again', () => {
    const story = new Story().command(enqueue('a b')).playFailed('gone')
    expect(story.effects).toBe('announce:failed play')
    expect(story.passes(MINUTE_MS).current).toBe('b')
  })
})
