import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { truncate } from 'node:fs/promises'
import { unfiltered } from '../../../src/domain/sound.ts'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { PlayingSession } from '../../support/playing-session.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
let tone: string
beforeAll(async () => {
  files = await AudioFiles.create()
  tone = await files.make('tone.flac', 'sine=440:duration=4', '-af', 'volume=12dB', '-ac', '2')
})
afterAll(() => files[Symbol.asyncDispose]())

/** Frames that carry so many seconds: one more than they fill, for what the encoder holds back. */
const frames = (seconds: number) => seconds * 50 + 1

const { addon, reason } = loadAddon()

test('the addon is built, so that both ways of decoding are tested', () => {
  expect(reason).toBeNull()
})

for (const [name, decoders] of [
  ['native', { addon }],
  ['portable', { addon: null }],
] as const) {
  describe(name, () => {
    test('a track is fifty frames a second between on and five frames of silence and off', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('ended')
      await playing.run(400)
      expect(playing.link.story).toBe(`on, ${frames(4)} sound, 5 silence, off`)
      expect(playing.story.join(' ')).toBe('started position position position position ended')
      expect(playing.events[0]).toMatchObject({ durationMs: 4000, seekable: true, playId: 1 })
      expect(playing.events[1]).toMatchObject({ positionMs: 1020 })
      expect(playing.session.stats()).toEqual({
        framesSent: frames(4),
        framesMissing: 0,
        framesLate: 0,
      })
    })

    test('an idle session takes no time: nothing is ticked after the silence', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('ended')
      await playing.run(200)
      const { ticks } = playing.pacer.stats()
      await playing.run(2000)
      expect(playing.pacer.stats().ticks).toBe(ticks)
    })

    test('a prepared track follows its order without a wait, and sounds like any other', async () => {
      using straight = new PlayingSession(decoders)
      await straight.play(tone)
      await straight.runUntil('ended')
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      const media = { kind: 'file', path: tone } as const
      await playing.prepare({ number: 1, startMs: 0, media, sound: unfiltered(100) })
      await playing.runUntil('ended')
      const opened = playing.opened
      playing.events.length = 0
      await playing.play(media, { playId: 2, prepared: 1 })
      expect(playing.opened).toBe(opened)
      await playing.runUntil('ended')
      expect(playing.link.story).toBe(`on, ${2 * frames(4)} sound, silence`)
      expect(playing.events[0]).toMatchObject({ kind: 'started', playId: 2, durationMs: 4000 })
      expect(playing.link.digests.slice(-frames(4))).toEqual(straight.link.digests)
    })

    test('what is prepared sounds before its order comes, for half a second, and is dropped when another comes', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      const media = { kind: 'file', path: tone } as const
      const ended = async () => {
        await playing.prepare({ number: 1, startMs: 0, media, sound: unfiltered(100) })
        await playing.runUntil('ended')
        playing.events.length = 0
      }
      await ended()
      await playing.run(1_000)
      expect(playing.link.story).toBe(`on, ${frames(4) + 25} sound, 5 silence, off`)
      expect(playing.story).toEqual([])
      await playing.play(media, { playId: 2, prepared: 1 })
      expect(playing.events[0]).toMatchObject({ kind: 'started', playId: 2, durationMs: 4000 })
      await playing.run(100)
      await ended()
      await playing.run(100)
      const { opened } = playing
      await playing.play(media, { playId: 3 })
      expect(playing.opened).toBe(opened + 1)
      await ended()
      playing.session.stop()
      const sent = playing.link.frames.length
      for (let tick = 0; tick < 10; tick++) playing.clock.advance(20)
      expect(playing.link.frames.length).toBe(sent)
      expect(playing.story).toEqual([])
    })

    test('an order whose prepared track failed, or is another one, is played from its own media', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      const gone = { kind: 'file', path: `${tone}.gone` } as const
      await playing.prepare({ number: 1, startMs: 0, media: gone, sound: unfiltered(100) })
      await playing.runUntil('ended')
      await playing.play(tone, { playId: 2, prepared: 1 })
      await playing.prepare({ number: 2, startMs: 0, media: gone, sound: unfiltered(100) })
      playing.events.length = 0
      await playing.runUntil('ended')
      await playing.play(tone, { playId: 3, prepared: 1 })
      playing.events.length = 0
      await playing.runUntil('ended')
      expect(playing.events.at(-1)).toMatchObject({ kind: 'ended', playId: 3 })
    })

    test('a pause is silence and then nothing; the music goes on at the same frame', async () => {
      using straight = new PlayingSession(decoders)
      await straight.play(tone)
      await straight.runUntil('ended')
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      await playing.run(980)
      playing.session.setPaused(true)
      playing.session.setPaused(true)
      const sent = playing.link.frames.length
      expect(playing.events.at(-1)).toMatchObject({ kind: 'position', positionMs: sent * 20 })
      await playing.run(5000)
      expect(playing.link.story).toBe(`on, ${sent} sound, 5 silence, off`)
      playing.session.setPaused(false)
      await playing.runUntil('ended')
      expect(playing.link.digests).toEqual(straight.link.digests)
    })

    test('while the gate is shut the track waits at its position, and the reason is told', async () => {
      using straight = new PlayingSession(decoders)
      await straight.play(tone)
      await straight.runUntil('ended')
      using playing = new PlayingSession(decoders)
      playing.link.gate = 'encryption'
      await playing.play(tone)
      await playing.run(1000)
      expect(playing.link.sent).toEqual([])
      expect(playing.story).toEqual(['waiting: encryption'])
      playing.link.gate = 'open'
      await playing.run(1000)
      playing.link.gate = 'alone'
      const sent = playing.link.frames.length
      expect(sent).toBeGreaterThanOrEqual(50)
      await playing.run(3000)
      expect(playing.link.frames.length).toBe(sent)
      playing.link.gate = 'open'
      await playing.runUntil('ended')
      expect(playing.link.digests).toEqual(straight.link.digests)
      expect(playing.story[playing.story.indexOf('waiting: alone') + 1]).toBe('position')
      expect(playing.story.filter((kind) => kind !== 'position')).toEqual([
        'waiting: encryption',
        'started',
        'waiting: alone',
        'ended',
      ])
      expect(playing.session.stats().framesMissing).toBe(0)
    })

    test('a seek answers with the position and goes on there; the volume acts at once', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      await playing.run(480)
      const before = playing.link.frames.length
      expect(playing.session.seek(3000)).toBe(3000)
      expect(playing.events.at(-1)).toMatchObject({ kind: 'position', positionMs: 3000 })
      await playing.run(500)
      const middle = playing.link.frames.length
      playing.session.setSound(unfiltered(50))
      await playing.runUntil('ended')
      expect(playing.link.frames.length - before).toBe(frames(1))
      expect(playing.events.filter(({ kind }) => kind === 'started')).toHaveLength(2)
      const decibels =
        20 * Math.log10(playing.link.level(middle + 12, middle + 20) / playing.link.level(3, 20))
      expect(decibels).toBeCloseTo(-6.02, 0)
    })

    test('a position past the end is the end', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      expect(playing.session.seek(3_600_000)).toBe(4000)
      await playing.runUntil('ended')
    })

    test('an order replaces the one before it, and nothing says that the old one ended', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      const before = playing.link.frames.length
      await playing.play(tone, { playId: 2, startMs: 3000, sound: unfiltered(25) })
      await playing.runUntil('ended')
      const ofFirst = playing.events.filter((event) => 'playId' in event && event.playId === 1)
      expect(ofFirst.map(({ kind }) => kind)).toEqual(['started'])
      expect(playing.events.at(-1)).toMatchObject({ kind: 'ended', playId: 2 })
      expect(playing.link.frames.length - before).toBe(frames(1))
      expect(playing.session.stats().framesMissing).toBe(0)
    })

    test('a stop is silence and no event, and with nothing playing a seek is refused', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      playing.session.stop()
      playing.session.stop()
      playing.track = null
      await playing.run(1000)
      expect(playing.link.story).toMatch(/^on, (2 )?sound, 5 silence, off$/)
      expect(playing.story).toEqual(['started'])
      playing.session.setSound(unfiltered(10))
      playing.session.setPaused(true)
      expect(() => playing.session.seek(1)).toThrow('nothing-playing')
    })

    test('a paused order starts when it is resumed', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone, { paused: true, startMs: 2000 })
      await playing.run(1000)
      expect(playing.link.sent).toEqual([])
      playing.session.setPaused(false)
      await playing.runUntil('ended')
      expect(playing.link.frames.length).toBe(frames(2))
    })

    test('a source that stalls is told after a second, counted, and played on when it returns', async () => {
      const wav = await files.make('tone.wav', 'sine=440:duration=4', '-ar', '48000', '-ac', '2')
      const bytes = await Bun.file(wav).bytes()
      const half = 44 + 48_000 * 4 * 2
      const held = Promise.withResolvers<void>()
      await using server = Bun.serve({
        port: 0,
        hostname: '127.0.0.1',
        fetch: () =>
          new Response(
            new ReadableStream({
              async start(controller) {
                controller.enqueue(bytes.subarray(0, half))
                await held.promise
                controller.enqueue(bytes.subarray(half))
                controller.close()
              },
            }),
          ),
      })
      using playing = new PlayingSession({
        ...decoders,
        policy: addressPolicy({ allowed: [`127.0.0.1:${server.port}`] }),
      })
      const url = `http://127.0.0.1:${server.port}/tone.wav`
      await playing.play({ kind: 'http', url, headers: {}, live: false })
      await playing.runUntil('started')
      // Nearly all that has come is played, and then the clock goes on without anything to come.
      await playing.run(1_600)
      for (let n = 0; n < 320; n++) playing.clock.advance(20)
      const before = playing.link.frames.length
      expect(before).toBeGreaterThan(80)
      expect(before).toBeLessThanOrEqual(100)
      expect(playing.story).toContain('waiting: source')
      expect(playing.link.story.endsWith('5 silence, off')).toBe(true)
      expect(playing.session.stats().framesMissing).toBeGreaterThan(200)
      held.resolve()
      await playing.runUntil('ended')
      expect(playing.link.frames.length).toBe(frames(4))
      expect(playing.story.slice(playing.story.indexOf('waiting: source') + 1)).toContain(
        'position',
      )
    })

    test('an expired link is reported with the position, so that it can be opened again', async () => {
      for (const [status, code, expired] of [
        [403, 'http-status', true],
        [410, 'http-status', true],
        [401, 'http-status', true],
        [500, 'source-busy', false],
      ] as const) {
        await using server = Bun.serve({
          port: 0,
          hostname: '127.0.0.1',
          fetch: () => new Response('no', { status }),
        })
        using playing = new PlayingSession({
          ...decoders,
          policy: addressPolicy({ allowed: [`127.0.0.1:${server.port}`] }),
        })
        const url = `http://127.0.0.1:${server.port}/a.mp3`
        await playing.play({ kind: 'http', url, headers: {}, live: false }, { startMs: 7000 })
        await playing.runUntil('failed')
        expect(playing.events).toEqual([
          {
            guildId: playing.events[0]?.guildId,
            kind: 'failed',
            playId: 1,
            code,
            positionMs: 7000,
            expired,
          },
        ] as typeof playing.events)
      }
    })

    test('a file that is missing, empty, a folder or no audio fails by its code, even while paused', async () => {
      const cases = [
        [`${files.folder}/missing.mp3`, 'gone'],
        [await files.write('empty.mp3', ''), 'empty-file'],
        [files.folder, 'not-audio'],
        [await files.write('text.mp3', 'no music here'.repeat(1000)), 'not-audio'],
        [await files.write('lie.mp3', crypto.getRandomValues(new Uint8Array(300))), 'not-audio'],
      ] as const
      for (const [path, code] of cases) {
        using playing = new PlayingSession(decoders)
        await playing.play(path, { paused: true })
        await playing.runUntil('failed')
        expect(playing.events).toMatchObject([{ kind: 'failed', code, expired: false }])
      }
    })

    test('a file that is cut off under our feet plays as far as it goes, and that is told', async () => {
      const long = await files.make('long.flac', 'anoisesrc=d=60:a=0.5:seed=1', '-ac', '2')
      const { size } = Bun.file(long)
      using playing = new PlayingSession(decoders)
      await playing.play(long)
      await playing.runUntil('started')
      await truncate(long, Math.floor(size / 2))
      await playing.runUntil('failed')
      expect(playing.events.at(-1)).toMatchObject({ code: 'cut-short', expired: false })
      expect(playing.link.frames.length).toBeGreaterThan(1000)
      expect(playing.link.frames.length).toBeLessThan(2000)
    })

    test('voice that is lost for good ends the order and the session', async () => {
      using playing = new PlayingSession(decoders)
      await playing.play(tone)
      await playing.runUntil('started')
      const sent = playing.link.frames.length
      playing.link.events.onLost('voice-lost')
      playing.track = null
      await playing.run(500)
      expect(playing.story).toEqual(['started', 'voice-lost'])
      expect(playing.link.closed).toBe(true)
      expect(playing.lost).toBe(true)
      expect(playing.link.frames.length).toBe(sent)
    })
  })
}

test('a WebM that was cut off plays as far as it goes, and that is told', async () => {
  const path = await files.make('whole.webm', 'anoisesrc=d=20:seed=1', '-c:a', 'libopus')
  const bytes = await Bun.file(path).bytes()
  const cut = await files.write('cut.webm', bytes.subarray(0, bytes.length >> 1))
  for (const [file, end] of [
    [cut, 'failed'],
    [path, 'ended'],
  ] as const) {
    using playing = new PlayingSession({ addon })
    await playing.play(file)
    await playing.runUntil(end)
    if (end === 'failed') expect(playing.events.at(-1)).toMatchObject({ code: 'cut-short' })
    expect(playing.link.frames.length).toBeGreaterThan(400)
  }
})
