import { describe, expect, test } from 'bun:test'
import { attic, enqueue, lounge, playing, refusalOf, Story } from '../sample.ts'

const LEAVE_ALONE_AFTER_MS = 5 * 60_000

const elsewhere = { voiceChannelId: attic.channelId }

describe('when nobody listens', () => {
  test('the music waits, and goes on when somebody is back', () => {
    const story = playing('a').listeners(false)
    expect(story.effect('pause').paused).toBe(true)
    expect(story.state.paused).toBe(false)
    story.passes(LEAVE_ALONE_AFTER_MS - 1).listeners(true)
    expect(story.effect('pause').paused).toBe(false)
    expect(story.passes(LEAVE_ALONE_AFTER_MS * 2).state.voiceChannel).toEqual(lounge)
  })

  test('what a member had paused stays so', () => {
    const story = playing('a').command({ kind: 'pause' }).listeners(false)
    expect(story.effects).toBe('')
    expect(story.listeners(true).effects).toBe('')
    expect(story.state.paused).toBe(true)
  })

  test('it leaves after five minutes, says so, and keeps the queue and the position', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 }).listeners(false)
    story.passes(LEAVE_ALONE_AFTER_MS - 1)
    expect(story.state.voiceChannel).toEqual(lounge)
    story.passes(1)
    expect(story.effects).toBe('disconnect announce:left-alone')
    expect(story.effect('announce').notice).toMatchObject({ kept: 2 })
    expect([story.state.voiceChannel, story.current, story.upcoming]).toEqual([null, null, 'a b'])
    story.command({ kind: 'join' })
    expect(story.effect('play')).toMatchObject({ startMs: 42_000, paused: false })
  })

  test('also when nothing plays there, or a member had paused', () => {
    const idle = new Story().command({ kind: 'join' }).listeners(false)
    expect(idle.passes(LEAVE_ALONE_AFTER_MS).state.voiceChannel).toBeNull()
    const paused = playing('a').command({ kind: 'pause' }).listeners(false)
    expect(paused.passes(LEAVE_ALONE_AFTER_MS).state.voiceChannel).toBeNull()
  })

  test('whoever calls from another channel moves it there, and it goes on', () => {
    const story = playing('a')
    const call = () => story.command(enqueue('b'), elsewhere)
    expect(refusalOf(call)).toBe('caller-elsewhere')
    story.listeners(false)
    expect(refusalOf(() => story.command({ kind: 'pause' }, elsewhere))).toBe('caller-elsewhere')
    call()
    expect(story.effects).toBe('connect pause')
    expect(story.effect('pause').paused).toBe(false)
    expect([story.state.voiceChannel, story.current, story.upcoming]).toEqual([attic, 'a', 'b'])
    expect(story.passes(LEAVE_ALONE_AFTER_MS).state.voiceChannel).toEqual(attic)
  })

  test('a track that begins meanwhile stays silent, and the answer says that it waits', () => {
    const story = new Story().command({ kind: 'join' }).listeners(false)
    story.command(enqueue('a'))
    expect(story.effect('play').paused).toBe(true)
    const asked = new Story().command(enqueue('a')).listeners(false)
    expect(asked.effects).toBe('pause announce:waiting')
  })

  test('news that are none change nothing', () => {
    const story = playing('a').listeners(true)
    expect(story.effects).toBe('')
    const { state } = story.listeners(false).passes(1_000)
    expect(story.listeners(false).state).toEqual(state)
    expect(new Story().listeners(false).state.aloneSinceMs).toBeNull()
  })
})

test('what was asked before a stop or a leave ends with it', () => {
  for (const kind of ['stop', 'leave'] as const) {
    const story = playing('a')
    story.passes(5_000).command({ kind })
    expect(refusalOf(() => story.command(enqueue('b'), {}, 4_000))).toBe('ended-meanwhile')
    expect(refusalOf(() => story.command(enqueue('b'), {}, 5_001))).toBe('accepted')
    expect(story.current).toBe('b')
  }
})
