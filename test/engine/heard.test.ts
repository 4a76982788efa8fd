import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { channelId, guildId, newRequestId } from '../../src/base/ids.ts'
import type { PlayOrder } from '../../src/domain/playback.ts'
import { unfiltered } from '../../src/domain/sound.ts'
import { openOpus } from '../discord/sound/opus.ts'
import { until } from '../discord/until.ts'
import { Channel } from '../discord/voice/channel.ts'
import type { Ear } from '../discord/voice/ear.ts'
import { VoiceServer } from '../discord/voice/voice-server.ts'
import { AudioFiles } from '../support/audio-files.ts'
import { EngineChild } from '../support/engine-child.ts'

// A busy machine starts processes and synthesises audio slowly.
setDefaultTimeout(120_000)

const BOT = '100000000000000001'
const ALICE = '100000000000000002'
/** Discord: a pause in the sound begins with five frames of silence. */
const SILENCE_FRAMES = 5
/**
 * 0.3 s: what a command changes is heard within as many frames behind those that were sent when it was
 * answered. The engine counts these: the ear may not have got to them yet.
 */
const EFFECT_FRAMES = 15

let server: VoiceServer
let files: AudioFiles
/** Four seconds with a pitch for each: 400, 600, 800 and 1000 Hz. */
let steps: string
let opus: string
let mp3: string
let long: string
/** Twelve seconds, each 100 Hz above the last. */
let climbing: string

/** A little noise makes every frame differ from its neighbours, so that a doubled one shows. */
const stepped = (risingHz: number) => {
  const tone = `0.4*sin(2*PI*t*(400+${risingHz}*floor(t)))+0.02*(random(0)-0.5)`
  return `aevalsrc='${tone}|${tone}':s=48000`
}

beforeAll(async () => {
  server = await VoiceServer.start()
  files = await AudioFiles.create()
  steps = await files.make('steps.flac', `${stepped(200)}:d=4`)
  mp3 = await files.make('steps.mp3', `${stepped(200)}:d=2`, '-ar', '44100', '-b:a', '192k')
  opus = await files.make('steps.opus', `${stepped(200)}:d=2`, '-c:a', 'libopus', '-b:a', '64k')
  climbing = await files.make('climbing.flac', `${stepped(100)}:d=12`)
  long = await files.make('long.flac', `${stepped(20)}:d=12`)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await files[Symbol.asyncDispose]()
})

interface Room extends AsyncDisposable {
  readonly alice: Ear
  readonly engine: EngineChild
  readonly guild: ReturnType<typeof guildId>
  readonly room: ReturnType<typeof channelId>
}

/** A channel with a listener in it, and an engine that has joined. */
async function openRoom(n: number, native = true): Promise<Room> {
  const channel = new Channel(server, `90000000000000${n}`, `80000000000000${n}`)
  const [guild, room] = [guildId(channel.guildId), channelId(channel.channelId)]
  const [alice, engine] = await Promise.all([
    channel.listen(ALICE),
    EngineChild.start(server, BOT, { native }),
  ])
  await engine.connect(guild, room)
  return {
    alice,
    engine,
    guild,
    room,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      await alice[Symbol.asyncDispose]()
    },
  }
}

const order = (path: string, more: Partial<PlayOrder> = {}): PlayOrder => ({
  playId: 1,
  media: { kind: 'file', path },
  startMs: 0,
  sound: unfiltered(100),
  paused: false,
  requestId: newRequestId(),
  ...more,
})

/** Resolves when the silence behind the sound is in the ear, and so all of the sound. */
async function settled(ear: Ear): Promise<void> {
  await until(() => {
    const last = ear.frames.filter(({ userId }) => userId === BOT).slice(-SILENCE_FRAMES)
    return last.length === SILENCE_FRAMES && last.every(({ silence }) => silence)
  }, 'the silence behind the sound')
}

const sound = (ear: Ear) => ear.frames.filter(({ silence, userId }) => !silence && userId === BOT)

/** The pitch of each heard frame in Hz, by its zero crossings; 0 for what is nearly silent. */
function pitches(ear: Ear): number[] {
  const codec = openOpus()
  return sound(ear).map((frame) => {
    const pcm = codec.decode(Buffer.from(frame.opus))
    const left = Int16Array.from({ length: pcm.length / 4 }, (_, i) => pcm.readInt16LE(i * 4))
    if (left.every((sample) => Math.abs(sample) < 300)) return 0
    let crossings = 0
    for (let i = 1; i < left.length; i++) {
      if ((left[i - 1] ?? 0) < 0 !== (left[i] ?? 0) < 0) crossings += 1
    }
    return (crossings / 2) * 50
  })
}

/** Nothing missing and nothing twice: each packet followed the one before it. */
function expectWhole(ear: Ear): void {
  expect(ear.missing(BOT)).toBe(0)
  expect(ear.plaintextFrames(BOT)).toBe(0)
  expect(ear.undecryptable).toBe(0)
  const sequences = ear.frames.map(({ sequence }) => sequence)
  expect(new Set(sequences).size).toBe(sequences.length)
  // Muted frames are a few bytes each and all alike.
  const audible = sound(ear).flatMap(({ opus }) => (opus.length > 20 ? [Buffer.from(opus)] : []))
  expect(audible.filter((opus, n) => audible[n - 1]?.equals(opus))).toHaveLength(0)
}

