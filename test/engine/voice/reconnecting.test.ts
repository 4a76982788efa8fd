import { afterEach, describe, expect, test } from 'bun:test'
import { toneFrames } from '../../discord/sound/opus-tone.ts'
import { Channel } from '../../discord/voice/channel.ts'
import { VoiceServer } from '../../discord/voice/voice-server.ts'
import { BOT, freshChannel } from '../../support/voice-link/remote-link.ts'
import {
  ALICE,
  expectWhole,
  heard,
  heardOf,
  hex,
  setStage,
} from '../../support/voice-link/stage.ts'

const stage = setStage()

afterEach(() => {
  stage.server.faults.identifyCloseCode = null
  stage.server.faults.resumeCloseCode = null
})

describe('a close in mid-song', () => {
  for (const code of [4015, 1001]) {
    test(`${code}: the session is resumed, without op 4, and every frame is heard`, async () => {
      const { server, link, channel } = stage
      await using alice = await channel.listen(ALICE)
      await link.connect()
      await link.untilGate('open')
      const frames = toneFrames(20)
      const played = link.play(frames)
      await alice.whenHears(BOT)
      server.closeWith(channel.guildId, BOT, code)
      await played
      expect(await heardOf(frames, alice)).toEqual(hex(frames))
      expect(link.requests).toHaveLength(1)
    })
  }

  for (const code of [4006, 4009, 4011]) {
    test(`${code}: one fresh join after a pause, and every frame is heard`, async () => {
      const { server, link, channel } = stage
      await using alice = await channel.listen(ALICE)
      await link.connect()
      await link.untilGate('open')
      const frames = toneFrames(20)
      const played = link.play(frames)
      await alice.whenHears(BOT)
      const closedAt = performance.now()
      server.closeWith(channel.guildId, BOT, code)
      await link.until(() => link.requests.length === 2, 'rejoined')
      expect(performance.now() - closedAt).toBeGreaterThan(240)
      await played
      await expectWhole(frames, link, alice)
      expect(link.requests).toHaveLength(2)
    })
  }

  test('a resume that is refused becomes a fresh join', async () => {
    const { server, link, channel } = stage
    await using alice = await channel.listen(ALICE)
    await link.connect()
    await link.untilGate('open')
    server.faults.resumeCloseCode = 4006
    server.closeWith(channel.guildId, BOT, 4015)
    const frames = toneFrames(5)
    await link.play(frames)
    expect(await heardOf(frames, alice)).toEqual(hex(frames))
    expect(link.requests).toHaveLength(2)
  })

  for (const code of [4001, 4002, 4003, 4004, 4005, 4012, 4016, 4017, 4020]) {
    test(`${code}: told, left, and never joined again`, async () => {
      const { server, link, channel } = stage
      await link.connect()
      server.closeWith(channel.guildId, BOT, code)
      await link.until(() => link.losses.length === 1, 'lost')
      expect(link.losses).toEqual([code === 4017 ? 'voice-dave-required' : 'voice-refused'])
      await link.skip(120_000)
      expect(link.requests).toEqual([channel.channelId, null])
    })
  }

  for (const code of [4014, 4021, 4022]) {
    test(`${code} and a null voice state: taken out, nothing sent`, async () => {
      const { server, link, channel } = stage
      await link.connect()
      server.evict(channel.guildId, BOT, code)
      await link.until(() => link.gates.at(-1) === 'voice', 'closed')
      link.state(null)
      await link.until(() => link.losses.length === 1, 'lost')
      await link.skip(120_000)
      expect(link.losses).toEqual(['voice-lost'])
      expect(link.requests).toHaveLength(1)
    })

    test(`${code} and a state in another channel: followed, nothing sent`, async () => {
      const { server, link, channel } = stage
      await link.connect()
      const other = new Channel(server, channel.guildId, freshChannel(server).channelId)
      await using alice = await other.listen(ALICE)
      server.evict(channel.guildId, BOT, code)
      await link.until(() => link.gates.at(-1) === 'voice', 'closed')
      link.assign(other)
      const frames = toneFrames(5)
      await link.play(frames)
      expect(await heardOf(frames, alice)).toEqual(hex(frames))
      expect(link.moves).toEqual([other.channelId])
      expect(link.requests).toHaveLength(1)
    })
  }

  // The bot's main session was lost and a new one began. Discord doesn't say that the bot left its channel.
  test('4014 without any voice state: nothing for five seconds, then one join', async () => {
    const { server, link, channel } = stage
    await using alice = await channel.listen(ALICE)
    await link.connect()
    server.closeWith(channel.guildId, BOT, 4014)
    await link.untilPhase('parted')
    await link.skip(4_000)
    expect(link.requests).toHaveLength(1)
    await link.skip(1_000)
    await link.skip(500)
    const frames = toneFrames(3)
    await link.play(frames)
    expect(await heardOf(frames, alice)).toEqual(hex(frames))
    expect(link.requests).toHaveLength(2)
  })

  for (const code of [4021, 4022]) {
    test(`${code} without any voice state: nothing is sent but a leave`, async () => {
      const { server, link, channel } = stage
      await link.connect()
      server.closeWith(channel.guildId, BOT, code)
      await link.untilPhase('parted')
      await link.skip(4_000)
      expect(link.requests).toHaveLength(1)
      await link.skip(1_000)
      await link.until(() => link.losses.length === 1, 'lost')
      await link.skip(120_000)
      expect(link.requests).toEqual([channel.channelId, null])
    })
  }
})

