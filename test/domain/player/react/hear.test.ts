import { describe, expect, test } from 'bun:test'
import { attic, enqueue, lounge, playing, refusalOf, Story, track } from '../sample.ts'

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
    expect(story.state.voiceChannel).toEqual(lounge)
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

  test('a repeat without a sound has failed, too', () => {
    const story = playing('a').command({ kind: 'loop', loop: 'track' }).event({ kind: 'ended' })
    story.event({ kind: 'ended' })
    expect(story.effects).toBe('stop announce:failed')
  })

  test('its length comes from the engine, or else from its source', () => {
    const found = new Story().command(enqueue('a')).event({ kind: 'started', durationMs: 5_000 })
    expect(found.state.current?.durationMs).toBe(5_000)
    const told = new Story().command(enqueue('a')).event({ kind: 'started', durationMs: null })
    expect(told.state.current?.durationMs).toBe(180_000)
  })

  test('its beginning is told together with how many follow it', () => {
    const story = new Story().command(enqueue('a b c')).event({ kind: 'started' })
    expect(story.effect('announce').notice).toMatchObject({ kind: 'playing', more: 2 })
  })

  test('it says that it waits only when nobody listens and nothing has sounded yet', () => {
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

  test('an expired link is opened again once, at the position; if that fails at once, it’s a failure', () => {
    const story = playing('a')
    const expired = { kind: 'failed', code: 'http-status', expired: true } as const
    story.event({ ...expired, positionMs: 60_000 })
    expect(story.effect('play').startMs).toBe(60_000)
    story.event({ kind: 'started' }).event({ ...expired, positionMs: 61_000 })
    expect(story.effects).toBe('stop announce:failed')
  })

  test('a link that expires again much later is opened again, too', () => {
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
    const resting = new Story().command({ kind: 'join' })
    expect(resting.event({ kind: 'engine-lost' }).effects).toBe('connect')
  })

  test('a live stream goes on from the present, whatever was lost', () => {
    const live = () => {
      const tracks = [track('a', { live: true, durationMs: null })]
      const story = new Story().command({ kind: 'enqueue', tracks, place: 'end' })
      return story.event({ kind: 'started' }).event({ kind: 'position', positionMs: 7_200_000 })
    }
    expect(live().event({ kind: 'engine-lost' }).effect('play').startMs).toBe(0)
    expect(live().sessionLost().effect('play').startMs).toBe(0)
    const kicked = live().event({ kind: 'voice-lost', code: 'voice-lost' })
    expect(kicked.command({ kind: 'join' }).effect('play').startMs).toBe(0)
    // Its clock tells how long it has been heard.
    expect(kicked.state.current?.positionMs).toBe(7_200_000)
    kicked.event({ kind: 'started' }).event({ kind: 'position', positionMs: 3_000 })
    expect(kicked.state.current?.positionMs).toBe(7_203_000)
    kicked.event({ kind: 'failed', code: 'source-lost', positionMs: 4_000 })
    expect(kicked.state.current?.positionMs).toBe(7_204_000)
  })

  test('what a station says is kept until it says something else, and is told once', () => {
    const tracks = [track('a', { live: true, durationMs: null })]
    const story = new Story().command({ kind: 'enqueue', tracks, place: 'end' })
    const says = (title: string, playId?: number) =>
      story.event({ kind: 'title', said: { title, link: null }, ...(playId && { playId }) }).state
    story.event({ kind: 'started' })
    const one = says('One')
    expect(one.current?.said?.title).toBe('One')
    expect(says('One')).toBe(one)
    expect(says('Late', 99)).toBe(one)
    story.event({ kind: 'failed', code: 'source-lost' }).passes(2_000)
    expect(story.state.current?.said?.title).toBe('One')
    expect(says('').current?.said).toBeNull()
    for (let index = 0; index < 20; index++) says(`No. ${index}`)
    const before = [18, 17, 16, 15, 14].map((one) => `No. ${one}`)
    expect(story.state.current?.saidBefore).toEqual(before)
  })

  test('on a new session of the main gateway it rejoins and goes on at the last known position', () => {
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
    expect([story.state.voiceChannel, story.current, story.upcoming]).toEqual([null, null, 'a b'])
    story.command({ kind: 'join' })
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
    expect([story.state.voiceChannel, story.upcoming]).toEqual([null, 'a b'])
    expect(story.command(enqueue('d')).effect('play').startMs).toBe(0)
    story.event({ kind: 'started' }).command({ kind: 'skip', count: 1 })
    expect([story.current, story.effect('play').startMs]).toEqual(['a', 42_000])
    story.command({ kind: 'skip', count: 1 })
    expect([story.current, story.effect('play').startMs]).toEqual(['b', 0])
  })

  test('a channel that cannot be joined fails the track that was asked for', () => {
    const story = new Story().command(enqueue('a')).connectFailed()
    expect(story.effects).toBe('disconnect announce:failed')
    expect(story.effect('announce').notice).toMatchObject({ sounded: false })
    expect([story.state.voiceChannel, story.current, story.upcoming]).toEqual([null, null, ''])
  })

  test('called back in vain, it still has the queue and the position', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 })
    story.event({ kind: 'voice-lost', code: 'voice-lost' }).command({ kind: 'join' })
    story.connectFailed()
    expect([story.current, story.upcoming]).toEqual([null, 'a b'])
    story.command({ kind: 'join' })
    expect(story.effect('play').startMs).toBe(42_000)
  })

  test('a join without music that fails is told to its caller alone', () => {
    const story = new Story().command({ kind: 'join' }).connectFailed()
    expect(story.effects).toBe('disconnect')
    expect(story.state.voiceChannel).toBeNull()
  })

  test('being dragged changes the channel, and who may command', () => {
    const story = playing('a').event({
      kind: 'moved',
      channelId: attic.channelId,
      bitrate: attic.bitrate,
    })
    expect(story.state.voiceChannel).toEqual(attic)
    expect(refusalOf(() => story.command({ kind: 'pause' }))).toBe('caller-elsewhere')
    const there = { voiceChannelId: attic.channelId }
    expect(story.command({ kind: 'pause' }, there).effects).toBe('pause')
  })

  test('dragged to a channel with an unknown bitrate, it keeps the one that it had', () => {
    const story = playing('a')
    story.event({ kind: 'moved', channelId: attic.channelId, bitrate: null })
    expect(story.state.voiceChannel).toEqual({ ...attic, bitrate: lounge.bitrate })
  })

  test('a join that waits for its turn is told, unless it is soon', () => {
    const story = new Story().command(enqueue('a')).event({ kind: 'join-queued', waitMs: 9000 })
    expect(story.effects).toBe('announce:join-queued')
    expect(story.event({ kind: 'join-queued', waitMs: 900 }).effects).toBe('')
  })

  test('leaving drops everything; late news change nothing', () => {
    const story = playing('a b').command({ kind: 'leave' })
    expect(story.effects).toBe('disconnect')
    expect([story.state.voiceChannel, story.current, story.upcoming]).toEqual([null, null, ''])
    expect(story.event({ kind: 'voice-lost', code: 'voice-lost' }).effects).toBe('')
    expect(
      story.event({ kind: 'moved', channelId: attic.channelId, bitrate: attic.bitrate }).state
        .voiceChannel,
    ).toBeNull()
  })
})
