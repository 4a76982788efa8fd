import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { unfiltered } from '../../../src/domain/sound.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { addon, play } from '../../support/played-track.ts'
import { hear, left, levelDb } from '../../support/sound.ts'

const NOISE = 'anoisesrc=c=pink:r=44100:d=5:a=0.4:seed=9,aformat=channel_layouts=stereo'
const COVER_BYTES = 20 * 1024 * 1024

let files: AudioFiles
const bytesOf = new Map<string, Uint8Array>()
beforeAll(async () => {
  files = await AudioFiles.create()
  for (const [name, ...args] of [
    ['a.mp3', '-b:a', '192k'],
    ['a.flac'],
    ['a.ogg', '-c:a', 'libvorbis'],
    ['a.m4a', '-b:a', '128k', '-movflags', '+faststart'],
    ['a.opus', '-c:a', 'libopus', '-b:a', '96k'],
    ['a.wav'],
    ['a.webm', '-c:a', 'libopus', '-b:a', '96k'],
    ['alac.m4a', '-c:a', 'alac'],
    ['pcm.mov', '-c:a', 'pcm_s16le'],
    ['low.aac', '-ar', '22050'],
    ['layer2.mp2'],
    ['stream.ts', '-c:a', 'aac'],
  ] as const satisfies readonly (readonly [string, ...string[]])[]) {
    const path = await files.make(name, NOISE, ...args)
    bytesOf.set(name, await Bun.file(path).bytes())
  }
})
afterAll(() => files[Symbol.asyncDispose]())

function file(name: string): Uint8Array {
  const bytes = bytesOf.get(name)
  if (!bytes) throw new Error(name)
  return bytes
}

async function failure(bytes: Uint8Array, seekable = true): Promise<string | undefined> {
  const { frames, events } = await play(bytes, { seekable })
  expect(frames).toHaveLength(0)
  return events.find((event) => event.kind === 'failed')?.code
}

describe('bytes that can’t be played are told by a code', () => {
  test('none at all', async () => {
    expect(await failure(new Uint8Array())).toBe('empty-file')
    expect(await failure(new Uint8Array(), false)).toBe('empty-file')
  })

  test('text, a page, a picture, a playlist, noise', async () => {
    const text = new TextEncoder()
    expect(await failure(text.encode('<!doctype html><p>404'))).toBe('not-audio')
    expect(await failure(text.encode('#EXTM3U\nfile:///etc/passwd\n'))).toBe('not-audio')
    expect(await failure(text.encode('Nothing to hear. '.repeat(5_000)))).toBe('not-audio')
    expect(await failure(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4))).toBe('not-audio')
    let seed = 1
    const noise = Uint8Array.from({ length: 300_000 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed >> 16
    })
    expect(['not-audio', 'decode-failed']).toContain((await failure(noise)) ?? '')
  })

  test('what another decoder knows', async () => {
    for (const name of ['alac.m4a', 'low.aac', 'layer2.mp2', 'stream.ts']) {
      expect(await failure(file(name))).toBe('unsupported')
    }
    // An entry of version 0 that says "linear PCM", and not which.
    const unnamed = Buffer.from(file('pcm.mov'))
    unnamed.write('lpcm', unnamed.indexOf('sowt', unnamed.indexOf('stsd')))
    expect(await failure(unnamed)).toBe('unsupported')
  })
})

