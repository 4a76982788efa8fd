import { describe, expect, test } from 'bun:test'
import type { Command } from '../../../../src/domain/command.ts'
import type { FilterChange } from '../../../../src/domain/filters.ts'
import { QUEUE_LIMIT } from '../../../../src/domain/queue.ts'
import { unfiltered } from '../../../../src/domain/sound.ts'
import { attic, enqueue, lounge, playing, refusalOf, Story, text, track } from '../sample.ts'

describe('queueing', () => {
  test('the first track joins and plays at once', () => {
    const story = new Story().command(enqueue('a'))
    expect(story.effects).toBe('connect play')
    expect(story.effect('play')).toMatchObject({
      startMs: 0,
      sound: unfiltered(100),
      paused: false,
    })
    expect(story.step.reply).toEqual({ kind: 'playing', track: track('a'), more: 0 })
    expect(story.state.textChannelId).toBe(text)
  })

  test('a second track queues behind, and says at which position', () => {
    const story = playing('a').command(enqueue('b')).command(enqueue('c d'))
    expect(story.upcoming).toBe('b c d')
    expect(story.effects).toBe('')
    expect(story.step.reply).toEqual({ kind: 'queued', track: track('c'), position: 2, more: 1 })
  })

  test('next goes before the queue, now takes the place of what plays', () => {
    const story = playing('a b').command(enqueue('c', 1))
    expect(story.upcoming).toBe('c b')
    story.command(enqueue('d e', 'now'))
    expect(story.current).toBe('d')
    expect(story.upcoming).toBe('e c b')
    expect(story.effects).toBe('stop play')
  })

  test('with the queue looped, a track that now replaces comes again later', () => {
    const story = playing('a b').command({ kind: 'loop', loop: 'queue' })
    expect(story.command(enqueue('c', 'now')).upcoming).toBe('b a')
  })

  test('an idle bot in the channel plays without joining again', () => {
    const story = playing('a').event({ kind: 'ended' }).command(enqueue('b'))
    expect(story.effects).toBe('play')
  })

  test('an idle bot follows a caller from another channel', () => {
    const story = new Story().command({ kind: 'join' })
    story.command({ kind: 'join' }, { voiceChannelId: attic.channelId })
    expect(story.effect('connect').voiceChannel).toEqual(attic)
    expect(story.state.voiceChannel).toEqual(attic)
  })

  test('what doesn’t fit below the limit is left out, and the answer says so', () => {
    const tracks = Array.from({ length: 10_001 }, (_, index) => track(`t${index}`))
    const story = playing('a')
    const many: Command = { kind: 'enqueue', tracks, place: 'end' }
    expect(story.command(many).state.upcoming).toHaveLength(QUEUE_LIMIT)
    expect(story.step.reply).toMatchObject({ kind: 'queued', left: 1 })
    expect(refusalOf(() => story.command(enqueue('b')))).toBe('queue-full')
  })
})

