import { afterAll, beforeAll, expect, test } from 'bun:test'
import { VoiceChild } from '../../support/clients/voice-child.ts'
import { digests } from '../../support/frame-digests.ts'
import { toneFrames } from '../../support/opus-tone.ts'
import { Channel } from './channel.ts'
import type { Ear } from './ear.ts'
import { VoiceServer } from './voice-server.ts'

const BOT = '100000000000000001'
const ALICE = '100000000000000002'

let server: VoiceServer

beforeAll(async () => {
  server = await VoiceServer.start()
})
afterAll(() => server[Symbol.asyncDispose]())

/** What a member heard of another. */
const heard = (ear: Ear, userId: string): string[] =>
  digests(ear.frames.filter((frame) => frame.userId === userId).map(({ opus }) => opus))

test('an ear hears @discordjs/voice bit-exactly, end-to-end encrypted', async () => {
  const channel = new Channel(server)
  await using alice = await channel.listen(ALICE)
  await using bot = await VoiceChild.start('discordjs-voice', server.caPath)
  await bot.join(channel.ticket(BOT))
  await Promise.all([bot.whenEncrypted(), alice.whenEncrypted()])
  const frames = toneFrames(50)
  await bot.speak(frames)
  expect(heard(alice, BOT)).toEqual(digests(frames))
  expect(alice.plaintextFrames(BOT)).toBe(0)
  expect(alice.missing(BOT)).toBe(0)
  expect(server.traffic(channel.guildId, BOT).plaintextFrames).toBe(0)
})
