import { afterAll, beforeAll, expect, test } from 'bun:test'
import { channelId, guildId, newRequestId } from '../../src/base/ids.ts'
import type { PlayOrder } from '../../src/domain/playback.ts'
import { Channel } from '../sandbox/voice/channel.ts'
import { VoiceServer } from '../sandbox/voice/voice-server.ts'
import { AudioFiles } from '../support/audio-files.ts'
import { EngineChild } from '../support/engine-child.ts'

const BOT = '100000000000000001'
const ALICE = '100000000000000002'

let server: VoiceServer
let files: AudioFiles
let flac: string

beforeAll(async () => {
  server = await VoiceServer.start()
  files = await AudioFiles.create()
  flac = await files.make('tone.flac', 'sine=440:sample_rate=44100:duration=4', '-ac', '2')
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await files[Symbol.asyncDispose]()
})

const order = (path: string, more: Partial<PlayOrder> = {}): PlayOrder => ({
  playId: 1,
  media: { kind: 'file', path },
  startMs: 0,
  volume: 100,
  paused: false,
  requestId: newRequestId(),
  ...more,
})

for (const native of [false]) {
  test(`a listener hears all of a track (${native ? 'native' : 'portable'})`, async () => {
    const channel = new Channel(server)
    const [guild, room] = [guildId(channel.guildId), channelId(channel.channelId)]
    await using alice = await channel.listen(ALICE)
    await using engine = await EngineChild.start(server, BOT, { native })
    await engine.connect(guild, room)
    await engine.play(guild, order(flac))
    await engine.whenEvent('ended')
    console.log(engine.events, engine.log, await engine.stats(guild))
    await Bun.sleep(300)
    const sound = alice.frames.filter((frame) => !frame.silence)
    console.log(sound.length, alice.missing(BOT), alice.plaintextFrames(BOT), alice.frames.length)
    expect(alice.missing(BOT)).toBe(0)
    expect(sound.length).toBe(200)
  })
}
