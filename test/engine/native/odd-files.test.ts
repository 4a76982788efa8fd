import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { AudioFiles, decodeWithFfmpeg, ffmpeg } from '../../support/audio-files.ts'
import { type PlayOptions, play } from '../../support/played-track.ts'
import {
  CODEC_DELAY_SAMPLES,
  hear,
  lag,
  left,
  levelDb,
  signalToErrorDb,
} from '../../support/sound.ts'

/** Frames of 20 ms in a second. */
const FRAMES = 50

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

async function played(path: string, options: PlayOptions = {}) {
  const bytes = await Bun.file(path).bytes()
  const { frames, events } = await play(bytes, { bitrate: 256_000, ...options })
  return { frames, heard: left(hear(frames)), events }
}

const tone = (hz: number, seconds: number, layout = 'stereo') =>
  `sine=f=${hz}:r=44100:d=${seconds},aformat=channel_layouts=${layout}`

/** How loud `hz` is in the second from `from` on, in dB of full scale (Goertzel's algorithm). */
function toneDb(heard: Float32Array, hz: number, from: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hz) / 48_000)
  let before = 0
  let last = 0
  for (let i = from; i < from + 48_000; i++) {
    const now = (heard[i] ?? 0) + factor * last - before
    before = last
    last = now
  }
  const power = last * last + before * before - factor * last * before
  return 10 * Math.log10((2 * power) / 48_000 ** 2 + 1e-20)
}

async function joined(name: string, ...paths: string[]): Promise<string> {
  const parts = await Promise.all(paths.map((path) => Bun.file(path).bytes()))
  return files.write(name, Buffer.concat(parts))
}

describe('MP3 files that were joined', () => {
  test.each([
    ['both with a tag', [], []],
    ['the first one with a tag', [], ['-write_xing', '0']],
    ['of two rates', [], ['-ar', '24000']],
    ['of two channels and of one', [], ['-ac', '1']],
  ])('%s are heard whole', async (_name, first, second) => {
    const id = crypto.randomUUID()
    const one = await files.make(`${id}-1.mp3`, tone(440, 2), '-b:a', '256k', ...first)
    const two = await files.make(`${id}-2.mp3`, tone(880, 2), '-b:a', '256k', ...second)
    const { frames, heard, events } = await played(await joined(`${id}.mp3`, one, two))
    expect(Math.abs(frames.length - 4 * FRAMES)).toBeLessThan(8)
    expect(toneDb(heard, 440, 24_000)).toBeGreaterThan(-25)
    expect(toneDb(heard, 880, 24_000)).toBeLessThan(-60)
    expect(toneDb(heard, 880, 132_000)).toBeGreaterThan(-25)
    expect(toneDb(heard, 440, 132_000)).toBeLessThan(-60)
    const ready = events.find((event) => event.kind === 'ready')
    expect(ready?.durationMs ?? null).not.toBe(2_000)
  })

  test.each([
    ['both with a tag', [], []],
    ['the first one with a tag', [], ['-write_xing', '0']],
    ['of varying bitrate', ['-q:a', '0'], ['-q:a', '0']],
  ])('%s can be sought behind the first one', async (_name, first, second) => {
    const id = crypto.randomUUID()
    const rate = first[0] === '-q:a' ? [] : ['-b:a', '256k']
    const one = await files.make(`${id}-1.mp3`, tone(440, 3), ...rate, ...first)
    const two = await files.make(`${id}-2.mp3`, tone(880, 3), ...rate, ...second)
    const path = await joined(`${id}.mp3`, one, two)
    const { frames, heard, events } = await played(path, { startMs: 4_000 })
    expect(events.filter(({ kind }) => kind === 'failed')).toEqual([])
    expect(Math.abs(frames.length - 2 * FRAMES)).toBeLessThan(8)
    expect(toneDb(heard, 880, 24_000)).toBeGreaterThan(-25)
    expect(toneDb(heard, 440, 24_000)).toBeLessThan(-60)
  })

  test('the sound of the first one is where it was before they were joined', async () => {
    const noise = 'anoisesrc=d=2:a=0.4:seed=3:r=44100,lowpass=f=4000'
    const one = await files.make('alone.mp3', noise, '-b:a', '128k')
    const two = await files.make('behind.mp3', noise, '-b:a', '128k')
    const alone = await played(one)
    const both = await played(await joined('both.mp3', one, two))
    const shift = lag(alone.heard, both.heard, 24_000, 9_600, 3_000)
    expect(Math.abs(shift)).toBeLessThanOrEqual(2)
  })

  test('a padded end is no second file: nothing is heard behind the sound', async () => {
    const path = await files.make('padded.mp3', tone(440, 2), '-b:a', '128k')
    const { frames } = await played(path)
    expect(Math.abs(frames.length - 2 * FRAMES)).toBeLessThanOrEqual(1)
  })
})

