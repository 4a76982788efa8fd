import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digests } from '../sound/frame-digests.ts'
import { toneFrames } from '../sound/opus-tone.ts'
import { until } from '../until.ts'
import { Channel } from './channel.ts'
import { Ear } from './ear.ts'
import { Op } from './ops.ts'
import { SILENCE_FRAME, TICKS_PER_FRAME } from './transport.ts'
import { VoiceClient } from './voice-client.ts'
import { VoiceServer } from './voice-server.ts'

const ALICE = '100000000000000002'
const BOB = '100000000000000003'
const CAROL = '100000000000000004'

let server: VoiceServer
let channel: Channel

beforeEach(async () => {
  server = await VoiceServer.start()
  channel = new Channel(server)
})
afterEach(() => server[Symbol.asyncDispose]())

test('whenHears gives the next frame that is not silence and fits', async () => {
  await using alice = await channel.listen(ALICE)
  await using bob = await channel.listen(BOB)
  await bob.whenEncrypted()
  const frames = toneFrames(3)
  const last = alice.whenHears(BOB, ({ opus }) => Buffer.compare(opus, frames[2] ?? opus) === 0)
  const first = alice.whenHears(BOB)
  await bob.speak(frames)
  expect(digests([(await first).opus])).toEqual(digests(frames.slice(0, 1)))
  expect((await last).arrivedAtMs).toBeGreaterThan((await first).arrivedAtMs)
})

test('an ear that only counts keeps no frames', async () => {
  await using alice = await channel.listen(ALICE, { keep: 'counts' })
  await using bob = await channel.listen(BOB)
  await bob.whenEncrypted()
  await bob.speak(toneFrames(5))
  await until(() => alice.packets === 10, 'the last packet')
  expect(alice.frames).toEqual([])
})

test('nobody is forwarded to who is deaf, nor from who is muted, yet all are in the group', async () => {
  await using alice = await channel.listen(ALICE)
  await using deaf = await Ear.connect(channel.ticket(BOB, { deaf: true }))
  await using muted = await Ear.connect(channel.ticket(CAROL, { muted: true }))
  await Promise.all([alice, deaf, muted].map((ear) => ear.whenEncrypted()))
  await until(() => [alice, deaf, muted].every((ear) => ear.group.length === 3), 'a group of three')
  await alice.speak(toneFrames(3))
  await muted.speak(toneFrames(3))
  await until(() => muted.packets === 8, 'the last packet')
  expect(deaf.packets).toBe(0)
  expect(alice.packets).toBe(0)
  expect(server.traffic(channel.guildId, CAROL).audioPackets).toBe(3)
})

test('speaking without a key is refused rather than done in clear', async () => {
  server.faults.withholdGroup = true
  await using alice = await channel.listen(ALICE)
  await using _bob = await channel.listen(BOB)
  await expect(alice.speak(toneFrames(1))).rejects.toThrow('no DAVE key')
})

test('audio in clear is told apart from what is encrypted, silence is not held against anybody', async () => {
  await using alice = await channel.listen(ALICE)
  await using bob = await channel.listen(BOB)
  await using carol = new VoiceClient(channel.ticket(CAROL), {
    onJson: () => undefined,
    onBinary: () => undefined,
    onPacket: () => undefined,
    onClose: () => undefined,
  })
  await bob.whenEncrypted()
  await bob.speak(toneFrames(2))
  const { ssrc, transport } = await carol.negotiated()
  carol.sendJson(Op.speaking, { speaking: 1, delay: 0, ssrc })
  for (const [index, frame] of [...toneFrames(3), SILENCE_FRAME].entries()) {
    const header = { sequence: index, timestamp: index * TICKS_PER_FRAME, ssrc }
    carol.sendPacket(transport.seal(header, frame))
  }
  const from = (userId: string) => alice.frames.filter((frame) => frame.userId === userId)
  await until(() => from(CAROL).length === 4 && from(BOB).length === 7, 'the last frames')
  expect(alice.plaintextFrames(CAROL)).toBe(3)
  expect(alice.plaintextFrames(BOB)).toBe(0)
})

test('what was heard can be written as a WAV file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ear-'))
  await using alice = await channel.listen(ALICE)
  await using bob = await channel.listen(BOB)
  await bob.whenEncrypted()
  await bob.speak(toneFrames(5))
  await until(() => alice.frames.length === 10, 'the last frame')
  await alice.writeWav(join(folder, 'bob.wav'), BOB)
  expect(Bun.file(join(folder, 'bob.wav')).size).toBe(44 + 10 * 960 * 2 * 2)
  await rm(folder, { recursive: true })
})
