import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import type { PlayerEvent } from '../../src/domain/events.ts'
import { Listening } from '../../src/player/listening.ts'
import type { Heard } from '../../src/player/ports.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { track } from '../domain/player/sample.ts'

const HOME = guildId('1')

/** A listener whose clock a test moves; `told` has what it told, in seconds. */
function listening(wants = true) {
  const clock = new ManualClock()
  const told: (readonly [Heard['kind'], number, number, boolean])[] = []
  const tell = ({ kind, positionMs, playedMs, sounds }: Heard) =>
    void told.push([kind, positionMs / 1_000, playedMs / 1_000, sounds])
  const listener = new Listening({ wants: () => wants, tell, clock })
  const take = (event: PlayerEvent, server = HOME) =>
    listener.take({ guildId: server, number: 1, at: new Date(0), event })
  return { clock, told, take, listener }
}

const song = track('song', { durationMs: 200_000 })
const start: PlayerEvent = {
  ...{ kind: 'track_start', track: song, positionMs: 0, durationMs: 200_000 },
}
const end = (positionMs: number): PlayerEvent => ({
  ...{ kind: 'track_end', track: song, positionMs, outcome: 'finished', heard: true },
})

test('what’s paused, or waits, isn’t heard, and a position that was sought isn’t either', () => {
  const { clock, told, take } = listening()
  take(start)
  clock.advance(10_000)
  take({ kind: 'paused', positionMs: 10_000 })
  clock.advance(5_000)
  take({ kind: 'waiting', reason: 'alone' })
  take({ kind: 'resumed', positionMs: 10_000 })
  clock.advance(5_000)
  take({ kind: 'waiting', reason: null })
  clock.advance(20_000)
  take({ kind: 'sought', positionMs: 150_000 })
  clock.advance(10_000)
  take(end(160_000))
  expect(told).toEqual([
    ['began', 0, 0, true],
    ['goes-on', 10, 10, false],
    ['goes-on', 10, 10, true],
    ['goes-on', 150, 30, true],
    ['ended', 160, 40, false],
  ])
})

test('each minute it’s told that it goes on, until it’s over', () => {
  const { clock, told, take, listener } = listening()
  take(start)
  clock.advance(60_000)
  clock.advance(60_000)
  take(end(120_000))
  clock.advance(600_000)
  expect(told.map(([kind, at]) => `${kind} ${at}`)).toEqual([
    ...['began 0', 'goes-on 60', 'goes-on 120', 'ended 120'],
  ])
  take(start)
  listener[Symbol.dispose]()
  clock.advance(600_000)
  expect(told).toHaveLength(5)
})

test('servers don’t mix, a run without an end is forgotten by the next, and nobody is told of what nobody wants', () => {
  const { clock, told, take } = listening()
  take(start)
  take(start, guildId('2'))
  clock.advance(30_000)
  take(end(30_000), guildId('2'))
  take({ kind: 'track_load', track: song, positionMs: 0 })
  take(end(30_000))
  expect(told.map(([kind, , played]) => `${kind} ${played}`)).toEqual([
    ...['began 0', 'began 0', 'ended 30'],
  ])
  const unwanted = listening(false)
  unwanted.take(start)
  unwanted.take(end(1))
  unwanted.clock.advance(600_000)
  expect(unwanted.told).toEqual([])
})