for (const [n, native] of [
  [1, true],
  [2, false],
] as const) {
  test(`a listener hears whole tracks, end-to-end encrypted, ${native ? 'natively' : 'by FFmpeg'}`, async () => {
    await using room = await openRoom(n, native)
    const { alice, engine, guild } = room
    for (const [playId, path] of [mp3, opus].entries()) {
      const before = sound(alice).length
      await engine.play(guild, order(path, { playId }))
      await engine.whenEvent('ended', (event) => event.playId === playId)
      await settled(alice)
      const heard = sound(alice).length - before
      expect(heard).toBeGreaterThanOrEqual(100)
      expect(heard).toBeLessThanOrEqual(104)
      const seconds = pitches(alice).slice(before)
      for (const second of [0, 1]) {
        expect(Math.abs((seconds[second * 50 + 25] ?? 0) - (400 + 200 * second))).toBeLessThan(51)
      }
    }
    expectWhole(alice)
    expect(await engine.stats(guild)).toMatchObject({ framesMissing: 0 })
  })
}

test('pause, resume, seek and volume are heard at once', async () => {
  await using room = await openRoom(3)
  const { alice, engine, guild } = room
  const sent = async () => (await engine.stats(guild)).framesSent
  await engine.play(guild, order(climbing))
  await until(() => sound(alice).length > 25, 'half a second of it')

  await engine.setPaused(guild, true)
  const paused = await sent()
  await settled(alice)
  expect(sound(alice).length - paused).toBeLessThanOrEqual(EFFECT_FRAMES)

  const resumed = sound(alice).length
  await engine.setPaused(guild, false)
  await until(() => sound(alice).length > resumed + 2, 'what follows')
  expect(isAt(pitches(alice)[resumed + 2], resumed + 2)).toBe(true)

  expect(await engine.seek(guild, 10_000)).toBe(10_000)
  const sought = await sent()
  await engine.whenEvent('position', (event) => event.positionMs === 10_000)
  await until(() => sound(alice).length > sought + EFFECT_FRAMES, 'what is heard from there')
  const jump = pitches(alice).findIndex((hz, n) => n >= resumed && Math.abs(hz - 1400) < 51)
  expect(jump).toBeGreaterThan(resumed)
  expect(jump - sought).toBeLessThanOrEqual(EFFECT_FRAMES)

  await engine.setSound(guild, unfiltered(0))
  const muted = await sent()
  await until(() => sound(alice).length > muted + EFFECT_FRAMES + 5, 'what is heard of it')
  const heard = pitches(alice)
  const quiet = heard.findIndex((hz, n) => n >= jump && hz === 0)
  expect(quiet).toBeGreaterThan(jump)
  expect(quiet - muted).toBeLessThanOrEqual(EFFECT_FRAMES)
  expect(heard.slice(quiet).every((hz) => hz === 0)).toBe(true)
  expectWhole(alice)
})

/** Whether the climbing sound has that pitch after so many frames, two more or less. */
function isAt(hz = 0, frames = 0): boolean {
  return [-2, 0, 2].some((off) => Math.abs(hz - 400 - 100 * Math.floor((frames + off) / 50)) < 51)
}

test('after a worker was killed the music goes on from the last known position', async () => {
  await using room = await openRoom(4)
  const { alice, engine, guild } = room
  await engine.play(guild, order(long))
  await engine.whenEvent('position', ({ positionMs }) => positionMs >= 2000)
  const killedAt = performance.now()
  engine.killWorker()
  await engine.whenEvent('engine-lost')
  const last = engine.events.findLast((event) => event.kind === 'position')
  const startMs = last?.kind === 'position' ? last.positionMs : 0
  // What the player's transition makes of the event.
  await engine.connect(guild, room.room)
  await engine.play(guild, order(long, { playId: 2, startMs }))
  await engine.whenEvent('started', ({ playId }) => playId === 2)
  const resumed = await alice.whenHears(BOT)
  expect(resumed.arrivedAtMs - killedAt).toBeLessThan(5000)
  const back = sound(alice).length
  await until(() => sound(alice).length > back + 20, 'more of it')
  const after = pitches(alice).slice(-15, -5)
  for (const pitch of after) expect(Math.abs(pitch - 440)).toBeLessThan(51)
  expect(alice.plaintextFrames(BOT)).toBe(0)
})

test('an uncaught error in the worker and a main thread that stalls can’t be heard', async () => {
  await using room = await openRoom(5)
  const { alice, engine, guild } = room
  await engine.play(guild, order(steps))
  await alice.whenHears(BOT)
  engine.poisonWorker()
  for (let n = 0; n < 3; n++) {
    engine.blockMainThread(400)
    const before = sound(alice).length
    await until(() => sound(alice).length > before + 50, 'a second of music')
  }
  await engine.whenEvent('ended')
  await settled(alice)
  expect(engine.log.some((line) => line.includes('uncaught in the engine'))).toBe(true)
  expect(sound(alice).length).toBeGreaterThanOrEqual(200)
  expect(sound(alice).length).toBeLessThanOrEqual(202)
  expectWhole(alice)
})

test('a track waits at its position without listeners, and nothing goes out in clear', async () => {
  const channel = new Channel(server, '900000000000006', '800000000000006')
  const [guild, room] = [guildId(channel.guildId), channelId(channel.channelId)]
  await using engine = await EngineChild.start(server, BOT)
  await engine.connect(guild, room)
  await engine.play(guild, order(mp3))
  await engine.whenEvent('waiting', ({ reason }) => reason === 'alone')
  await using alice = await channel.listen(ALICE)
  await engine.whenEvent('ended')
  await settled(alice)
  expect(sound(alice).length).toBeGreaterThanOrEqual(100)
  expect(Math.abs((pitches(alice)[10] ?? 0) - 400)).toBeLessThan(51)
  expectWhole(alice)
  await engine.disconnect(guild)
  expect(server.isPresent(guild, BOT)).toBe(false)
})