describe('controls', () => {
  test('pause and resume reach the engine once', () => {
    const story = playing('a').command({ kind: 'pause' })
    expect(story.effect('pause').paused).toBe(true)
    expect(story.command({ kind: 'pause' }).effects).toBe('')
    expect(story.command({ kind: 'resume' }).effect('pause').paused).toBe(false)
    expect(story.step.reply?.kind).toBe('resumed')
  })

  test('skipping a paused track starts the next one unpaused', () => {
    const story = playing('a b').command({ kind: 'pause' }).command({ kind: 'skip', count: 1 })
    expect(story.effect('play').paused).toBe(false)
  })

  test('skip counts, ends a loop over one track, and keeps skipped ones in a loop over the queue', () => {
    expect(playing('a b c').command({ kind: 'skip', count: 2 }).current).toBe('c')
    const one = playing('a b').command({ kind: 'loop', loop: 'track' })
    expect(one.command({ kind: 'skip', count: 1 }).current).toBe('b')
    const all = playing('a b c').command({ kind: 'loop', loop: 'queue' })
    all.command({ kind: 'skip', count: 2 })
    expect([all.current, all.upcoming]).toEqual(['c', 'a b'])
    expect(all.step.reply).toMatchObject({ kind: 'skipped', more: 1 })
  })

  test('skipping the last track leaves silence', () => {
    const story = playing('a').command({ kind: 'skip', count: 1 })
    expect(story.effects).toBe('stop')
    expect(story.step.reply).toEqual({ kind: 'skipped', track: track('a'), more: 0, next: null })
  })

  test('stop drops the queue and stays', () => {
    const story = playing('a b').command({ kind: 'stop' })
    expect(story.effects).toBe('stop')
    expect([story.current, story.upcoming, story.state.voiceChannel]).toEqual([null, '', lounge])
  })

  test('seeks go to a position or by a distance, never before the beginning', () => {
    const story = playing('a').event({ kind: 'position', positionMs: 20_000 })
    story.command({ kind: 'seek', target: { kind: 'by', ms: 30_000 } })
    expect(story.effect('seek').positionMs).toBe(50_000)
    story.command({ kind: 'seek', target: { kind: 'by', ms: -90_000 } })
    expect(story.effect('seek').positionMs).toBe(0)
    story.command({ kind: 'seek', target: { kind: 'to', ms: 179_999 } })
    expect(story.effect('seek').positionMs).toBe(179_999)
  })

  test('a seek past the end, or in a stream without one, is refused', () => {
    const past: Command = { kind: 'seek', target: { kind: 'to', ms: 180_000 } }
    expect(refusalOf(() => playing('a').command(past))).toBe('bad-position')
    const stream = playing('a').event({ kind: 'started', seekable: false })
    expect(refusalOf(() => stream.command(past))).toBe('not-seekable')
    const tracks = [track('live', { live: true })]
    const live = new Story().command({
      kind: 'enqueue',
      tracks,
      place: 'end',
    })
    expect(refusalOf(() => live.command(past))).toBe('not-seekable')
  })

  test('only a stated length refuses a seek: a guessed or unknown one may prove too short', () => {
    const far: Command = { kind: 'seek', target: { kind: 'to', ms: 240_000 } }
    for (const facts of [{ stated: false }, { durationMs: null, stated: false }]) {
      const story = new Story().command(enqueue('a')).event({ kind: 'started', ...facts })
      expect(story.command(far).effect('seek').positionMs).toBe(240_000)
    }
    // Until the engine has seen the container, the length comes from a tag.
    expect(refusalOf(() => new Story().command(enqueue('a')).command(far))).toBe('accepted')
  })

  test('volume reaches what plays, and holds for what follows', () => {
    const story = playing('a b').command({ kind: 'volume', volume: 50 })
    expect(story.effect('sound').sound.volume).toBe(50)
    expect(playing('a').command({ kind: 'volume', volume: 0 }).effect('sound').sound.volume).toBe(0)
    expect(story.command({ kind: 'skip', count: 1 }).effect('play').sound.volume).toBe(50)
    const resting = new Story().command({ kind: 'join' })
    expect(resting.command({ kind: 'volume', volume: 200 }).effects).toBe('')
  })

  test.each([
    [100, [10, 10], 120],
    [100, [-10, 10, -10], 90],
    [185, [10, 10, 10], 200],
    [15, [-10, -10, -10], 0],
    [200, [10, -10], 190],
  ])(
    'from %p percent, steps of %p that were all asked for at once add up to %p',
    (from, steps, to) => {
      const story = playing('a').command({ kind: 'volume', volume: from })
      for (const percent of steps) story.command({ kind: 'volume-by', percent })
      expect([story.state.volume, story.effect('sound').sound.volume]).toEqual([to, to])
      expect(story.step.reply).toEqual({ kind: 'volume', volume: to })
      expect(story.command({ kind: 'skip', count: 1 }).state.volume).toBe(to)
    },
  )

  test('whoever mutes twice gets back what there was before the first; louder ends the silence', () => {
    const mute = (muted: boolean): Command => ({ kind: 'mute', muted })
    const story = playing('a').command({ kind: 'volume', volume: 70 })
    expect(story.command(mute(true)).effect('sound').sound.volume).toBe(0)
    expect(story.command(mute(true)).effect('sound').sound.volume).toBe(0)
    expect(story.command(mute(false)).effect('sound').sound.volume).toBe(70)
    expect(story.command(mute(false)).effect('sound').sound.volume).toBe(70)
    story.command(mute(true)).command({ kind: 'volume-by', percent: 10 })
    expect([story.state.volume, story.state.mutedFrom]).toEqual([10, null])
  })

  test('remove, move, shuffle and clear change only the queue', () => {
    const story = playing('a b c d e').command({ kind: 'remove', position: 2 })
    expect(story.upcoming).toBe('b d e')
    expect(story.command({ kind: 'move', from: 3, to: 1 }).upcoming).toBe('e b d')
    story.command({ kind: 'shuffle', seed: 7 })
    expect(story.upcoming.split(' ').sort()).toEqual(['b', 'd', 'e'])
    expect(story.command({ kind: 'clear' }).upcoming).toBe('')
    expect(story.current).toBe('a')
    expect(story.effects).toBe('')
  })
})

