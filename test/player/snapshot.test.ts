import { expect, test } from 'bun:test'
import type { RequestId, TrackId } from '../../src/base/ids.ts'
import { idleState, type PlayerState } from '../../src/domain/player/state.ts'
import { transition } from '../../src/domain/player/transition.ts'
import { snapshotOf, stateOf } from '../../src/player/snapshot.ts'
import { enqueue, guild, lounge, request, text, track } from '../domain/player/sample.ts'

const again = 'r2' as RequestId
const filters = { timescale: { speed: 1, pitch: 2, rate: 1 } }

/** A player in the middle of `a`, with `b` and `c` behind it. */
function playing(): PlayerState {
  const input = {
    kind: 'command',
    command: enqueue('a b c'),
    request: request(),
    at: lounge,
  } as const
  const { state } = transition({ ...idleState, loop: 'queue', volume: 70, filters }, input, 0)
  if (state.current === null) throw new Error('nothing plays')
  const heard = { started: true, asked: false, announced: true }
  const current = { ...state.current, ...heard, positionMs: 42_000 }
  return { ...state, current, paused: true }
}

test('a player that was written and read back goes on where it was, as it was', () => {
  const state = stateOf(snapshotOf(guild, playing(), 0), again, 0)
  const step = transition(idleState, { kind: 'restored', stored: state, barred: null }, 0)
  expect(step.effects).toMatchObject([
    { kind: 'connect', voiceChannel: lounge, moves: false },
    {
      kind: 'play',
      startMs: 42_000,
      sound: { volume: 70, filters },
      paused: true,
      requestId: again,
    },
  ])
  expect(step.state).toMatchObject({
    voiceChannel: lounge,
    loop: 'queue',
    volume: 70,
    filters,
    paused: true,
    textChannelId: text,
    upcoming: [{ title: 'b' }, { title: 'c' }],
    current: { track: { title: 'a' }, positionMs: 42_000 },
  })
})

test('a restart says nothing when the track sounds again: people know what plays', () => {
  const stored = stateOf(snapshotOf(guild, playing(), 0), again, 0)
  const { state } = transition(idleState, { kind: 'restored', stored, barred: null }, 0)
  const playId = state.current?.playId ?? 0
  const sounding = {
    guildId: guild,
    playId,
    requestId: again,
    durationMs: 1,
    stated: true,
    seekable: true,
  }
  const heard = transition(state, { kind: 'event', event: { kind: 'started', ...sounding } }, 0)
  expect(heard.effects.filter(({ kind }) => kind === 'announce')).toEqual([])
})

test('where the bot is barred from, the queue stays and the text channel learns why', () => {
  const stored = stateOf(snapshotOf(guild, playing(), 0), again, 0)
  const step = transition(idleState, { kind: 'restored', stored, barred: 'channel-gone' }, 0)
  expect(step.state).toMatchObject({
    voiceChannel: null,
    current: null,
    upcoming: [{ title: 'a' }, { title: 'b' }, { title: 'c' }],
    resumeAt: { trackId: 'a', positionMs: 42_000 },
  })
  expect(step.effects.at(-1)).toEqual({
    kind: 'announce',
    notice: { kind: 'voice-lost', code: 'channel-gone', kept: 3 },
  })
})

test('a track that waits where voice was lost keeps its position through a restart', () => {
  const lost = transition(
    playing(),
    {
      kind: 'event',
      event: { kind: 'voice-lost', guildId: guild, code: 'voice-lost' },
    },
    0,
  ).state
  const state = stateOf(snapshotOf(guild, lost, 0), again, 0)
  expect(state).toEqual({ ...lost, lastPlayId: 0 })
  const joined = transition(
    state,
    {
      kind: 'command',
      command: { kind: 'join' },
      request: request(),
      at: lounge,
    },
    0,
  )
  expect(joined.effects).toMatchObject([{ kind: 'connect' }, { kind: 'play', startMs: 42_000 }])
})

test('a queue that rests in its channel rests after a restart', () => {
  const resting: PlayerState = { ...idleState, voiceChannel: lounge, upcoming: [track('b')] }
  const stored = stateOf(snapshotOf(guild, resting, 0), again, 0)
  const step = transition(idleState, { kind: 'restored', stored, barred: null }, 0)
  expect(step.effects).toEqual([{ kind: 'connect', voiceChannel: lounge, moves: false }])
  expect(step.state).toEqual(resting)
})

test('a live stream goes on live, and its clock goes on', () => {
  const state = playing()
  if (state.current === null) throw new Error('nothing plays')
  const live = track('radio', { live: true, durationMs: null, id: 'radio' as TrackId })
  const current = { ...state.current, track: live }
  const stored = stateOf(snapshotOf(guild, { ...state, current }, 0), again, 0)
  expect(stored.current).toMatchObject({ positionMs: 42_000, seekable: false })
  const { state: joined, effects } = transition(
    idleState,
    { kind: 'restored', stored, barred: null },
    0,
  )
  expect(effects).toContainEqual(expect.objectContaining({ kind: 'play', startMs: 0 }))
  expect(joined.current?.positionMs).toBe(42_000)
})
