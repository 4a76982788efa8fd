import { describe, expect, test } from 'bun:test'
import { channelId } from '../../src/base/ids.ts'
import type { Command } from '../../src/domain/command.ts'
import { codeOf } from '../../src/domain/errors.ts'
import { attic, enqueue, lounge, playing, Story, text, track } from './sample.ts'

function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return codeOf(error)
  }
  return 'accepted'
}

describe('queueing', () => {
  test('the first track joins and plays at once', () => {
    const story = new Story().command(enqueue('a'))
    expect(story.effects).toBe('connect play')
    expect(story.effect('play')).toMatchObject({ startMs: 0, volume: 100, paused: false })
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
    const story = playing('a b').command(enqueue('c', 'next'))
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
    const story = new Story().command({ kind: 'join', room: lounge })
    story.command({ kind: 'join', room: attic }, { voiceChannelId: attic.channelId })
    expect(story.effect('connect').room).toEqual(attic)
    expect(story.state.room).toEqual(attic)
  })

  test('more tracks than the limit are refused as a whole', () => {
    const tracks = Array.from({ length: 10_001 }, (_, index) => track(`t${index}`))
    const story = playing('a')
    const many: Command = { kind: 'enqueue', tracks, place: 'end', room: lounge }
    expect(refusalOf(() => story.command(many))).toBe('queue-full')
    expect(story.upcoming).toBe('')
  })
})

describe('the course of a track', () => {
  test('its first frame is announced, a seek’s or a repeat’s is not', () => {
    const story = new Story().command(enqueue('a')).event({ kind: 'started' })
    expect(story.effects).toBe('announce:playing')
    expect(story.event({ kind: 'started' }).effects).toBe('')
    story.command({ kind: 'loop', loop: 'track' }).event({ kind: 'ended' })
    expect(story.effects).toBe('play')
    expect(story.event({ kind: 'started' }).effects).toBe('')
  })

  test('its end starts the next one, and the last one’s end leaves the bot resting in the channel', () => {
    const story = playing('a b').event({ kind: 'ended' })
    expect(story.current).toBe('b')
    expect(story.effects).toBe('play')
    story.event({ kind: 'started' }).event({ kind: 'ended' })
    expect(story.effects).toBe('stop announce:finished')
    expect(story.current).toBeNull()
    expect(story.state.room).toEqual(lounge)
  })

  test('events of an order that was replaced change nothing', () => {
    const story = playing('a b')
    const old = story.state.current?.playId ?? 0
    story.command({ kind: 'skip', count: 1 })
    const before = story.state
    for (const kind of ['ended', 'failed', 'started', 'position', 'waiting'] as const) {
      expect(story.event({ kind, playId: old }).state).toEqual(before)
      expect(story.effects).toBe('')
    }
  })

  test('a loop over the queue goes round', () => {
    const story = playing('a b').command({ kind: 'loop', loop: 'queue' })
    story.event({ kind: 'ended' }).event({ kind: 'started' })
    expect([story.current, story.upcoming]).toEqual(['b', 'a'])
    story.event({ kind: 'ended' })
    expect([story.current, story.upcoming]).toEqual(['a', 'b'])
  })

  test('a track that ends without a sound has failed, so no loop spins on it', () => {
    const story = new Story().command(enqueue('a')).command({ kind: 'loop', loop: 'track' })
    story.event({ kind: 'ended' })
    expect(story.effects).toBe('stop announce:failed')
    expect(story.current).toBeNull()
  })

  test('waiting is told only when nobody listens and nothing sounded yet', () => {
    const story = new Story().command(enqueue('a'))
    expect(story.event({ kind: 'waiting', reason: 'encryption' }).effects).toBe('')
    expect(story.event({ kind: 'waiting', reason: 'alone' }).effects).toBe('announce:waiting')
    story.event({ kind: 'started' })
    expect(story.event({ kind: 'waiting', reason: 'alone' }).effects).toBe('')
  })
})

