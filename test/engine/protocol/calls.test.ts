import { expect, test } from 'bun:test'
import { SegueError } from '../../../src/base/error.ts'
import { guildId } from '../../../src/base/ids.ts'
import { CallClient } from '../../../src/engine/protocol/client.ts'
import type { CallMessage, Handlers } from '../../../src/engine/protocol/messages.ts'
import { answerCall } from '../../../src/engine/protocol/server.ts'

const GUILD = guildId('1')

/** Both ends with a wire between them that copies, as the one between threads does. */
function pair(overrides: Partial<Handlers>): {
  client: CallClient
  surprises: unknown[]
  sent: CallMessage[]
} {
  const nothing = async () => undefined
  const handlers: Handlers = {
    connect: nothing,
    abandon: nothing,
    disconnect: nothing,
    play: nothing,
    prepare: nothing,
    stop: nothing,
    setPaused: nothing,
    seek: async () => 0,
    setSound: nothing,
    voiceState: nothing,
    stats: async () => ({ framesSent: 0, framesMissing: 0, framesLate: 0 }),
    drain: nothing,
    ...overrides,
  }
  const surprises: unknown[] = []
  const sent: CallMessage[] = []
  const client = new CallClient((message) => {
    sent.push(message)
    void answerCall(handlers, structuredClone(message), (error) => surprises.push(error)).then(
      (result) => client.settle(structuredClone(result)),
    )
  })
  return { client, surprises, sent }
}

test('each reply reaches the call that asked, in whatever order they come', async () => {
  const gates = new Map<number, () => void>()
  const { client, sent } = pair({
    seek: ({ positionMs }) =>
      new Promise((resolve) => gates.set(positionMs, () => resolve(positionMs * 2))),
  })
  const calls = [1, 2, 3].map((positionMs) => client.call('seek', { guildId: GUILD, positionMs }))
  for (const positionMs of [3, 1, 2]) gates.get(positionMs)?.()
  expect(await Promise.all(calls)).toEqual([2, 4, 6])
  expect(new Set(sent.map(({ id }) => id)).size).toBe(3)
  expect(client.pending).toBe(0)
})

test('an error crosses with its code and detail', async () => {
  const { client, surprises } = pair({
    seek: () => Promise.reject(new SegueError('not-seekable', 'live')),
  })
  const error = await client.call('seek', { guildId: GUILD, positionMs: 1 }).catch((e) => e)
  expect(error).toBeInstanceOf(SegueError)
  expect(error).toMatchObject({ code: 'not-seekable', detail: 'live' })
  expect(surprises).toEqual([])
})

test('a surprise crosses as internal, without its text, and is reported where it happened', async () => {
  const { client, surprises } = pair({
    stop: () => Promise.reject(new TypeError('secret path /etc')),
  })
  const error = await client.call('stop', { guildId: GUILD }).catch((e) => e)
  expect(error).toMatchObject({ code: 'internal', detail: 'stop failed' })
  expect(surprises).toHaveLength(1)
})

test('closing fails every pending call and every later one with the code', async () => {
  const { client, sent } = pair({ stop: () => new Promise(() => {}) })
  const pending = [1, 2].map(() => client.call('stop', { guildId: GUILD }).catch((e) => e))
  client.close('engine-lost', 'exit 1')
  client.close('internal')
  const later = client.call('stop', { guildId: GUILD }).catch((e) => e)
  for (const error of await Promise.all([...pending, later])) {
    expect(error).toMatchObject({ code: 'engine-lost', detail: 'exit 1' })
  }
  expect(sent).toHaveLength(2)
})

test('a reply without a waiting call changes nothing', () => {
  const { client } = pair({})
  client.settle({ type: 'reply', id: 99, value: undefined })
  expect(client.pending).toBe(0)
})
