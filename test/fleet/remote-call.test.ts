import { describe, expect, test } from 'bun:test'
import type { RequestId } from '../../src/base/ids.ts'
import type { RemoteCommand } from '../../src/domain/command.ts'
import { pageSchema } from '../../src/domain/schema/view.ts'
import { type Asker, answerFrom, callFrom, guildFrom } from '../../src/fleet/remote-call.ts'
import { obeyedView, queueView } from '../../src/fleet/view.ts'
import { enqueue, guild, Story } from '../domain/player/sample.ts'

/** As it comes over the wire. */
const wired = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const PAGE_LIMIT = pageSchema.properties.limit.maximum ?? 0
const playerViewFrom = (payload: unknown) => answerFrom('command', payload)
const queueViewFrom = (payload: unknown) => answerFrom('queue', payload)
const asker: Asker = { requestId: 'r1' as RequestId, keyId: 'k1', scopes: ['control'] }

describe('a call', () => {
  const COMMANDS: readonly RemoteCommand[] = [
    { kind: 'pause' },
    { kind: 'resume' },
    { kind: 'stop' },
    { kind: 'clear' },
    { kind: 'skip', count: 2 },
    { kind: 'volume', volume: 0 },
    { kind: 'shuffle', seed: 7 },
    { kind: 'loop', loop: 'off' },
    { kind: 'loop', loop: 'track' },
    { kind: 'loop', loop: 'queue' },
    { kind: 'seek', target: { kind: 'to', ms: 0 } },
    { kind: 'seek', target: { kind: 'by', ms: -5 } },
  ]
  for (const command of COMMANDS) {
    test(`arrives as it was sent: ${JSON.stringify(command)}`, () => {
      const call = { kind: 'command', callId: 'c-1', guildId: guild, command, asker } as const
      expect(callFrom(wired(call))).toEqual(call)
    })
  }

  test('for a page arrives as it was sent, up to the longest page', () => {
    const call = { kind: 'queue', guildId: guild, page: { offset: 0, limit: PAGE_LIMIT } } as const
    expect(callFrom(wired(call))).toEqual(call)
  })

  test('of a version that doesn’t tell the key’s scopes is one', () => {
    const { scopes: _, ...before } = asker
    const command = { kind: 'pause' }
    const call = { kind: 'command', callId: 'c-1', guildId: guild, command, asker: before }
    expect(callFrom(call)).toMatchObject(call)
    expect(callFrom({ ...call, asker: { ...before, scopes: 'all' } })).toBeNull()
  })

  const pause = { kind: 'pause' }
  const page = { offset: 0, limit: 10 }
  const NONE: readonly unknown[] = [
    null,
    'pause',
    [],
    [guild],
    { kind: 'command', callId: 'c', guildId: 'music', command: pause, asker },
    { kind: 'command', callId: 'c', guildId: 1, command: pause, asker },
    { kind: 'command', callId: 'c', guildId: '1'.repeat(21), command: pause, asker },
    { kind: 'order', guildId: guild, command: pause, asker },
    { kind: 'command', callId: 'c', guildId: guild, command: pause },
    { kind: 'command', callId: 'c', guildId: guild, command: pause, asker: { requestId: 'r' } },
    { kind: 'command', callId: 'c', guildId: guild, command: pause, asker: { keyId: 'k' } },
    ...[
      null,
      { kind: 'dance' },
      { kind: 'skip', count: '1' },
      { kind: 'volume' },
      { kind: 'volume', volume: 201 },
      { kind: 'shuffle', seed: null },
      { kind: 'loop', loop: 'forever' },
      { kind: 'seek', target: { kind: 'past', ms: 1 } },
      { kind: 'seek', target: { kind: 'to', ms: '1' } },
      { kind: 'seek', target: [] },
    ].map((command) => ({ kind: 'command', callId: 'c', guildId: guild, command, asker })),
    { kind: 'queue', guildId: guild },
    { kind: 'queue', guildId: guild, page: { ...page, offset: -1 } },
    { kind: 'queue', guildId: guild, page: { ...page, offset: 0.5 } },
    { kind: 'queue', guildId: guild, page: { ...page, limit: '10' } },
    { kind: 'queue', guildId: guild, page: { ...page, limit: PAGE_LIMIT + 1 } },
  ]
  for (const payload of NONE) {
    test(`that isn’t valid counts as no answer: ${JSON.stringify(payload)}`, () => {
      expect(callFrom(payload)).toBeNull()
    })
  }

  test('for a server by anything but its id finds none', () => {
    expect(guildFrom(guild)).toBe(guild)
    for (const value of [1, '', 'x', '-1', null, ['1']]) expect(guildFrom(value)).toBeNull()
  })
})

describe('an answer', () => {
  const { state } = new Story().command(enqueue('a b c'))
  const view = obeyedView(guild, state, { kind: 'stopped' })
  const queue = queueView(guild, state, { offset: 1, limit: 1 })
  const { current } = view

  test('arrives as it was sent, of an idle player too', () => {
    expect(playerViewFrom(wired(view))).toEqual(view)
    expect(queueViewFrom(wired(queue))).toEqual(queue)
    const idle = obeyedView(guild, new Story().state, { kind: 'stopped' })
    expect(playerViewFrom(wired(idle))).toEqual(idle)
  })

  const ODD: readonly object[] = [
    { guildId: 'music' },
    { channelId: 10 },
    { current: undefined },
    { current: { ...current, positionMs: null } },
    { current: { ...current, durationMs: '1' } },
    { current: { ...current, started: 1 } },
    { current: { ...current, track: { ...current?.track, title: null } } },
    { current: { ...current, track: { ...current?.track, live: 'no' } } },
    { current: { ...current, track: { ...current?.track, artist: 5 } } },
    { paused: 'no' },
    { volume: '100' },
    { loop: 'forever' },
    { queueLength: -1 },
    { queueLength: 1.5 },
  ]
  for (const fields of ODD) {
    test(`of another make is taken for none: ${JSON.stringify(fields)}`, () => {
      expect(playerViewFrom(wired({ ...view, ...fields }))).toBeNull()
      expect(queueViewFrom(wired({ ...queue, ...fields }))).toBeNull()
    })
  }

  test('of the first version, which told neither why a track waits nor what a station says, is read', () => {
    const { waiting: _, title: __, ...older } = current ?? { waiting: null, title: null }
    expect(playerViewFrom(wired({ ...view, current: older }))).toEqual(view)
    expect(queueViewFrom(wired({ ...queue, current: older }))).toEqual(queue)
  })

  test('without a sound stretch of the queue is no page of it', () => {
    const odd = [{ tracks: null }, { tracks: {} }, { tracks: [{}] }, { offset: null }]
    for (const fields of odd) expect(queueViewFrom(wired({ ...queue, ...fields }))).toBeNull()
    expect(queueViewFrom(wired(view))).toBeNull()
  })
})