describe('failures', () => {
  test('a failing track is announced and skipped, even when it is looped', () => {
    const story = playing('a b').command({ kind: 'loop', loop: 'track' })
    story.event({ kind: 'failed', code: 'decode-failed' })
    expect(story.effects).toBe('announce:failed play')
    expect(story.current).toBe('b')
  })

  test('a track that cannot be opened is announced and skipped', () => {
    const story = new Story().command(enqueue('a b')).playFailed('gone')
    expect(story.effects).toBe('announce:failed play')
    expect(story.current).toBe('b')
  })

  test('five failures in a row stop instead of rushing through the queue, which is kept', () => {
    const story = new Story().command(enqueue('a b c d e f g'))
    for (let failure = 0; failure < 4; failure++) story.playFailed()
    expect(story.current).toBe('e')
    story.playFailed()
    expect(story.effects).toBe('stop announce:failed announce:gave-up')
    expect([story.current, story.upcoming]).toEqual([null, 'f g'])
    expect(story.command({ kind: 'resume' }).current).toBe('f')
  })

  test('a track that sounds ends the run of failures', () => {
    const story = new Story().command(enqueue('a b c d e f g'))
    for (let failure = 0; failure < 4; failure++) story.playFailed()
    story.event({ kind: 'started' }).event({ kind: 'failed', code: 'decode-failed' })
    expect(story.current).toBe('f')
  })

  test('an expired link is opened anew once, at the position; at once again it is a failure', () => {
    const story = playing('a')
    const expired = { kind: 'failed', code: 'http-status', expired: true } as const
    story.event({ ...expired, positionMs: 60_000 })
    expect(story.effect('play').startMs).toBe(60_000)
    story.event({ kind: 'started' }).event({ ...expired, positionMs: 61_000 })
    expect(story.effects).toBe('stop announce:failed')
  })

  test('a link that expires again much later is opened anew again', () => {
    const story = playing('a')
    const expired = { kind: 'failed', code: 'http-status', expired: true } as const
    story.event({ ...expired, positionMs: 60_000 }).event({ kind: 'started' })
    expect(story.event({ ...expired, positionMs: 100_000 }).effects).toBe('play')
  })
})

