import { afterEach, beforeEach, expect, test } from 'bun:test'
import { digests } from '../sound/frame-digests.ts'
import { toneFrames } from '../sound/opus-tone.ts'
import { until } from '../until.ts'
import { Channel } from './channel.ts'
import type { Ear } from './ear.ts'
import { GatewayProbe } from './gateway-probe.ts'
import { Op } from './ops.ts'
import { VoiceServer } from './voice-server.ts'

const ALICE = '100000000000000002'
const BOB = '100000000000000003'

let server: VoiceServer
let channel: Channel

beforeEach(async () => {
  server = await VoiceServer.start()
  channel = new Channel(server)
})
afterEach(() => server[Symbol.asyncDispose]())

const heard = (ear: Ear, userId: string): string[] =>
  digests(ear.frames.filter((frame) => frame.userId === userId).map(({ opus }) => opus))

/** Two members that are encrypted. */
async function couple(): Promise<[Ear, Ear]> {
  const [alice, bob] = await Promise.all([channel.listen(ALICE), channel.listen(BOB)])
  await Promise.all([alice.whenEncrypted(), bob.whenEncrypted()])
  return [alice, bob]
}

/** Lets a fault of share 0.5 strike the packet with this index, and no other. */
function strikeOnly(index: number): void {
  let packet = 0
  server.faults.random = () => (packet++ === index ? 0 : 0.9)
}

test('Identify is refused with any code that is asked for', async () => {
  server.faults.identifyCloseCode = 4021
  await expect(channel.listen(ALICE)).rejects.toThrow('4021')
})

test('a Resume is refused with any code that is asked for', async () => {
  const ticket = channel.ticket(ALICE)
  const probe = await GatewayProbe.open(ticket)
  probe.identify(ticket)
  await probe.next(Op.ready)
  server.closeWith(channel.guildId, ALICE, 4015)
  await probe.closed()
  server.faults.resumeCloseCode = 4006
  const again = await GatewayProbe.open(ticket)
  again.resume(ticket, -1)
  expect(await again.closed()).toBe(4006)
})

test('an expired token neither resumes nor identifies', async () => {
  const ticket = channel.ticket(ALICE)
  const probe = await GatewayProbe.open(ticket)
  probe.identify(ticket)
  await probe.next(Op.ready)
  server.revoke(channel.guildId, ALICE)
  server.closeWith(channel.guildId, ALICE, 4015)
  await probe.closed()
  const resuming = await GatewayProbe.open(ticket)
  resuming.resume(ticket, -1)
  expect(await resuming.closed()).toBe(4006)
  const identifying = await GatewayProbe.open(ticket)
  identifying.identify(ticket)
  expect(await identifying.closed()).toBe(4006)
})

test('every close code can be made to come', async () => {
  for (const code of [1001, 4001, 4006, 4009, 4011, 4014, 4015, 4016, 4017, 4020, 4021, 4022]) {
    await using alice = await channel.listen(ALICE)
    server.closeWith(channel.guildId, ALICE, code)
    await until(() => alice.closeCode !== null, `close ${code}`)
    expect(alice.closeCode).toBe(code)
  }
})

test('unanswered discoveries keep a client from going on, and count down', async () => {
  server.faults.unansweredDiscoveries = 1
  const waiting = channel.listen(ALICE)
  await until(() => server.faults.unansweredDiscoveries === 0, 'the discovery')
  server.closeWith(channel.guildId, ALICE, 4006)
  await expect(waiting).rejects.toThrow('4006')
  await using _alice = await channel.listen(ALICE)
})

test('the session description can be slow', async () => {
  server.faults.sessionDescriptionDelayMs = 120
  const before = performance.now()
  await using _alice = await channel.listen(ALICE)
  expect(performance.now() - before).toBeGreaterThanOrEqual(120)
})

test('op 25 can come before op 4', async () => {
  server.faults.externalSenderEarly = true
  const ticket = channel.ticket(ALICE)
  using probe = await GatewayProbe.open(ticket)
  probe.identify(ticket)
  await probe.next(Op.ready)
  probe.selectProtocol()
  await probe.next(Op.sessionDescription)
  const early = await probe.next(Op.externalSender)
  expect(early.seq).toBe(1)
})

test('with XChaCha20 alone the frames arrive as well', async () => {
  server.faults.modes = ['aead_xchacha20_poly1305_rtpsize']
  const [alice, bob] = await couple()
  const frames = toneFrames(10)
  await bob.speak(frames)
  await until(() => alice.frames.length === 15, 'the last frame')
  expect(heard(alice, BOB)).toEqual(digests(frames))
})