// The library alone sends sixty op 4 in a second and a half.
test('a session that is refused at once: three joins with pauses, then the reason', async () => {
  const { server, link, channel } = stage
  server.faults.identifyCloseCode = 4006
  const startedAt = performance.now()
  expect(await link.connect()).toBe('voice-timeout')
  expect(performance.now() - startedAt).toBeGreaterThan(700)
  await link.until(() => link.requests.length === 4, 'left')
  expect(link.requests).toEqual([channel.channelId, channel.channelId, channel.channelId, null])
})

test('a player that was up sends six automatic op 4 a minute at most; a leave passes', async () => {
  const { server, link, channel } = stage
  await link.connect()
  server.faults.identifyCloseCode = 4006
  server.closeWith(channel.guildId, BOT, 4006)
  for (const [rejoins, pauseMs] of [250, 500, 1_000, 2_000, 4_000, 8_000].entries()) {
    await link.untilPhase('backing-off')
    await link.skip(pauseMs)
    await link.until(() => link.requests.length === 2 + rejoins, `rejoined, after ${pauseMs} ms`)
  }
  await link.untilPhase('backing-off')
  await link.skip(30_000) // its own pause would be over in 15 s
  expect(link.requests).toHaveLength(7)
  expect(await link.disconnect()).toBeNull()
  expect(link.requests.at(-1)).toBeNull()
})

// A session that Discord thinks alive answers op 4 with nothing new: only leaving helps.
test('a rejoin without an answer is followed by a leave and a join', async () => {
  const { server, link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  link.answering = false
  server.closeWith(channel.guildId, BOT, 4006)
  await link.until(() => link.requests.length === 2, 'rejoined')
  await link.skip(4_000)
  link.answering = true
  const frames = toneFrames(3)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  const home = channel.channelId
  expect(link.requests).toEqual([home, home, null, home])
  expect(link.losses).toEqual([])
})

test('the voice server is moved in mid-song: the rest is heard there', async () => {
  const { server, link, channel } = stage
  await using second = await VoiceServer.start({ certificate: server.certificate })
  const there = new Channel(second, channel.guildId, channel.channelId)
  await using alice = await channel.listen(ALICE)
  await using moved = await there.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  const frames = toneFrames(20)
  const played = link.play(frames)
  await alice.whenHears(BOT)
  link.assign(there)
  await played
  await expectWhole(frames, link, alice, moved)
  expect(heard(moved).length).toBeGreaterThan(0)
  expect(link.requests).toHaveLength(1)
  expect(link.losses).toEqual([])
})

test('a voice server that is withdrawn in mid-song: the track waits for the next', async () => {
  const { link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  const frames = toneFrames(20)
  const played = link.play(frames)
  await alice.whenHears(BOT)
  link.server('none', null)
  await link.untilGate('voice')
  await link.skip(20_000)
  link.assign(channel)
  await played
  await expectWhole(frames, link, alice)
  expect(link.requests).toHaveLength(1)
})

// As a process does that takes a server over while this one is cut off from the database.
test('another process of the bot takes the seat: it is left alone, and the seat asked for after a pause', async () => {
  const { link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.untilGate('open')
  link.assign(channel, 'state first', 'the other process')
  await link.untilPhase('backing-off')
  expect(link.requests).toHaveLength(1)
  await link.until(() => link.requests.length === 2, 'asked again')
  const frames = toneFrames(5)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.losses).toEqual([])
})

// With the channel that we were in before, the session would start a DAVE group with nobody else in it.
test('dragged, with the voice server named before the voice state: heard in the new channel', async () => {
  const { server, link, channel } = stage
  await link.connect()
  const other = new Channel(server, channel.guildId, freshChannel(server).channelId)
  await using alice = await other.listen(ALICE)
  server.evict(channel.guildId, BOT)
  await link.until(() => link.gates.at(-1) === 'voice', 'closed')
  link.assign(other, 'server first')
  const frames = toneFrames(5)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.moves).toEqual([other.channelId])
})

test('kicked while playing: told once, and nothing is sent', async () => {
  const { server, link, channel } = stage
  await link.connect()
  link.state(null)
  server.evict(channel.guildId, BOT)
  await link.until(() => link.losses.length === 1, 'lost')
  await link.skip(120_000)
  expect(link.losses).toEqual(['voice-lost'])
  expect(link.requests).toHaveLength(1)
})
