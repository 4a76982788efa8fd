import { expect, test } from 'bun:test'
import { toneFrames } from '../../discord/sound/opus-tone.ts'
import {
  type Message,
  type Script,
  ScriptedGateway,
} from '../../support/voice-link/scripted-gateway.ts'
import { ALICE, setStage } from '../../support/voice-link/stage.ts'

const stage = setStage()

/** Joins a gateway that follows the script. */
async function joined(script: Script): Promise<ScriptedGateway> {
  const gateway = await ScriptedGateway.start(stage.server.certificate, script)
  expect(await join(gateway)).toBeNull()
  return gateway
}

async function join(gateway: ScriptedGateway): Promise<string | null> {
  const { link, channel } = stage
  link.answering = false
  const joining = link.connect()
  await link.until(() => link.requests.length === 1, 'asked')
  link.state(channel.channelId, 'session')
  link.server('token', gateway.endpoint)
  return joining
}

const binary = (sequence: number, op: number, payload: Uint8Array | readonly number[] = []) =>
  Uint8Array.of(sequence >> 8, sequence & 0xff, op, ...payload)

const SENDER = 25
const PROPOSALS = 27
/** An empty list of proposals to append, and one that is no MLS at all. */
const SCRAPS = [[], [0], [0, 0], [0, 4, 1, 2, 3, 4], [9, 9, 9]]

// Each of these would end the worker thread.
test('messages that the bot doesn’t understand end nothing', async () => {
  const scraps: Message[] = [
    'null',
    '5',
    '"text"',
    '[]',
    '{}',
    '{"op":11}',
    '{"op":13,"d":null}',
    '{"op":22}',
    'not JSON',
    Uint8Array.of(),
    Uint8Array.of(1),
    Uint8Array.of(0, 1),
    ...SCRAPS.map((payload) => binary(1, PROPOSALS, payload)),
    ...[SENDER, 29, 30, 255].map((op) => binary(2, op, [1, 2, 3])),
  ]
  const beforeReady = scraps.filter((scrap) => scrap !== '{"op":2}')
  await using gateway = await joined({
    beforeReady,
    beforeDescription: scraps,
    daveProtocolVersion: 1,
  })
  gateway.send(...scraps, '{"op":2}', '{"op":4}', '{"op":9}')
  gateway.send({ op: 11, d: { user_ids: [ALICE] }, seq: 9 })
  await stage.link.skip(1)
  await stage.link.until(() => stage.link.gates.at(-1) === 'encryption', 'still there')
  expect(stage.link.uncaught).toEqual([])
  expect(stage.link.losses).toEqual([])
})

// The library sends a first keepalive to the socket that it has just closed, and throws in a timer.
test('a session that is closed as soon as it is ready ends nothing but itself', async () => {
  const { link, server, channel } = stage
  const script = { closeAfterReady: 4016 }
  await using gateway = await ScriptedGateway.start(server.certificate, script)
  expect(await join(gateway)).toBe('voice-refused')
  await link.until(() => link.requests.length === 2, 'left')
  expect(link.requests).toEqual([channel.channelId, null])
  expect(link.uncaught).toEqual([])
})

test('a session description that never comes: three joins, then the reason', async () => {
  const { link, channel, server } = stage
  const script = { daveProtocolVersion: null }
  await using gateway = await ScriptedGateway.start(server.certificate, script)
  link.answering = false
  const joining = link.connect()
  for (let tries = 1; tries <= 3; tries++) {
    await link.until(() => link.requests.length === tries, `asked ${tries} times`)
    link.state(channel.channelId, 'session')
    link.server('token', gateway.endpoint)
    await link.until(() => gateway.said(1).length === tries, `protocol selected ${tries} times`)
    await link.skip(5_000)
    await link.skip(500)
  }
  expect(await joining).toBe('voice-timeout')
  await link.until(() => link.requests.length === 4, 'left')
  expect(link.requests.at(-1)).toBeNull()
})

for (const endpoint of ['127.0.0.1:9', 'no endpoint at all:0/?']) {
  test(`at ${endpoint} nothing listens: the bot joins three times with pauses, then says why`, async () => {
    const { link, channel } = stage
    link.answering = false
    let code: string | null | undefined
    void link.connect().then((settled) => {
      code = settled
    })
    for (let tries = 1; tries <= 3; tries++) {
      await link.until(() => link.requests.length === tries, `asked ${tries} times`)
      link.state(channel.channelId, 'session')
      link.server('token', endpoint)
    }
    await link.until(() => code !== undefined, 'told')
    expect(code).toBe('voice-timeout')
    await link.until(() => link.requests.length === 4, 'left')
    expect(link.requests.at(-1)).toBeNull()
    expect(link.uncaught).toEqual([])
  })
}

