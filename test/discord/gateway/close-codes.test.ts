import { describe, expect, test } from 'bun:test'
import { LocalDiscord } from '../local-discord.ts'
import { ManualClock } from '../manual-clock.ts'
import { type BareClient, GatewayStage } from './bare-client.ts'

const stage = GatewayStage.set()

describe('close codes', () => {
  const cases: [string, number, (socket: BareClient) => void][] = [
    ['a wrong token', 4004, (s) => s.send(2, stage.identity({ token: 'no' }))],
    ['intents that do not exist', 4013, (s) => s.send(2, stage.identity({ intents: 1 << 30 }))],
    ['intents not granted', 4014, (s) => s.send(2, stage.identity({ intents: 1 << 15 }))],
    ['shard 2 of 2', 4010, (s) => s.send(2, stage.identity({ shard: [2, 2] }))],
    ['op 4 before Identify', 4003, (s) => s.send(4, {})],
    ['an unknown op', 4001, (s) => s.send(99, {})],
    ['what is no JSON', 4002, (s) => s.sendText('{')],
    ['more than 4096 bytes', 4002, (s) => s.send(3, 'x'.repeat(5000))],
  ]

  test.each(cases)('%s closes with %d', async (_name, code, act) => {
    const socket = await stage.connect()
    act(socket)
    expect(await socket.closed()).toBe(code)
  })

  test('a second Identify closes with 4005', async () => {
    const socket = await stage.identified()
    socket.send(2, stage.identity())
    expect(await socket.closed()).toBe(4005)
  })

  test('the 121st send within a minute closes with 4008', async () => {
    const socket = await stage.identified()
    for (let i = 0; i < 118; i += 1) socket.send(3, { status: 'online' })
    // A heartbeat is a send too, the 120th after the Identify and the others; it is still answered.
    await socket.settled()
    socket.send(3, { status: 'online' })
    expect(await socket.closed()).toBe(4008)
  })

  test('a client that does not heartbeat is closed after two intervals', async () => {
    const clock = new ManualClock()
    await using to = await LocalDiscord.start({ clock })
    const socket = await stage.connect(to)
    const twoIntervalsMs = 2 * 41_250
    for (let heartbeats = 0; heartbeats < 2; heartbeats += 1) {
      clock.advance(twoIntervalsMs - 1)
      await socket.settled()
    }
    clock.advance(twoIntervalsMs)
    expect(await socket.closed()).toBe(4009)
  })
})
