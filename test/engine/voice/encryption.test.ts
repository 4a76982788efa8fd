import { afterEach, expect, test } from 'bun:test'
import { toneFrames } from '../../discord/sound/opus-tone.ts'
import { BOT } from '../../support/voice-link/remote-link.ts'
import { ALICE, heard, heardOf, hex, setStage } from '../../support/voice-link/stage.ts'

const stage = setStage()

afterEach(() => {
  const { faults } = stage.server
  faults.withholdGroup = false
  faults.externalSenderEarly = false
  faults.staleProposals = false
  faults.transitionIdZero = false
  faults.executeDelayMs = 0
  faults.losingCommitters.clear()
})

const plaintext = (): number => stage.server.traffic(stage.channel.guildId, BOT).plaintextFrames
const audioPackets = (): number => stage.server.traffic(stage.channel.guildId, BOT).audioPackets

// Without the check in the sender, all thirty frames arrive in clear.
test('while there are no keys, frames that are offered do not leave', async () => {
  const { server, link, channel } = stage
  server.faults.withholdGroup = true
  await using _alice = await channel.listen(ALICE)
  await link.connect()
  expect(await link.play(toneFrames(30), { untilTaken: false })).toBe(30)
  expect(plaintext()).toBe(0)
  expect(audioPackets()).toBe(0)
  expect(server.traffic(channel.guildId, BOT).packets).toBe(5)
})

test('the track waits for the keys at its position, and is heard whole', async () => {
  const { server, link, channel } = stage
  server.faults.withholdGroup = true
  await using alice = await channel.listen(ALICE)
  await link.connect()
  const frames = toneFrames(10)
  const played = link.play(frames)
  await link.untilRefused()
  server.faults.withholdGroup = false
  expect(await played).toBeGreaterThan(0)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(plaintext()).toBe(0)
})

test('alone in the channel the track waits, and begins when somebody comes', async () => {
  const { link, channel } = stage
  await link.connect()
  await link.skip(1_000)
  await link.untilGate('alone')
  await link.skip(3_600_000)
  expect(link.requests).toHaveLength(1)
  const frames = toneFrames(10)
  const played = link.play(frames)
  await using alice = await channel.listen(ALICE)
  await played
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(plaintext()).toBe(0)
})

test('when the last member goes, the track waits again', async () => {
  const { link, channel } = stage
  const alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  await alice[Symbol.asyncDispose]()
  await link.until(() => link.gates.at(-1) === 'encryption', 'waiting')
  await link.skip(1_000)
  await link.untilGate('alone')
  expect(await link.play(toneFrames(3), { untilTaken: false })).toBe(3)
  expect(plaintext()).toBe(0)
})

// The library drops the external sender, cannot join the group and throws at each proposal.
test('an external sender that comes before the session description is not lost', async () => {
  const { server, link, channel } = stage
  await using alice = await channel.listen(ALICE)
  server.faults.externalSenderEarly = true
  await link.connect()
  await link.untilGate('open')
  const frames = toneFrames(5)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.uncaught).toEqual([])
})

// Uncaught, each stale batch would end the worker thread.
test('proposals for an epoch that never existed do no harm', async () => {
  const { server, link, channel } = stage
  server.faults.staleProposals = true
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  const frames = toneFrames(5)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.uncaught).toEqual([])
})

test('whoever wins the commit, and whatever the transition is called, music is heard whole', async () => {
  const { server, link, channel } = stage
  for (const losing of [BOT, ALICE]) {
    for (const transitionIdZero of [false, true]) {
      server.faults.losingCommitters.clear()
      server.faults.losingCommitters.add(losing)
      server.faults.transitionIdZero = transitionIdZero
      await using alice = await channel.listen(ALICE)
      await link.connect()
      const frames = toneFrames(5)
      await link.play(frames)
      expect(await heardOf(frames, alice)).toEqual(hex(frames))
      await link.disconnect()
      server.evict(channel.guildId, BOT)
    }
  }
  expect(link.uncaught).toEqual([])
})

// The library sends with the new keys as soon as it has them, when others may have none yet.
test('the first frame waits for the transition to be executed', async () => {
  const { server, link, channel } = stage
  server.faults.executeDelayMs = 300
  await using alice = await channel.listen(ALICE)
  const played = link.connect().then(() => link.play(toneFrames(3)))
  await Promise.race([alice.whenEncrypted(), alice.whenHears(BOT)])
  const early = heard(alice).length
  await played
  expect(early).toBe(0)
  expect(heard(alice)).toHaveLength(3)
})

test('an epoch that begins again in mid-song costs no frame and lets none out in clear', async () => {
  const { server, link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  const frames = toneFrames(20)
  const played = link.play(frames)
  await alice.whenHears(BOT)
  server.resetEpoch(channel.guildId, ALICE)
  await played
  expect(plaintext()).toBe(0)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
})

test('a member who comes in mid-song hears what follows, and the others all of it', async () => {
  const { link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  const frames = toneFrames(50)
  const played = link.play(frames)
  await alice.whenHears(BOT)
  await using bob = await channel.listen('100000000000000003')
  await bob.whenHears(BOT)
  await played
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(plaintext()).toBe(0)
})

// Otherwise the song would play to its end unheard.
test('a second of music that the encryption refuses is said and ends in a fresh join', async () => {
  const { link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  link.refusesToEncrypt(1_500)
  const frames = toneFrames(10)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.unheard).toBe(1)
  expect(link.requests).toHaveLength(2)
  expect(plaintext()).toBe(0)
})

test('encryption that goes on refusing after each join is given up', async () => {
  const { link, channel } = stage
  await using _alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  link.refusesToEncrypt(60_000)
  await link.play(toneFrames(400), { untilTaken: false })
  expect(link.losses).toEqual(['voice-dave-not-ready'])
  expect(link.unheard).toBe(2)
  expect(plaintext()).toBe(0)
})
