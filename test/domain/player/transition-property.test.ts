import { expect, test } from 'bun:test'
import { SegueError } from '../../../src/base/error.ts'
import type { TrackId } from '../../../src/base/ids.ts'
import type { PlaybackEvent } from '../../../src/domain/playback.ts'
import { CHANGES_KEPT } from '../../../src/domain/player/past/changes.ts'
import { PLAYED_KEPT } from '../../../src/domain/player/past/played.ts'
import { idleState, isHeld, type PlayerState } from '../../../src/domain/player/state.ts'
import type { Step } from '../../../src/domain/player/step.ts'
import { type Input, transition } from '../../../src/domain/player/transition.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { anyInput } from './any-input.ts'
import { guild } from './sample.ts'

const idsOf = ({ current, upcoming }: PlayerState): TrackId[] =>
  [...(current ? [current.track] : []), ...upcoming].map(({ id }) => id)

/** What holds between a step and the state before it, whatever the input was. */
function faultsOf(before: PlayerState, input: Input, { state, effects, reply }: Step): string[] {
  const faults: string[] = []
  const check = (holds: boolean, fault: string) => holds || faults.push(fault)
  const plays = effects.filter((effect) => effect.kind === 'play')
  check(state.current === null || state.voiceChannel !== null, 'plays without a channel')
  check(plays.length <= 1, 'two orders in one step')
  check(
    plays.every(({ playId }) => playId === state.current?.playId),
    'order is not the current one',
  )
  check(
    state.lastPlayId === before.lastPlayId + plays.length,
    'play ids do not grow by one an order',
  )
  const changed = state.current?.playId !== before.current?.playId
  check(!changed || state.current === null || plays.length === 1, 'current track without an order')
  const silenced = before.current !== null && state.current === null
  const quieted = effects.some(({ kind }) => kind === 'stop' || kind === 'disconnect')
  check(!silenced || quieted, 'nothing plays, yet the engine was not told')
  const joined = state.voiceChannel !== null && before.voiceChannel === null
  check(!joined || effects.some(({ kind }) => kind === 'connect'), 'in a channel without joining')
  const left = state.voiceChannel === null && before.voiceChannel !== null
  check(!left || effects.some(({ kind }) => kind === 'disconnect'), 'left without disconnecting')
  check(state.volume >= 0 && state.volume <= 200, 'volume out of range')
  check(!state.paused || state.current !== null, 'silence is paused')
  check(state.aloneSinceMs === null || state.voiceChannel !== null, 'alone in no channel')
  check(
    plays.every(({ paused }) => paused === isHeld(state)),
    'an order that is paused as the state is not',
  )
  const mayPass = input.kind === 'play-failed' && input.code === 'source-timeout'
  const isOwn = before.postponed?.trackId === before.current?.track.id
  check(!mayPass || isOwn || idsOf(state).length === idsOf(before).length, 'a blip lost a track')
  const { played, changes, removed } = state.past
  const isBounded = played.length <= PLAYED_KEPT && changes.length <= CHANGES_KEPT
  check(isBounded, 'it remembers ever more')
  const remembered = removed.map(({ id }) => id)
  check(new Set(remembered).size === remembered.length, 'a removed track is there twice')
  const sought = effects.filter(({ kind }) => kind === 'seek')
  check(sought.length <= 1, 'sought twice in one step')
  check(state.segments.length <= 2, 'it keeps ever more segments')
  check(state.failures < 5, 'a run of failures goes on')
  const ids = idsOf(state)
  check(new Set(ids).size === ids.length, 'a track is there twice')
  check((reply !== null) === (input.kind === 'command'), 'a reply to nobody, or none to a caller')
  return faults
}

test('whatever members and the engine do, in whatever order, the invariants hold', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed)
    let state = idleState
    for (let step = 0; step < 150; step++) {
      const input = anyInput(random, state)
      const before = structuredClone(state)
      try {
        const next = transition(state, input, step * 10_000)
        expect({ seed, step, input, faults: faultsOf(before, input, next) }).toMatchObject({
          faults: [],
        })
        expect(state).toEqual(before)
        state = next.state
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
        expect(input.kind).toBe('command')
      }
    }
  }
})

test('lost voice loses no track', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed)
    let state = idleState
    for (let step = 0; step < 40; step++) {
      try {
        state = transition(state, anyInput(random, state), 0).state
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
      }
    }
    const kept = state.current?.asked === false ? [state.current.track] : []
    const expected = [...kept, ...state.upcoming].map(({ id }) => id)
    const event: PlaybackEvent = { guildId: guild, kind: 'voice-lost', code: 'voice-lost' }
    const after = transition(state, { kind: 'event', event }, 0).state
    if (state.voiceChannel !== null) expect(after.upcoming.map(({ id }) => id)).toEqual(expected)
  }
})
