import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import type { RequestId } from '../../src/base/ids.ts'
import { unfiltered } from '../../src/domain/sound.ts'
import { EffectLane, Superseded, type TimedEffect } from '../../src/player/effect-lane.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { lounge, track } from '../domain/player/sample.ts'
import { failureOf } from '../support/failure.ts'
import { settled } from './stage.ts'

const joins: TimedEffect = { kind: 'connect', voiceChannel: lounge, moves: false }
const moves: TimedEffect = { kind: 'connect', voiceChannel: lounge, moves: true }
const play: TimedEffect = {
  ...{ kind: 'play', track: track('a'), playId: 1, requestId: 'r1' as RequestId },
  ...{ startMs: 0, sound: unfiltered(100), paused: false },
}
const seek: TimedEffect = { kind: 'seek', playId: 1, positionMs: 0 }

/** A lane with effects that hang until a test ends them. */
class Lane {
  readonly clock = new ManualClock(0)
  readonly begun: string[] = []
  readonly signals: AbortSignal[] = []
  readonly #ends: PromiseWithResolvers<void>[] = []
  readonly #lane = new EffectLane(({ kind }, signal) => {
    const end = Promise.withResolvers<void>()
    this.begun.push(kind)
    this.signals.push(signal)
    this.#ends.push(end)
    return end.promise
  }, this.clock)

  push(effect: TimedEffect): Promise<unknown> {
    return this.#lane.push(effect)
  }

  /** The effect that was begun as the `index`-th is done. */
  async done(index: number): Promise<void> {
    this.#ends[index]?.resolve()
    await settled()
  }
}

test('a track is opened while its channel is joined, and nothing beside a track', async () => {
  const lane = new Lane()
  for (const effect of [joins, play, seek]) void lane.push(effect)
  expect(lane.begun).toEqual(['connect', 'play'])
  await lane.done(0)
  expect(lane.begun).toEqual(['connect', 'play'])
  await lane.done(1)
  expect(lane.begun).toEqual(['connect', 'play', 'seek'])
})

test('whatever held both up, a channel and its track are begun together', async () => {
  const lane = new Lane()
  for (const effect of [seek, joins, play]) void lane.push(effect)
  expect(lane.begun).toEqual(['seek'])
  await lane.done(0)
  expect(lane.begun).toEqual(['seek', 'connect', 'play'])
})

test('a bot that moves has arrived before a track is opened', async () => {
  const lane = new Lane()
  for (const effect of [moves, play]) void lane.push(effect)
  expect(lane.begun).toEqual(['connect'])
  await lane.done(0)
  expect(lane.begun).toEqual(['connect', 'play'])
})

test('a stop drops a track that waits, and one that is being opened', async () => {
  const lane = new Lane()
  void lane.push(moves)
  const waiting = failureOf(lane.push(play))
  const first = lane.push({ kind: 'stop' })
  expect(await waiting).toBeInstanceOf(Superseded)
  await lane.done(0)
  expect(lane.begun).toEqual(['connect', 'stop'])
  await lane.done(1)
  await first
  const opening = failureOf(lane.push(play))
  void lane.push({ kind: 'stop' })
  expect(await opening).toBeInstanceOf(Superseded)
  expect(lane.signals[2]?.reason).toBeInstanceOf(Superseded)
  expect(lane.begun).toEqual(['connect', 'stop', 'play', 'stop'])
})

test('what hangs has failed at its limit, is told so, and makes way', async () => {
  const lane = new Lane()
  const hanging = failureOf(lane.push(seek))
  void lane.push({ kind: 'stop' })
  lane.clock.advance(9_999)
  expect(lane.begun).toEqual(['seek'])
  lane.clock.advance(1)
  const error = await hanging
  expect(error).toBeInstanceOf(SegueError)
  expect(lane.signals[0]?.reason).toBe(error)
  expect(lane.begun).toEqual(['seek', 'stop'])
})

test('pause and sound wait neither for a channel nor for a track, only for what ends one', async () => {
  const sound: TimedEffect = { kind: 'sound', sound: unfiltered(50) }
  const lane = new Lane()
  for (const effect of [moves, play, { kind: 'pause', paused: true } as const, sound]) {
    void lane.push(effect)
    await settled()
  }
  expect(lane.begun).toEqual(['connect', 'pause'])
  await lane.done(1)
  expect(lane.begun).toEqual(['connect', 'pause', 'sound'])
  const ending = new Lane()
  for (const effect of [{ kind: 'stop' } as const, play, sound]) void ending.push(effect)
  expect(ending.begun).toEqual(['stop'])
})
