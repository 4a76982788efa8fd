import { afterAll, beforeAll, expect, test } from 'bun:test'
import { VoiceChild } from '../support/clients/voice-child.ts'
import { digests } from '../support/frame-digests.ts'
import { toneFrames } from '../support/opus-tone.ts'
import { Channel } from './voice/channel.ts'
import { VoiceServer } from './voice/voice-server.ts'

const DISCORDJS = '100000000000000001'
const DYSNOMIA = '100000000000000002'

let server: VoiceServer

beforeAll(async () => {
  server = await VoiceServer.start()
})
afterAll(() => server[Symbol.asyncDispose]())

test('unmodified @discordjs/voice and dysnomia hear each other bit-exactly, with DAVE', async () => {
  const channel = new Channel(server)
  await using discordjs = await VoiceChild.start('discordjs-voice', server.caPath)
  await using dysnomia = await VoiceChild.start('dysnomia', server.caPath)
  await Promise.all([
    discordjs.join(channel.ticket(DISCORDJS)),
    dysnomia.join(channel.ticket(DYSNOMIA)),
  ])
  await Promise.all([discordjs.whenEncrypted(), dysnomia.whenEncrypted()])
  const [low, high] = [toneFrames(50, 330), toneFrames(50, 660)]
  await discordjs.speak(low)
  await dysnomia.speak(high)
  expect(digests(await dysnomia.heard(DISCORDJS))).toEqual(digests(low))
  expect(digests(await discordjs.heard(DYSNOMIA))).toEqual(digests(high))
  for (const user of [DISCORDJS, DYSNOMIA]) {
    const sent = server.traffic(channel.guildId, user)
    expect(sent.audioPackets).toBe(50)
    expect(sent.plaintextFrames).toBe(0)
  }
})