describe('broken files', () => {
  for (const name of ['a.mp3', 'a.flac', 'a.ogg', 'a.m4a', 'a.opus', 'a.wav', 'a.webm']) {
    test(`${name} cut in the middle plays up to there and ends`, async () => {
      const whole = file(name)
      const { frames, events } = await play(whole.slice(0, whole.length >> 1))
      expect(frames.length).toBeGreaterThan(90)
      expect(frames.length).toBeLessThan(200)
      expect(events.at(-1)?.kind).toBe('ended')
    })

    test(`${name} cut in its head fails with a code or ends, and never hangs`, async () => {
      for (const length of [1, 5, 30, 100, 300]) {
        const { events } = await play(file(name).slice(0, length))
        expect(['failed', 'ended']).toContain(events.at(-1)?.kind ?? '')
      }
    }, 20_000)

    test(`${name} with garbage in the middle plays on behind it`, async () => {
      const bytes = file(name).slice()
      const middle = bytes.length >> 1
      for (let i = 0; i < 2_000; i++) bytes[middle + i] = (i * 7_919) % 251
      const { frames, events } = await play(bytes)
      expect(frames.length).toBeGreaterThan(100)
      expect(events.at(-1)?.kind).toBe('ended')
    })
  }

  test('a floating-point WAV with samples that are no numbers is silent there, and plays on', async () => {
    const path = await files.make('float.wav', NOISE, '-c:a', 'pcm_f32le')
    const sound = Buffer.from(await Bun.file(path).bytes())
    const sane = left(hear((await play(Uint8Array.from(sound))).frames))
    const middle = sound.indexOf('data') + 8 + 44_100 * 2 * 8
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38]
    for (const [i, value] of odd.entries()) sound.writeFloatLE(value, middle + i * 8)
    const { frames, events } = await play(sound)
    expect(events.at(-1)?.kind).toBe('ended')
    const heard = left(hear(frames))
    expect(heard).toHaveLength(sane.length)
    const after = [2.5 * 48_000, 4.5 * 48_000] as const
    expect(levelDb(heard, ...after)).toBeCloseTo(levelDb(sane, ...after), 1)
  })

  test('a cover of 20 MB neither delays the sound nor stays in memory', async () => {
    const tagged = withId3Cover(file('a.mp3'))
    const pictured = withFlacPicture(file('a.flac'))
    for (const bytes of [tagged, pictured]) {
      const before = process.memoryUsage.rss()
      const { frames, events } = await play(bytes)
      expect(frames.length).toBeGreaterThanOrEqual(250)
      expect(events.at(-1)?.kind).toBe('ended')
      expect(process.memoryUsage.rss() - before).toBeLessThan(COVER_BYTES)
    }
  })
})

test('a decoder that panics ends its track with a code, and the next one plays', async () => {
  const crashed = await play(file('a.flac'), { faultAfterFrames: 30 })
  expect(crashed.events.at(-1)).toMatchObject({ kind: 'failed', code: 'decoder-crashed' })
  const next = await play(file('a.flac'))
  expect(next.events.at(-1)?.kind).toBe('ended')
})

test('options that make no sense are refused', () => {
  const { Track } = addon()
  const good = {
    input: 'auto',
    startMs: 0,
    sound: unfiltered(100),
    bitrate: 64_000,
    complexity: 5,
    passthrough: true,
  } as const
  expect(() => new Track({ ...good, sound: unfiltered(Number.NaN) }, () => undefined)).toThrow()
  expect(() => new Track({ ...good, startMs: -1 }, () => undefined)).toThrow()
})

/** ID3v2.4 (section 3.1): ten bytes of header with a size of four times seven bits; one APIC frame. */
function withId3Cover(mp3: Uint8Array): Uint8Array {
  const sevenBits = (size: number) => [21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f)
  const frame = [0x41, 0x50, 0x49, 0x43, ...sevenBits(COVER_BYTES), 0, 0]
  const tag = [0x49, 0x44, 0x33, 4, 0, 0, ...sevenBits(COVER_BYTES + frame.length), ...frame]
  return Buffer.concat([Uint8Array.from(tag), Buffer.alloc(COVER_BYTES, 0x55), mp3])
}

/** RFC 9639, section 8: after the stream's own block, pictures (type 6) of at most 16 MB each. */
function withFlacPicture(flac: Uint8Array): Uint8Array {
  const head = flac.slice(0, 42)
  const half = COVER_BYTES / 2
  const block = Buffer.concat([
    Uint8Array.of(6, (half >> 16) & 0xff, (half >> 8) & 0xff, half & 0xff),
    Buffer.alloc(half, 0x55),
  ])
  return Buffer.concat([head, block, block, flac.slice(42)])
}
