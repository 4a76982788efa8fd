import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { VoiceChild } from '../clients/voice-child.ts'
import { digests } from '../sound/frame-digests.ts'
import { toneFrames } from '../sound/opus-tone.ts'
import { until } from '../until.ts'
import { Channel } from './channel.ts'
import type { Ear } from './ear.ts'
import { VoiceServer } from './voice-server.ts'

const BOT = '100000000000000001'
const ALICE = '100000000000000002'
const BOB = '100000000000000003'
const CAROL = '100000000000000004'

let server: VoiceServer
let channel: Channel
let guilds = 0

/** Client processes start and speak in real time. */
setDefaultTimeout(120_000)

beforeAll(async () => {
  server = await VoiceServer.start()
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => {
  guilds++
  channel = new Channel(server, `90000000000000100${guilds}`, `90000000000000200${guilds}`)
  server.faults.modes = ['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize']
  server.faults.transitionIdZero = false
})

const heard = (ear: Ear, userId: string): string[] =>
  digests(ear.frames.filter((frame) => frame.userId === userId).map(({ opus }) => opus))

/** All of these are heard, bit-exactly; the last ones may still be on their way. */
async function expectHeard(ear: Ear, userId: string, frames: readonly Uint8Array[]): Promise<void> {
  await until(() => heard(ear, userId).length >= frames.length, 'the last frame')
  expect(heard(ear, userId)).toEqual(digests(frames))
}

/** @discordjs/voice in the channel, ready to speak as soon as it is not alone. */
async function bot(): Promise<VoiceChild> {
  const child = await VoiceChild.start('discordjs-voice', server.caPath)
  await child.join(channel.ticket(BOT))
  return child
}

for (const mode of ['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize'] as const) {
  test(`three members hear one another, ${mode}`, async () => {
    server.faults.modes = [mode]
    await using speaker = await bot()
    await using alice = await channel.listen(ALICE)
    await using bob = await channel.listen(BOB)
    await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted(), bob.whenEncrypted()])
    await until(() => alice.group.length === 3 && bob.group.length === 3, 'a group of three')
    const [low, high] = [toneFrames(25, 330), toneFrames(25, 660)]
    await speaker.speak(low)
    await bob.speak(high)
    for (const ear of [alice, bob]) await expectHeard(ear, BOT, low)
    await expectHeard(alice, BOB, high)
    expect(await speaker.heard(BOB, high.length)).toEqual(digests(high))
  })
}

test('who stays loses nothing while others come and go', async () => {
  await using speaker = await bot()
  await using alice = await channel.listen(ALICE)
  await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted()])
  let over = false
  const spoken = speaker.speakUntil(() => over, toneFrames(50))
  await alice.whenHears(BOT)
  const carol = await channel.listen(CAROL)
  await carol.whenEncrypted()
  const bob = await channel.listen(BOB)
  await bob.whenHears(BOT)
  await carol[Symbol.asyncDispose]()
  await until(() => alice.group.length === 3, 'the removal')
  await bob[Symbol.asyncDispose]()
  await until(() => alice.group.length === 2, 'the second removal')
  await using again = await channel.listen(CAROL)
  await again.whenHears(BOT)
  over = true
  const frames = await spoken
  await expectHeard(alice, BOT, frames)
  expect(alice.epoch).toBeGreaterThanOrEqual(5n)
  expect(server.traffic(channel.guildId, BOT)).toMatchObject({ missing: 0, plaintextFrames: 0 })
  // Who came late hears the rest, from its first frame on, without a gap.
  for (const late of [carol, bob, again]) {
    expect(late.missing(BOT)).toBe(0)
    expect(late.plaintextFrames(BOT)).toBe(0)
    expect(digests(frames).join()).toContain(heard(late, BOT).join())
  }
})

test('who remains alone gets a group of its own again, and the next one joins it', async () => {
  await using speaker = await bot()
  const alice = await channel.listen(ALICE)
  await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted()])
  await alice[Symbol.asyncDispose]()
  await until(() => server.daveGroup(channel.guildId, BOT).epoch === 0n, 'the reset')
  await using bob = await channel.listen(BOB)
  await bob.whenEncrypted()
  const frames = toneFrames(10)
  await speaker.speak(frames)
  await expectHeard(bob, BOT, frames)
})

test('the winner of the commit race founds the group, the loser comes by Welcome', async () => {
  for (const [loser, first] of [
    [BOT, ALICE],
    [ALICE, BOT],
  ] as const) {
    server.faults.losingCommitters.add(loser)
    await using speaker = await bot()
    await using alice = await channel.listen(ALICE)
    await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted()])
    expect(server.daveGroup(channel.guildId, BOT).members[0]).toBe(first)
    const frames = toneFrames(5)
    await speaker.speak(frames)
    await expectHeard(alice, BOT, frames)
    server.faults.losingCommitters.clear()
  }
})

test('a member that rejects a commit is removed and added in one epoch', async () => {
  await using speaker = await bot()
  await using alice = await channel.listen(ALICE)
  await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted()])
  const before = server.daveGroup(channel.guildId, BOT).epoch
  alice.loseGroup()
  await until(() => server.daveGroup(channel.guildId, BOT).epoch > before, 'the new epoch')
  await until(() => alice.group.length === 2, 'the Welcome')
  const frames = toneFrames(10)
  await speaker.speak(frames)
  await expectHeard(alice, BOT, frames)
  expect(server.daveGroup(channel.guildId, BOT).epoch).toBe(before + 1n)
})

test('@discordjs/voice resumes after 4015 and goes on under the same ssrc', async () => {
  await using speaker = await bot()
  await using alice = await channel.listen(ALICE)
  await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted()])
  let over = false
  const spoken = speaker.speakUntil(() => over, toneFrames(50))
  const first = await alice.whenHears(BOT)
  server.closeWith(channel.guildId, BOT, 4015)
  // Comes while the bot is away: what tells of her is replayed to it.
  await using carol = await channel.listen(CAROL)
  const later = await carol.whenHears(BOT)
  over = true
  await spoken
  expect(later.ssrc).toBe(first.ssrc)
  expect(alice.plaintextFrames(BOT) + carol.plaintextFrames(BOT)).toBe(0)
})

test('what a member hears decodes to the tone that was spoken', async () => {
  await using speaker = await bot()
  await using alice = await channel.listen(ALICE)
  await Promise.all([speaker.whenEncrypted(), alice.whenEncrypted()])
  await speaker.speak(toneFrames(50, 1000, 0.5))
  await until(() => heard(alice, BOT).length >= 50, 'the last frame')
  const pcm = alice.pcm(BOT)
  const settled = pcm.subarray(9_600, 76_800) // 0.1–0.8 s of stereo, past the codec's start
  const rms = Math.sqrt(settled.reduce((sum, x) => sum + x * x, 0) / settled.length)
  expect(rms).toBeCloseTo(0.5 / Math.SQRT2, 2)
  expect(crossings(settled)).toBeCloseTo(1000 * 2 * 0.7, -1)
})

/** Sign changes of the left channel. */
function crossings(pcm: Float32Array): number {
  let count = 0
  for (let i = 2; i < pcm.length; i += 2) {
    if (Math.sign(pcm[i] ?? 0) !== Math.sign(pcm[i - 2] ?? 0)) count++
  }
  return count
}
