import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { PlayingSession } from '../../support/playing-session.ts'
import type { RecordingLink } from '../../support/recording-link.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

const { addon } = loadAddon()

const FORMATS: Record<string, readonly string[]> = {
  'a.flac': [],
  'a.wav': [],
  'a.mp3': ['-b:a', '256k'],
  'a.ogg': ['-c:a', 'libvorbis', '-q:a', '8'],
  'a.m4a': ['-b:a', '256k'],
  'fragmented.mp4': ['-b:a', '256k', '-movflags', '+frag_keyframe+empty_moov'],
  'a.opus': ['-c:a', 'libopus', '-b:a', '192k'],
  'a.webm': ['-c:a', 'libopus', '-b:a', '192k'],
}

/** What the wire carries of a file, on one of the two ways. */
async function played(path: string, native: boolean, startMs = 0): Promise<RecordingLink> {
  using playing = new PlayingSession({ addon: native ? addon : null, complexity: 10 })
  playing.bitrate = 256_000
  await playing.play(path, { startMs })
  await playing.runUntil('ended')
  return playing.link
}

/** The delay of `b` against `a` in samples, by the greatest correlation of a stretch of `a` within ±20 ms. */
function delay(a: Float32Array, b: Float32Array): { samples: number; correlation: number } {
  const [from, length, reach] = [24_000, 12_000, 960]
  let best = { samples: 0, correlation: Number.NEGATIVE_INFINITY }
  for (let lag = -reach; lag <= reach; lag++) {
    let [ab, aa, bb] = [0, 0, 0]
    for (let i = from; i < from + length; i++) {
      const [x, y] = [a[i * 2] ?? 0, b[(i + lag) * 2] ?? 0]
      ab += x * y
      aa += x * x
      bb += y * y
    }
    const correlation = ab / Math.sqrt(aa * bb)
    if (correlation > best.correlation) best = { samples: lag, correlation }
  }
  return best
}

for (const [name, args] of Object.entries(FORMATS)) {
  test(`${name} sounds the same by the addon as by FFmpeg`, async () => {
    // Noise below 2 kHz: it correlates at one delay only, and Opus keeps its waveform.
    const noise = 'anoisesrc=d=2:a=0.6:seed=5:r=48000,lowpass=f=2000,lowpass=f=2000'
    const path = await files.make(name, noise, '-ar', '48000', '-ac', '2', ...args)
    const [native, portable] = [await played(path, true), await played(path, false)]
    expect(Math.abs(native.frames.length - portable.frames.length)).toBeLessThanOrEqual(1)
    const { samples, correlation } = delay(portable.pcm(), native.pcm())
    expect(Math.abs(samples)).toBeLessThanOrEqual(48)
    expect(correlation).toBeGreaterThan(0.97)
    const decibels = 20 * Math.log10(native.level(20, 80) / portable.level(20, 80))
    expect(Math.abs(decibels)).toBeLessThan(0.1)
  })
}

test('44.1 kHz is resampled to the same pitch, level and place on both ways', async () => {
  const noise = 'anoisesrc=d=2:a=0.6:seed=6:r=44100,lowpass=f=2000,lowpass=f=2000'
  const path = await files.make('cd.flac', noise, '-ar', '44100', '-ac', '2')
  for (const startMs of [0, 700]) {
    const [native, portable] = [
      await played(path, true, startMs),
      await played(path, false, startMs),
    ]
    const { samples, correlation } = delay(portable.pcm(), native.pcm())
    expect(Math.abs(samples)).toBeLessThanOrEqual(48)
    expect(correlation).toBeGreaterThan(0.97)
  }
})

test('HE-AAC, which the addon would play dully, goes to FFmpeg', async () => {
  const path = await files.make('low.aac', 'sine=440:duration=2', '-ar', '22050', '-ac', '2')
  const logged: string[] = []
  using playing = new PlayingSession({
    addon,
    log: {
      debug() {},
      info: (message) => logged.push(message),
      warn() {},
      error() {},
    },
  })
  await playing.play(path)
  await playing.runUntil('ended')
  expect(logged).toEqual(['the native decoder failed, so FFmpeg decodes this track'])
  expect(playing.link.frames.length).toBeGreaterThan(98)
  expect(20 * Math.log10(playing.link.level(20, 80))).toBeCloseTo(-24, 0)
})

test('a film with more pictures than sound ends well: its length isn’t the sound’s', async () => {
  const pictures = ['-f', 'lavfi', '-i', 'color=size=32x32:rate=5:duration=6']
  const both = ['-map', '0:a', '-map', '1:v', '-c:v', 'mjpeg', '-c:a', 'flac']
  const path = await files.make('film.mkv', 'sine=440:duration=2', ...pictures, ...both)
  using playing = new PlayingSession({ addon })
  await playing.play(path)
  await playing.runUntil('ended')
  expect(playing.story.at(-1)).toBe('ended')
  expect(playing.link.frames.length).toBeWithin(100, 103)
})
