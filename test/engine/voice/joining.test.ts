import { expect, test } from 'bun:test'
import { toneFrames } from '../../discord/sound/opus-tone.ts'
import { Channel } from '../../discord/voice/channel.ts'
import { ENCRYPTION_MODES } from '../../discord/voice/transport.ts'
import { BOT, freshChannel } from '../../support/voice-link/remote-link.ts'
import { ALICE, heardOf, hex, setStage } from '../../support/voice-link/stage.ts'

const stage = setStage()

test('joins, and a member hears every frame, end-to-end encrypted', async () => {
  const { server, link, channel } = stage
  await using alice = await channel.listen(ALICE)
  expect(await link.connect()).toBeNull()
  const frames = toneFrames(25)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(alice.missing(BOT)).toBe(0)
  expect(server.traffic(channel.guildId, BOT).plaintextFrames).toBe(0)
  expect(link.requests).toEqual([channel.channelId])
})

// The library opens no session when the state comes second: the join would hang in signalling.
test('joins when the voice server is named before the voice state', async () => {
  const { link, channel } = stage
  link.answering = false
  const joined = link.connect()
  await link.until(() => link.requests.length === 1, 'asked')
  link.assign(channel, 'server first')
  expect(await joined).toBeNull()
})

test('a full channel answers nothing: the join fails after its deadline, and leaves', async () => {
  const { link, channel } = stage
  link.answering = false
  const joined = link.connect()
  await link.until(() => link.requests.length === 1, 'asked')
  await link.skip(10_000)
  expect(await joined).toBe('voice-timeout')
  await link.until(() => link.requests.length === 2, 'left')
  expect(link.requests).toEqual([channel.channelId, null])
  expect(link.losses).toEqual([])
})

test('a withdrawn voice server is waited for, and the next one taken, without op 4', async () => {
  const { link, channel } = stage
  link.answering = false
  const joined = link.connect()
  await link.until(() => link.requests.length === 1, 'asked')
  link.server('none', null)
  await link.skip(20_000)
  link.assign(channel)
  expect(await joined).toBeNull()
  expect(link.requests).toHaveLength(1)
})

// The library asks once: one lost datagram would leave it in its handshake for ever.
test('a lost discovery packet is repeated, within the same session', async () => {
  const { server, link } = stage
  server.faults.unansweredDiscoveries = 2
  const joined = link.connect()
  await link.until(() => server.faults.unansweredDiscoveries === 1, 'asked once')
  await link.skip(500)
  await link.until(() => server.faults.unansweredDiscoveries === 0, 'asked twice')
  await link.skip(500)
  expect(await joined).toBeNull()
  expect(link.requests).toHaveLength(1)
})

test('without any answer to discovery the handshake is given up, and the bot rejoins', async () => {
  const { server, link } = stage
  server.faults.unansweredDiscoveries = 1_000
  const joined = link.connect()
  await link.until(() => server.faults.unansweredDiscoveries === 999, 'asked')
  await link.skip(5_000)
  expect(link.requests).toHaveLength(1)
  server.faults.unansweredDiscoveries = 0
  await link.skip(500)
  expect(await joined).toBeNull()
  expect(link.requests).toHaveLength(2)
})

test('the bot leaves when told, and Discord has confirmed it by then', async () => {
  const { link, channel } = stage
  await link.connect()
  expect(await link.disconnect()).toBeNull()
  expect(link.requests).toEqual([channel.channelId, null])
  expect(link.gates.at(-1)).toBe('voice')
  expect(link.losses).toEqual([])
})

test('a leave in mid-join is over when Discord has confirmed it, and then the next join is no kick', async () => {
  const { link, channel } = stage
  link.answering = false
  const joined = link.connect()
  await link.until(() => link.requests.length === 1, 'asked')
  const order: string[] = []
  const leaving = link.disconnect().then(() => order.push('left'))
  expect(await joined).toBe('superseded')
  await link.until(() => link.requests.length === 2, 'told to leave')
  for (let passed = 0; passed < 2_000; passed += 500) await link.skip(500)
  order.push('confirmed')
  link.state(null)
  await leaving
  expect(order).toEqual(['confirmed', 'left'])
  link.answering = true
  expect(await link.connect()).toBeNull()
  expect(link.requests).toEqual([channel.channelId, null, channel.channelId])
  expect(link.losses).toEqual([])
})

test('a member moves the bot: the track goes on in the other channel', async () => {
  const { server, link, channel } = stage
  const other = freshChannel(server).channelId
  await link.connect()
  link.answering = false
  const moved = link.connect(other)
  await link.until(() => link.requests.length === 2, 'asked')
  const place = new Channel(server, channel.guildId, other)
  await using alice = await place.listen(ALICE)
  server.evict(channel.guildId, BOT)
  link.assign(place)
  expect(await moved).toBeNull()
  const frames = toneFrames(5)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.losses).toEqual([])
  expect(link.moves).toEqual([])
})

test('a move into a full channel is refused, and music goes on where it was', async () => {
  const { server, link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  const refused = link.connect(freshChannel(server).channelId)
  await link.until(() => link.requests.length === 2, 'asked')
  await link.skip(10_000)
  expect(await refused).toBe('voice-timeout')
  const frames = toneFrames(5)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(link.losses).toEqual([])
})

test('with a cipher that the addon does not know, the library sends, and every frame is heard', async () => {
  const { server, link, channel } = stage
  server.faults.modes = ['aead_xchacha20_poly1305_rtpsize']
  await using alice = await channel.listen(ALICE)
  expect(await link.connect()).toBeNull()
  server.faults.modes = ENCRYPTION_MODES
  const frames = toneFrames(25)
  await link.play(frames)
  expect(await heardOf(frames, alice)).toEqual(hex(frames))
  expect(alice.missing(BOT)).toBe(0)
  expect(server.traffic(channel.guildId, BOT).plaintextFrames).toBe(0)
})

test('RTP counters wrap around without a jump', async () => {
  const { link, channel } = stage
  link.open(channel, { luck: 1 - Number.EPSILON })
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.play(toneFrames(5))
  const frames = alice.frames.filter(({ userId }) => userId === BOT)
  expect(frames[0]?.sequence).toBeGreaterThan(65_000)
  expect(frames.at(-1)?.sequence).toBeLessThan(20)
  const steps = frames
    .slice(1)
    .map(({ timestamp }, n) => (timestamp - (frames[n]?.timestamp ?? 0)) >>> 0)
  expect(new Set(steps)).toEqual(new Set([960]))
})

test('RTP time runs on through a pause', async () => {
  const { link, channel } = stage
  await using alice = await channel.listen(ALICE)
  await link.connect()
  await link.play(toneFrames(2))
  await link.skip(3_000)
  await link.play(toneFrames(2))
  const frames = alice.frames.filter(({ userId }) => userId === BOT)
  const resumed = frames.findIndex(({ silence }, n) => !silence && frames[n - 1]?.silence)
  const step = (frames[resumed]?.timestamp ?? 0) - (frames[resumed - 1]?.timestamp ?? 0)
  expect((step >>> 0) / 48).toBeGreaterThan(3_000)
  expect((step >>> 0) / 48).toBeLessThan(13_000)
  expect(alice.missing(BOT)).toBe(0)
})