test.each([
  ['an ID3v1 tag', () => Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 'x')])],
  ['zeros', () => Buffer.alloc(4_000)],
  ['whatever', () => Buffer.from(Array.from({ length: 999 }, (_, i) => (i * i + 7 * i) % 251))],
])('FLAC with %s behind the sound is heard to its end', async (name, tail) => {
  const source = await files.make(`flac-${name.length}-.flac`, tone(440, 2))
  const path = await files.write(
    `flac-${name.length}.flac`,
    Buffer.concat([await Bun.file(source).bytes(), tail()]),
  )
  const { frames, heard } = await played(path)
  expect(frames.length).toBeGreaterThanOrEqual(2 * FRAMES)
  expect(levelDb(heard, 94_000, 95_900)).toBeGreaterThan(-30)
})

test('a recording in one channel is as loud in every format, passed through or not', async () => {
  const loud: Record<string, number> = {}
  const of = async (name: string, ...args: string[]) => {
    const { heard } = await played(await files.make(name, tone(440, 3, 'mono'), ...args))
    loud[name] = levelDb(heard, 48_000, 96_000)
  }
  await of('mono.opus', '-c:a', 'libopus', '-b:a', '96k', '-ar', '48000')
  await of('mono.mp3', '-b:a', '128k')
  await of('mono.flac')
  await of('mono.m4a', '-b:a', '128k')
  await of('mono.ogg', '-c:a', 'libvorbis', '-q:a', '6')
  await of('mono.wav')
  for (const level of Object.values(loud)) expect(level).toBeCloseTo(loud['mono.flac'] ?? 0, 0)
})

describe('Vorbis in many channels, with a tone in each, sounds as FFmpeg decodes it', () => {
  const LAYOUTS = ['3.0', 'quad', '5.0', '5.1', '6.1', '7.1']
  test.each(LAYOUTS.flatMap((layout) => [1, 3, 6].map((quality) => [layout, quality] as const)))(
    '%s at quality %d',
    async (layout, quality) => {
      const count =
        [...layout.matchAll(/\d/g)].reduce((sum, [digit]) => sum + Number(digit), 0) || 4
      const tones = Array.from({ length: count }, (_, index) => tone(300 + 170 * index, 2, 'mono'))
      const inputs = tones.flatMap((source) => ['-f', 'lavfi', '-i', source])
      const join = ['-filter_complex', `join=inputs=${count}:channel_layout=${layout}`]
      const path = `${files.folder}/${layout}-${quality}.ogg`
      await ffmpeg(...inputs, ...join, '-c:a', 'libvorbis', '-q:a', String(quality), path)
      const reference = await decodeWithFfmpeg(path)
      const { frames } = await play(await Bun.file(path).bytes(), { bitrate: 384_000 })
      for (const ratio of signalToErrorDb(reference, hear(frames), CODEC_DELAY_SAMPLES)) {
        expect(ratio).toBeGreaterThan(30)
      }
    },
  )
})

describe('of two tracks of sound, the default one is heard', () => {
  test.each(['mkv', 'mp4'])('in %s', async (container) => {
    const path = `${files.folder}/second.${container}`
    const two = ['-f', 'lavfi', '-i', tone(440, 3), '-f', 'lavfi', '-i', tone(880, 3)]
    const maps = [
      '-map',
      '0:a',
      '-map',
      '1:a',
      '-disposition:a:0',
      '0',
      '-disposition:a:1',
      'default',
    ]
    await ffmpeg(...two, ...maps, '-c:a', 'aac', '-b:a', '128k', path)
    const { heard } = await played(path)
    expect(toneDb(heard, 880, 48_000)).toBeGreaterThan(-25)
    expect(toneDb(heard, 440, 48_000)).toBeLessThan(-60)
  })
})