test('proposals without a group make us ask to be added again', async () => {
  await using gateway = await joined({ daveProtocolVersion: 1 })
  await stage.link.until(() => gateway.receivedBinary.length === 1, 'key package sent')
  gateway.send(binary(3, PROPOSALS, [0, 4, 1, 2, 3, 4]))
  await stage.link.until(() => gateway.receivedBinary.length === 2, 'second key package sent')
  expect(gateway.receivedBinary).toEqual([26, 26])
  expect(gateway.said(31)).toEqual([{ transition_id: 0 }])
  expect(stage.link.uncaught).toEqual([])
})

// The library ignores members that are told before Ready; the track would wait as if alone.
test('members who are told before Ready are known', async () => {
  await using _gateway = await joined({
    beforeReady: [{ op: 11, d: { user_ids: [ALICE] }, seq: 1 }],
    daveProtocolVersion: 1,
  })
  await stage.link.untilGate('encryption')
  await stage.link.skip(2_000)
  expect(stage.link.gates).not.toContain('alone')
})

test('a member who is told before Ready and gone before op 4 is not waited for', async () => {
  await using _gateway = await joined({
    beforeReady: [{ op: 11, d: { user_ids: [ALICE] }, seq: 1 }],
    beforeDescription: [{ op: 13, d: { user_id: ALICE }, seq: 2 }],
    daveProtocolVersion: 1,
  })
  await stage.link.untilGate('encryption')
  await stage.link.skip(1_000)
  await stage.link.untilGate('alone')
})

test('encryption that doesn’t start: three joins, ten seconds each, then the reason', async () => {
  const { link, channel, server } = stage
  const beforeDescription = [{ op: 11, d: { user_ids: [ALICE] }, seq: 1 }]
  const script = { beforeDescription, daveProtocolVersion: 1 }
  await using gateway = await ScriptedGateway.start(server.certificate, script)
  link.answering = false
  const joining = link.connect()
  for (let tries = 1; tries <= 3; tries++) {
    await link.until(() => link.requests.length === tries, `joined ${tries} times`)
    link.state(channel.channelId, 'session')
    link.server('token', gateway.endpoint)
    await link.until(() => gateway.receivedBinary.length === tries, `${tries} key packages sent`)
    await link.skip(9_000)
    expect(link.phase).toBe('ready')
    await link.skip(1_000)
    await link.skip(500)
  }
  expect(await joining).toBeNull()
  await link.until(() => link.losses.length === 1, 'lost')
  expect(link.losses).toEqual(['voice-dave-not-ready'])
})

// The library takes sequence 0 for none, and would have the server replay what it has had.
test('sequence number 0 is acknowledged when the session is resumed', async () => {
  await using gateway = await joined({ daveProtocolVersion: 0 })
  gateway.send({ op: 11, d: { user_ids: [ALICE] }, seq: 65_535 })
  gateway.send({ op: 13, d: { user_id: ALICE }, seq: 0 })
  gateway.close(4015)
  await stage.link.until(() => gateway.said(7).length === 1, 'resumed')
  expect(gateway.said(7)[0]?.seq_ack).toBe(0)
})

test('without DAVE from the start, audio is sent as it is', async () => {
  await using gateway = await joined({ daveProtocolVersion: 0 })
  const frames = toneFrames(3)
  expect(await stage.link.play(frames)).toBe(0)
  await stage.link.until(() => gateway.audio.length === 3, 'received')
  expect(gateway.audio.map((frame) => frame.equals(frames[0] ?? frame))).toEqual([
    true,
    false,
    false,
  ])
})

// The library sends everything in clear from the moment of the downgrade.
test('a session that began with DAVE sends nothing after a downgrade, and the bot rejoins', async () => {
  await using gateway = await joined({ daveProtocolVersion: 1 })
  gateway.send({ op: 11, d: { user_ids: [ALICE] }, seq: 1 })
  gateway.send({ op: 21, d: { transition_id: 5, protocol_version: 0 }, seq: 2 })
  await stage.link.until(() => gateway.said(23).length === 1, 'ready for it')
  const played = stage.link.play(toneFrames(20), { untilTaken: false })
  gateway.send({ op: 22, d: { transition_id: 5 }, seq: 3 })
  expect(await played).toBeGreaterThanOrEqual(20)
  expect(gateway.audio).toHaveLength(0)
  await stage.link.until(() => stage.link.requests.length === 2, 'joined anew')
})

test('speaking is said once, however many frames follow', async () => {
  await using gateway = await joined({ daveProtocolVersion: 0 })
  await stage.link.play(toneFrames(5))
  await stage.link.until(() => gateway.said(5).length === 2, 'spoke and stopped')
  expect(gateway.said(5).map(({ speaking }) => speaking)).toEqual([1, 0])
})