test('with DAVE off frames go in clear and are not held against anybody', async () => {
  server.faults.daveProtocolVersion = 0
  const [alice, bob] = await couple()
  const frames = toneFrames(5)
  await bob.speak(frames)
  await until(() => alice.frames.length === 10, 'the last frame')
  expect(heard(alice, BOB)).toEqual(digests(frames))
  expect(alice.plaintextFrames(BOB)).toBe(0)
  expect(server.traffic(channel.guildId, BOB).plaintextFrames).toBe(0)
})

test('what is lost on the way to the server is missing there and at the listener', async () => {
  const [alice, bob] = await couple()
  strikeOnly(4)
  server.faults.lossToServer = 0.5
  await bob.speak(toneFrames(10))
  await until(() => alice.frames.length === 14, 'the last frame')
  expect(alice.missing(BOB)).toBe(1)
  expect(server.traffic(channel.guildId, BOB).missing).toBe(1)
})

test('what is lost on the way to a listener was not missing at the server', async () => {
  const [alice, bob] = await couple()
  strikeOnly(4)
  server.faults.lossToListener = 0.5
  await bob.speak(toneFrames(10))
  await until(() => alice.frames.length === 14, 'the last frame')
  expect(alice.missing(BOB)).toBe(1)
  expect(server.traffic(channel.guildId, BOB).missing).toBe(0)
})

test('packets that overtake each other are counted, and none is missing', async () => {
  const [alice, bob] = await couple()
  strikeOnly(4)
  server.faults.reorderToServer = 0.5
  const frames = toneFrames(10)
  await bob.speak(frames)
  await until(() => alice.frames.length === 15, 'the last frame')
  expect(server.traffic(channel.guildId, BOB)).toMatchObject({ reordered: 1, missing: 0 })
  expect(alice.missing(BOB)).toBe(0)
  expect(heard(alice, BOB).toSorted()).toEqual(digests(frames).toSorted())
  expect(heard(alice, BOB)).not.toEqual(digests(frames))
})

test('a member whose commits lose takes the Welcome path', async () => {
  server.faults.losingCommitters.add(ALICE)
  const [alice] = await couple()
  const { members } = server.daveGroup(channel.guildId, ALICE)
  // The founder's leaf is the first.
  expect(members).toEqual([BOB, ALICE])
  expect(alice.group).toEqual([BOB, ALICE])
})

test('while the group is withheld nobody gets ready, afterwards everybody does', async () => {
  server.faults.withholdGroup = true
  const [alice, bob] = await Promise.all([channel.listen(ALICE), channel.listen(BOB)])
  let ready = false
  const encrypted = alice.whenEncrypted().then(() => {
    ready = true
  })
  await until(() => server.faults.withheld > 0, 'a commit')
  expect(ready).toBe(false)
  expect(alice.group).toEqual([])
  server.faults.withholdGroup = false
  await Promise.all([encrypted, bob.whenEncrypted()])
})

test('under transition id 0 the new keys count at once', async () => {
  server.faults.transitionIdZero = true
  server.faults.executeDelayMs = 60_000
  const [alice, bob] = await couple()
  await bob.speak(toneFrames(5))
  await until(() => alice.frames.length === 10, 'the last frame')
  expect(alice.plaintextFrames(BOB)).toBe(0)
})

test('op 22 can be late: keys change no sooner', async () => {
  server.faults.executeDelayMs = 150
  const before = performance.now()
  await couple()
  expect(performance.now() - before).toBeGreaterThanOrEqual(150)
})

test('a group that is reset is founded anew and goes on', async () => {
  const [alice, bob] = await couple()
  const former = alice.group
  server.resetEpoch(channel.guildId, ALICE)
  await until(() => alice.resets === 1 && bob.resets === 1, 'op 24')
  await Promise.all([alice.whenEncrypted(), bob.whenEncrypted()])
  expect(alice.group.toSorted()).toEqual(former.toSorted())
  const frames = toneFrames(5)
  await bob.speak(frames)
  await until(() => alice.frames.length === 10, 'the last frame')
  expect(heard(alice, BOB)).toEqual(digests(frames))
})

test("stale proposals are of an epoch that is not the group's", async () => {
  const [alice] = await couple()
  server.faults.staleProposals = true
  await using _carol = await channel.listen('100000000000000004')
  await until(() => alice.daveFailure !== undefined, 'the stale proposal')
  expect(String(alice.daveFailure)).toContain('stale')
  await until(() => alice.group.length === 3, 'the real proposals')
})

test('op 13 can name a member who is still there', async () => {
  const [alice] = await couple()
  server.announceDeparture(channel.guildId, ALICE, BOB)
  await until(() => !alice.present.has(BOB), 'op 13')
  expect(server.isPresent(channel.guildId, BOB)).toBe(true)
})
