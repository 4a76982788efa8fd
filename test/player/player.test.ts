import { describe, expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { unfiltered } from '../../src/domain/sound.ts'
import { attic, enqueue, guild, request } from '../domain/player/sample.ts'
import { Backstage, settled } from './stage.ts'

/** A player in its channel with a track that sounds. */
async function sounding(names = 'a'): Promise<Backstage> {
  const stage = new Backstage()
  const answer = stage.command(enqueue(names))
  await stage.done('connect 10')
  await stage.done('open a')
  await stage.done('play 1')
  await stage.started(1)
  expect(await answer).toBe('playing')
  return stage
}

describe('effects', () => {
  test('they reach the engine one after another, in the order of the commands', async () => {
    const stage = await sounding()
    const pause = stage.command({ kind: 'pause' })
    const volume = stage.command({ kind: 'volume', volume: 50 })
    const resume = stage.command({ kind: 'resume' })
    expect(stage.open).toEqual(['pause'])
    await stage.done('pause')
    expect(stage.open).toEqual(['volume 50'])
    await stage.done('volume 50')
    expect(stage.open).toEqual(['resume'])
    await stage.done('resume')
    expect(await Promise.all([pause, volume, resume])).toEqual(['paused', 'volume', 'resumed'])
  })

  test('two members who skip at once skip two tracks, and the engine gets one order', async () => {
    const stage = await sounding('a b c')
    const both = [
      stage.command({ kind: 'skip', count: 1 }),
      stage.command({ kind: 'skip', count: 1 }),
    ]
    await settled()
    expect(stage.player.state.current?.track.title).toBe('c')
    await stage.done('stop')
    await stage.done('stop')
    await stage.done('open c')
    await stage.done('play 3')
    expect(stage.orders.map(({ playId }) => playId)).toEqual([1, 3])
    expect(await Promise.all(both)).toEqual(['skipped', 'skipped'])
  })

  test('a source that hangs delays neither a skip nor leaving', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a b'))
    expect(stage.open).toEqual(['connect 10', 'open a'])
    await stage.done('connect 10')
    void stage.command({ kind: 'skip', count: 1 })
    await stage.done('stop')
    expect(stage.open).toEqual(['open a', 'open b'])
    expect(await asked).toBe('replaced')
    const left = stage.command({ kind: 'leave' })
    await settled()
    expect(stage.open).toEqual(['open a', 'open b', 'disconnect'])
    await stage.done('disconnect')
    expect(await left).toBe('left')
    await stage.done('open b')
    expect(stage.orders).toEqual([])
  })

  test('a join that hangs does not delay leaving', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a'))
    const left = stage.command({ kind: 'leave' })
    await stage.done('disconnect')
    expect(await left).toBe('left')
    expect(await asked).toBe('replaced')
    expect(stage.calls).toEqual(['connect 10', 'open a', 'disconnect'])
  })

  test('a join that hangs delays no other command either', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a b'))
    const louder = stage.command({ kind: 'volume', volume: 120 })
    await stage.done('open a')
    await stage.done('play 1')
    await stage.done('volume 120')
    expect(await louder).toBe('volume')
    const stopped = stage.command({ kind: 'stop' })
    await stage.done('stop')
    expect([await asked, await stopped]).toEqual(['replaced', 'stopped'])
    expect(stage.open).toEqual(['connect 10'])
    await stage.fails('connect 10', new SegueError('voice-timeout'))
    await stage.done('disconnect')
    expect(stage.announced).toEqual([])
  })

  test('a skip is answered once the old track is silent, however long the next source takes', async () => {
    const stage = await sounding('a b')
    const skipped = stage.command({ kind: 'skip', count: 1 })
    await stage.done('stop')
    expect(await skipped).toBe('skipped')
    expect(stage.open).toEqual(['open b'])
  })

  test('a command that leaving made pointless is not answered as done', async () => {
    const stage = await sounding()
    const louder = stage.command({ kind: 'volume', volume: 120 })
    void stage.command({ kind: 'leave' })
    expect(await louder).toBe('refused: superseded')
  })

  test('a bot that moves to another channel opens the track when it is there', async () => {
    const stage = new Backstage()
    const joined = stage.command({ kind: 'join' }, { voiceChannelId: attic.channelId })
    await stage.done('connect 11')
    expect(await joined).toBe('joined')
    void stage.command(enqueue('a'))
    expect(stage.open).toEqual(['connect 10'])
    await stage.done('connect 10')
    expect(stage.open).toEqual(['open a'])
  })

  test('when the engine dies while it joins, it joins again, and the track isn’t lost', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a'))
    const lost = stage.event({ guildId: guild, kind: 'engine-lost' })
    await stage.fails('connect 10', new SegueError('engine-lost'))
    await lost
    await stage.done('connect 10')
    await stage.done('open a')
    await stage.done('open a')
    await stage.done('play 2')
    await stage.started(2)
    expect(await asked).toBe('playing')
  })

  test('an effect that never ends counts as failed after its time, and the next one follows', async () => {
    const stage = await sounding()
    const paused = stage.command({ kind: 'pause' })
    const louder = stage.command({ kind: 'volume', volume: 120 })
    stage.clock.advance(10_000)
    expect(await paused).toBe('refused: internal')
    await stage.done('volume 120')
    expect(await louder).toBe('volume')
  })

  test('what changed while the source was opened holds from the first frame on', async () => {
    const stage = new Backstage()
    void stage.command(enqueue('a'))
    await stage.done('connect 10')
    void stage.command({ kind: 'volume', volume: 30 })
    void stage.command({ kind: 'pause' })
    await stage.done('open a')
    expect(stage.orders[0]).toMatchObject({ sound: unfiltered(30), paused: true })
  })

  test('a seek answers with where the engine went', async () => {
    const stage = await sounding()
    const answer = stage.player.command(
      { kind: 'seek', target: { kind: 'to', ms: 60_000 } },
      request(),
    )
    await stage.done('seek 60000', 59_980)
    expect(await answer).toMatchObject({ kind: 'sought', positionMs: 59_980 })
    expect(stage.player.state.current?.positionMs).toBe(59_980)
  })
})