describe('voice', () => {
  test('a lost engine is joined again and goes on at the last known position, paused as it was', () => {
    const story = playing('a').event({ kind: 'position', positionMs: 42_000 })
    story.command({ kind: 'pause' }).event({ kind: 'engine-lost' })
    expect(story.effects).toBe('connect play')
    expect(story.effect('play')).toMatchObject({ startMs: 42_000, paused: true })
    expect(story.event({ kind: 'started' }).effects).toBe('')
  })

  test('a lost engine without a channel or a track brings nothing back that was not there', () => {
    expect(new Story().event({ kind: 'engine-lost' }).effects).toBe('')
    const resting = new Story().command({ kind: 'join', room: lounge })
    expect(resting.event({ kind: 'engine-lost' }).effects).toBe('connect')
  })

  test('a new session of the main gateway joins anew and goes on at the last known position', () => {
    const story = playing('a').event({ kind: 'position', positionMs: 42_000 }).sessionLost()
    expect(story.effects).toBe('disconnect connect play')
    expect(story.effect('play').startMs).toBe(42_000)
    expect(story.event({ kind: 'started' }).effects).toBe('')
    expect(new Story().sessionLost().effects).toBe('')
  })

  test('lost voice stops and says why; the queue is kept, and a later join goes on there', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 })
    story.event({ kind: 'voice-lost', code: 'voice-lost' })
    expect(story.effects).toBe('disconnect announce:voice-lost')
    expect([story.state.room, story.current, story.upcoming]).toEqual([null, null, 'a b'])
    story.command({ kind: 'join', room: lounge })
    expect(story.effects).toBe('connect play')
    expect(story.effect('play').startMs).toBe(42_000)
  })

  test('after lost voice a new track plays at once, before the kept queue', () => {
    const story = playing('a b').event({ kind: 'voice-lost', code: 'voice-lost' })
    story.command(enqueue('c'))
    expect([story.current, story.upcoming]).toEqual(['c', 'a b'])
  })

  test('the track that was cut off goes on where it was, also behind a new one, or one in vain', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 })
    story.event({ kind: 'voice-lost', code: 'voice-lost' }).command(enqueue('c')).connectFailed()
    expect([story.state.room, story.upcoming]).toEqual([null, 'a b'])
    expect(story.command(enqueue('d')).effect('play').startMs).toBe(0)
    story.event({ kind: 'started' }).command({ kind: 'skip', count: 1 })
    expect([story.current, story.effect('play').startMs]).toEqual(['a', 42_000])
    story.command({ kind: 'skip', count: 1 })
    expect([story.current, story.effect('play').startMs]).toEqual(['b', 0])
  })

  test('a channel that cannot be joined fails the track that was asked for', () => {
    const story = new Story().command(enqueue('a')).connectFailed()
    expect(story.effects).toBe('disconnect announce:failed')
    expect([story.state.room, story.current, story.upcoming]).toEqual([null, null, ''])
  })

  test('called back in vain, it still has the queue and the position', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 })
    story.event({ kind: 'voice-lost', code: 'voice-lost' }).command({ kind: 'join', room: lounge })
    story.connectFailed()
    expect([story.current, story.upcoming]).toEqual([null, 'a b'])
    story.command({ kind: 'join', room: lounge })
    expect(story.effect('play').startMs).toBe(42_000)
  })

  test('a join without music that fails is told to its caller alone', () => {
    const story = new Story().command({ kind: 'join', room: lounge }).connectFailed()
    expect(story.effects).toBe('disconnect')
    expect(story.state.room).toBeNull()
  })

  test('being dragged changes the channel, and who may command', () => {
    const story = playing('a').event({
      kind: 'moved',
      channelId: attic.channelId,
      bitrate: attic.bitrate,
    })
    expect(story.state.room?.channelId).toBe(attic.channelId)
    expect(refusalOf(() => story.command({ kind: 'pause' }))).toBe('caller-elsewhere')
    const there = { voiceChannelId: attic.channelId }
    expect(story.command({ kind: 'pause' }, there).effects).toBe('pause')
  })

  test('a join that waits for its turn is told, unless it is soon', () => {
    const story = new Story().command(enqueue('a')).event({ kind: 'join-queued', waitMs: 9000 })
    expect(story.effects).toBe('announce:join-queued')
    expect(story.event({ kind: 'join-queued', waitMs: 900 }).effects).toBe('')
  })

  test('leaving drops everything; late news change nothing', () => {
    const story = playing('a b').command({ kind: 'leave' })
    expect(story.effects).toBe('disconnect')
    expect([story.state.room, story.current, story.upcoming]).toEqual([null, null, ''])
    expect(story.event({ kind: 'voice-lost', code: 'voice-lost' }).effects).toBe('')
    expect(
      story.event({ kind: 'moved', channelId: attic.channelId, bitrate: attic.bitrate }).state.room,
    ).toBeNull()
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
  })

  test('skipping the last track leaves silence', () => {
    const story = playing('a').command({ kind: 'skip', count: 1 })
    expect(story.effects).toBe('stop')
    expect(story.step.reply).toEqual({ kind: 'skipped', track: track('a'), next: null })
  })

  test('stop drops the queue and stays', () => {
    const story = playing('a b').command({ kind: 'stop' })
    expect(story.effects).toBe('stop')
    expect([story.current, story.upcoming, story.state.room]).toEqual([null, '', lounge])
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
  })

  test('volume reaches what plays, and holds for what follows', () => {
    const story = playing('a b').command({ kind: 'volume', volume: 50 })
    expect(story.effect('volume').volume).toBe(50)
    expect(story.command({ kind: 'skip', count: 1 }).effect('play').volume).toBe(50)
    const resting = new Story().command({ kind: 'join', room: lounge })
    expect(resting.command({ kind: 'volume', volume: 200 }).effects).toBe('')
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

describe('who may command', () => {
  const nowhere = { voiceChannelId: null }
  const elsewhere = { voiceChannelId: channelId('99') }

  test('a caller in no channel, and one in another, are told apart', () => {
    expect(refusalOf(() => playing('a').command({ kind: 'pause' }, nowhere))).toBe(
      'caller-not-in-voice',
    )
    expect(refusalOf(() => playing('a').command({ kind: 'pause' }, elsewhere))).toBe(
      'caller-elsewhere',
    )
  })

  test('a bot that plays is not called away, one that rests is', () => {
    const room = { channelId: channelId('99'), bitrate: 64_000 }
    const call: Command = { kind: 'join', room }
    expect(refusalOf(() => playing('a').command(call, elsewhere))).toBe('caller-elsewhere')
    const resting = playing('a').event({ kind: 'ended' })
    expect(refusalOf(() => resting.command({ kind: 'leave' }, elsewhere))).toBe('caller-elsewhere')
    expect(resting.command(call, elsewhere).state.room).toEqual(room)
  })

  test('a key commands the player in whatever channel it is, and news stay where members read', () => {
    const story = playing('a').commandByKey({ kind: 'pause' })
    expect(story.effects).toBe('pause')
    expect(story.state.paused).toBe(true)
    expect(story.state.textChannelId).toBe(text)
  })

  test('a key is refused what makes no sense, as a member is', () => {
    expect(refusalOf(() => new Story().commandByKey({ kind: 'pause' }))).toBe('nothing-playing')
  })
})