const REFUSALS: readonly [string, () => Story, Command][] = [
  ['nothing-playing', () => new Story(), { kind: 'pause' }],
  ['nothing-playing', () => new Story(), { kind: 'resume' }],
  ['nothing-playing', () => new Story(), { kind: 'stop' }],
  ['nothing-playing', () => new Story(), { kind: 'skip', count: 1 }],
  ['nothing-playing', () => new Story(), { kind: 'seek', target: { kind: 'to', ms: 0 } }],
  ['bot-not-in-voice', () => new Story(), { kind: 'leave' }],
  ['queue-empty', () => playing('a'), { kind: 'clear' }],
  ['queue-empty', () => playing('a'), { kind: 'shuffle', seed: 1 }],
  ['queue-empty', () => playing('a'), { kind: 'remove', position: 1 }],
  ['queue-empty', () => playing('a'), { kind: 'move', from: 1, to: 1 }],
  ['bad-index', () => playing('a b'), { kind: 'remove', position: 2 }],
  ['bad-index', () => playing('a b'), { kind: 'remove', position: 0 }],
  ['bad-index', () => playing('a b'), { kind: 'remove', position: 0.5 }],
  ['bad-index', () => playing('a b'), { kind: 'move', from: 1, to: 2 }],
  ['bad-index', () => playing('a b'), { kind: 'skip', count: 0 }],
  ['bad-volume', () => playing('a'), { kind: 'volume', volume: 201 }],
  ['bad-volume', () => playing('a'), { kind: 'volume', volume: -1 }],
  ['bad-volume', () => playing('a'), { kind: 'volume', volume: Number.NaN }],
  ['bad-volume', () => playing('a'), { kind: 'volume-by', percent: Number.NaN }],
  ['bad-volume', () => playing('a'), { kind: 'volume-by', percent: 0.5 }],
  ['bad-position', () => playing('a'), { kind: 'seek', target: { kind: 'to', ms: -1 } }],
  ['bad-position', () => playing('a'), { kind: 'seek', target: { kind: 'by', ms: Number.NaN } }],
]
for (const [code, before, command] of REFUSALS) {
  test(`${JSON.stringify(command)} is refused with ${code} and changes nothing`, () => {
    const story = before()
    const state = story.state
    expect(refusalOf(() => story.command(command))).toBe(code)
    expect(story.state).toBe(state)
  })
}

describe('filters', () => {
  const filter = (change: FilterChange) => ({ kind: 'filter', change }) as const

  test('reach what plays together with the volume, and hold for what follows', () => {
    const story = playing('a b').command({ kind: 'volume', volume: 50 })
    story.command(filter({ kind: 'pitch', to: 2 }))
    const sound = { volume: 50, filters: { timescale: { speed: 1, pitch: 2, rate: 1 } } }
    expect(story.effect('sound').sound).toEqual(sound)
    expect(story.step.reply).toEqual({ kind: 'filters', on: [{ kind: 'pitch', times: 2 }] })
    expect(story.command({ kind: 'skip', count: 1 }).effect('play').sound).toEqual(sound)
    expect(story.command({ kind: 'filters', filters: {} }).effect('sound').sound.filters).toEqual(
      {},
    )
  })

  test('are kept while nothing plays', () => {
    const story = playing('a').command({ kind: 'stop' })
    expect(story.command(filter({ kind: 'speed', to: 2 })).effects).toBe('')
    expect(story.state.filters).toEqual({ timescale: { speed: 2, pitch: 1, rate: 1 } })
  })
})
