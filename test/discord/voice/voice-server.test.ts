import { afterEach, beforeEach, expect, test } from 'bun:test'
import { until } from '../until.ts'
import { Channel } from './channel.ts'
import { Ear } from './ear.ts'
import { GatewayProbe } from './gateway-probe.ts'
import { Op } from './ops.ts'
import type { Ticket } from './voice-client.ts'
import { VoiceServer } from './voice-server.ts'

const BOT = '100000000000000001'
const ALICE = '100000000000000002'

let server: VoiceServer
let channel: Channel

beforeEach(async () => {
  server = await VoiceServer.start()
  channel = new Channel(server)
})
afterEach(() => server[Symbol.asyncDispose]())

/** Identified, with op 4 received. */
async function described(ticket: Ticket): Promise<{ probe: GatewayProbe; seq: number }> {
  const probe = await GatewayProbe.open(ticket)
  probe.identify(ticket)
  await probe.next(Op.ready)
  probe.selectProtocol()
  const { seq } = await probe.next(Op.sessionDescription)
  return { probe, seq: seq ?? -1 }
}

test('a client whose authority is unknown does not get in', async () => {
  const ticket = channel.ticket(ALICE)
  const strangers = await VoiceServer.start()
  const foreign = { ...ticket, ca: strangers.caPem }
  await strangers[Symbol.asyncDispose]()
  await expect(Ear.connect(foreign)).rejects.toThrow()
})

test('the handshake comes in the order 8, 2, 4, 25', async () => {
  const ticket = channel.ticket(BOT)
  const probe = await GatewayProbe.open(ticket)
  probe.identify(ticket)
  const ready = await probe.next(Op.ready)
  expect(ready.d).toMatchObject({
    ip: '127.0.0.1',
    modes: ['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize'],
  })
  probe.selectProtocol()
  const description = await probe.next(Op.sessionDescription)
  expect(description.d).toMatchObject({ mode: 'aead_aes256_gcm_rtpsize', dave_protocol_version: 1 })
  const sender = await probe.next(Op.externalSender)
  expect(sender.seq).toBe((description.seq ?? 0) + 1)
})

test('a wrong token, an unknown session and a client without DAVE are told apart', async () => {
  const ticket = channel.ticket(BOT)
  for (const [attempt, daveVersion, code] of [
    [{ ...ticket, token: 'wrong' }, 1, 4004],
    [{ ...ticket, sessionId: 'wrong' }, 1, 4006],
    [{ ...ticket, userId: ALICE }, 1, 4006],
    [ticket, 0, 4017],
  ] as const) {
    const probe = await GatewayProbe.open(ticket)
    probe.identify(attempt, daveVersion)
    expect(await probe.closed()).toBe(code)
  }
})

test('what is not a message, comes too early or twice closes the socket with its own code', async () => {
  const ticket = channel.ticket(BOT)
  const broken = await GatewayProbe.open(ticket)
  broken.sendText('{"op":')
  expect(await broken.closed()).toBe(4002)
  const early = await GatewayProbe.open(ticket)
  early.selectProtocol()
  expect(await early.closed()).toBe(4003)
  const twice = await GatewayProbe.open(ticket)
  twice.identify(ticket)
  await twice.next(Op.ready)
  twice.identify(ticket)
  expect(await twice.closed()).toBe(4005)
  const odd = await GatewayProbe.open(ticket)
  odd.identify(ticket)
  await odd.next(Op.ready)
  odd.selectProtocol('xsalsa20_poly1305')
  expect(await odd.closed()).toBe(4016)
})

test('a heartbeat is acknowledged with its own time', async () => {
  using probe = await GatewayProbe.open(channel.ticket(BOT))
  probe.send(Op.heartbeat, { t: 1234, seq_ack: -1 })
  expect((await probe.next(Op.heartbeatAck)).d).toEqual({ t: 1234 })
})

test('a client that stops its heartbeat is dropped with 4009', async () => {
  await using impatient = await VoiceServer.start({ heartbeatIntervalMs: 50 })
  const ticket = new Channel(impatient).ticket(BOT)
  const probe = await GatewayProbe.open(ticket)
  expect(await probe.closed()).toBe(4009)
})

test('a resume replays exactly what was missed, under the same numbers', async () => {
  const ticket = channel.ticket(BOT)
  const { probe } = await described(ticket)
  const { seq } = await probe.next(Op.externalSender)
  server.closeWith(channel.guildId, BOT, 4015)
  expect(await probe.closed()).toBe(4015)
  await using _alice = await channel.listen(ALICE)
  using again = await GatewayProbe.open(ticket)
  again.resume(ticket, seq ?? -1)
  await again.next(Op.resumed)
  const connected = await again.next(Op.clientsConnect)
  expect(connected).toEqual({
    op: Op.clientsConnect,
    seq: (seq ?? 0) + 1,
    d: { user_ids: [ALICE] },
  })
  expect(again.messages.map(({ op }) => op)).not.toContain(Op.sessionDescription)
})

test('a resume after any other code than 4015 is refused with 4006', async () => {
  const ticket = channel.ticket(BOT)
  const { probe, seq } = await described(ticket)
  server.closeWith(channel.guildId, BOT, 4009)
  expect(await probe.closed()).toBe(4009)
  const again = await GatewayProbe.open(ticket)
  again.resume(ticket, seq)
  expect(await again.closed()).toBe(4006)
})

test('sequence numbers of text and binary messages are one series, and wrap', async () => {
  server.faults.firstSequence = 65_534
  const ticket = channel.ticket(BOT)
  const { probe, seq } = await described(ticket)
  expect(seq).toBe(65_534)
  expect((await probe.next(Op.externalSender)).seq).toBe(65_535)
  await using alice = await channel.listen(ALICE)
  expect((await probe.next(Op.clientsConnect)).seq).toBe(0)
  await alice[Symbol.asyncDispose]()
  const after = await probe.next(Op.clientDisconnect)
  expect(after.d).toEqual({ user_id: ALICE })
  // Messages from before the wrap count as missed by who acknowledged none of those after it.
  server.closeWith(channel.guildId, BOT, 4015)
  await probe.closed()
  using again = await GatewayProbe.open(ticket)
  again.resume(ticket, 65_535)
  expect((await again.next(Op.clientsConnect)).seq).toBe(0)
})

test('who leaves or is evicted is announced, and its token no longer counts', async () => {
  const ticket = channel.ticket(BOT)
  const { probe } = await described(ticket)
  await using alice = await channel.listen(ALICE)
  await until(() => alice.present.has(BOT), 'op 11')
  server.evict(channel.guildId, BOT)
  expect(await probe.closed()).toBe(4014)
  const again = await GatewayProbe.open(ticket)
  again.identify(ticket)
  expect(await again.closed()).toBe(4006)
  await until(() => !alice.present.has(BOT), 'op 13')
})

test('a late joiner is told whose ssrc is whose', async () => {
  const ticket = channel.ticket(BOT)
  const { probe } = await described(ticket)
  probe.send(Op.speaking, { speaking: 1, delay: 0, ssrc: 1 })
  probe.send(Op.heartbeat, { t: 1, seq_ack: -1 })
  await probe.next(Op.heartbeatAck)
  const late = await described(channel.ticket(ALICE))
  const { d } = await late.probe.next(Op.speaking)
  expect(d).toMatchObject({ user_id: BOT, speaking: 1 })
})