describe('the answer to a request to play', () => {
  test('it comes with the first frame, and nothing is announced besides', async () => {
    const stage = await sounding()
    expect(stage.announced).toEqual([])
  })

  test('a failure of the very track is the caller’s answer, one of another is announced', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a b'))
    await stage.done('connect 10')
    await stage.fails('open a', new SegueError('gone'))
    expect(await asked).toBe('refused: gone')
    await stage.fails('open b', new SegueError('age-limit'))
    expect(stage.announced).toMatchObject([{ kind: 'failed', code: 'age-limit' }])
  })

  test('a channel that cannot be joined is the caller’s answer', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a'))
    await stage.fails('connect 10', new SegueError('voice-timeout'))
    expect(await asked).toBe('refused: voice-timeout')
    expect(stage.player.state.voiceChannel).toBeNull()
    expect(stage.announced).toEqual([])
  })

  test('without any news it says after 20 s that it is starting, and later that it plays', async () => {
    const stage = new Backstage()
    const asked = stage.command(enqueue('a'))
    await stage.done('connect 10')
    stage.clock.advance(20_000)
    expect(await asked).toBe('starting')
    await stage.done('open a')
    await stage.done('play 1')
    await stage.started(1)
    expect(stage.announced).toMatchObject([{ kind: 'playing' }])
  })

  test('two members who play at once get one track each: one sounds, one is queued', async () => {
    const stage = new Backstage()
    const first = stage.command(enqueue('a'))
    const second = stage.command(enqueue('b'))
    expect(await second).toBe('queued')
    await stage.done('connect 10')
    await stage.done('open a')
    await stage.done('play 1')
    await stage.started(1)
    expect(await first).toBe('playing')
    expect(stage.player.state.upcoming.map(({ title }) => title)).toEqual(['b'])
  })

  test('the log tells how long the first frame took, once, under the request’s id', async () => {
    const stage = new Backstage()
    stage.clock.advance(1000)
    void stage.player.command(enqueue('a'), { ...request(), receivedAtMs: 1000 })
    await stage.done('connect 10')
    await stage.done('open a')
    await stage.done('play 1')
    stage.clock.advance(87.5)
    await stage.started(1)
    await stage.started(1)
    expect(stage.logged).toEqual([
      { message: 'first frame', fields: { guildId: guild, requestId: 'r1', firstFrameMs: 87.5 } },
    ])
  })
})

test('the next track is announced where the last command was typed', async () => {
  const stage = await sounding('a b')
  await stage.event({ guildId: guild, kind: 'ended', playId: 1 })
  await stage.done('open b')
  await stage.done('play 2')
  await stage.started(2)
  expect(stage.announced).toMatchObject([{ kind: 'playing', track: { title: 'b' } }])
})
