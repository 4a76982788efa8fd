import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { unfiltered } from '../../../src/domain/sound.ts'
import { AudioFiles, decodeWithFfmpeg } from '../../support/audio-files.ts'
import { addon, type PlayOptions, play } from '../../support/played-track.ts'
import { CODEC_DELAY_SAMPLES, hear, lag, left, levelDb } from '../../support/sound.ts'

const SAMPLES_PER_MS = 48

/** Two different channels of pink noise, within what every codec here carries. */
const PINK =
  'anoisesrc=c=pink:r=44100:d=6:a=0.4:seed=3,highpass=f=60,highpass=f=60,lowpass=f=14000,' +
  'lowpass=f=14000,aformat=channel_layouts=stereo'
const SINE = 'sine=f=440:r=44100:d=4,aformat=channel_layouts=stereo'

const FORMATS: readonly [name: string, codec: string, args: readonly string[]][] = [
  ['cbr.mp3', 'mp3', ['-b:a', '320k']],
  ['vbr.mp3', 'mp3', ['-q:a', '2']],
  ['no-xing.mp3', 'mp3', ['-b:a', '192k', '-write_xing', '0']],
  ['plain.flac', 'flac', []],
  ['hi-res.flac', 'flac', ['-ar', '96000', '-sample_fmt', 's32']],
  ['plain.wav', 'pcm', []],
  ['float.wav', 'pcm', ['-c:a', 'pcm_f32le']],
  ['plain.ogg', 'vorbis', ['-c:a', 'libvorbis', '-q:a', '6']],
  ['moov-last.m4a', 'aac', ['-b:a', '192k']],
  ['moov-first.m4a', 'aac', ['-b:a', '192k', '-movflags', '+faststart']],
  ['fragmented.mp4', 'aac', ['-b:a', '192k', '-movflags', '+frag_keyframe+empty_moov']],
  ['plain.aac', 'aac', ['-b:a', '192k']],
  ['vorbis.webm', 'vorbis', ['-c:a', 'libvorbis', '-q:a', '6']],
  ['opus-60-ms.opus', 'opus', ['-c:a', 'libopus', '-frame_duration', '60', '-b:a', '192k']],
  ['opus.mp4', 'opus', ['-c:a', 'libopus', '-b:a', '256k']],
  ['mono.mp3', 'mp3', ['-ac', '1', '-b:a', '192k']],
  ['five-one.flac', 'flac', ['-ac', '6']],
]

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

describe('transcoded sound against FFmpeg’s decode of the same file', () => {
  for (const [name, codec, args] of FORMATS) {
    test(`${name} is aligned, as loud, and complete`, async () => {
      const path = await files.make(name, PINK, ...args)
      const { heard, reference, told } = await both(path)
      expect(told).toBe(codec)
      for (const from of [9_600, 144_000, 259_200]) {
        const shift = lag(reference, heard, from, 4_800, 1_200)
        expect(Math.abs(shift - CODEC_DELAY_SAMPLES)).toBeLessThan(SAMPLES_PER_MS)
      }
      const heardDb = levelDb(heard, 48_000, 240_000)
      expect(Math.abs(heardDb - levelDb(reference, 48_000, 240_000))).toBeLessThan(0.1)
      // The last frame is filled up, and the codec's delay may take one more.
      const missing = reference.length - (heard.length - CODEC_DELAY_SAMPLES)
      expect(missing).toBeLessThan(SAMPLES_PER_MS)
      expect(missing).toBeGreaterThan(-2_000)
    }, 20_000)
  }

  test('a sine keeps its level within 0.1 dB', async () => {
    const path = await files.make('sine.flac', SINE)
    const { heard, reference } = await both(path)
    const heardDb = levelDb(heard, 48_000, 144_000)
    expect(Math.abs(heardDb - levelDb(reference, 48_000, 144_000))).toBeLessThan(0.1)
  })

  test('a source of unknown length plays just the same', async () => {
    for (const name of ['plain.flac', 'fragmented.mp4', 'vorbis.webm', 'plain.aac']) {
      const { heard, reference } = await both(`${files.folder}/${name}`, { seekable: false })
      expect(lag(reference, heard, 144_000, 4_800, 1_200)).toBe(CODEC_DELAY_SAMPLES)
    }
  }, 20_000)

  test('raw PCM is encoded as it is', async () => {
    const pcm = await decodeWithFfmpeg(`${files.folder}/plain.flac`)
    const { frames } = await play(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength), {
      input: 'pcm',
      seekable: false,
      bitrate: 256_000,
    })
    const heard = left(hear(frames))
    expect(lag(left(pcm), heard, 144_000, 4_800, 1_200)).toBe(CODEC_DELAY_SAMPLES)
  })

  test('a volume of 50 is 6.02 dB less, one of 200 is 6.02 dB more', async () => {
    const path = await files.make('quiet.flac', `${SINE},volume=0.3`)
    const full = await both(path)
    for (const [volume, wanted] of [
      [50, -6.02],
      [200, 6.02],
    ] as const) {
      const { heard } = await both(path, { sound: unfiltered(volume) })
      const change = levelDb(heard, 48_000, 144_000) - levelDb(full.heard, 48_000, 144_000)
      expect(Math.abs(change - wanted)).toBeLessThan(0.1)
    }
  })

  test('at four times the speed it is over in a quarter, and says where it is', async () => {
    const path = await files.make('minute.flac', SINE)
    const { frames } = await play(await Bun.file(path).bytes(), { passthrough: false })
    const { positionsMs, ...fast } = await play(await Bun.file(path).bytes(), {
      sound: { volume: 100, filters: { timescale: { speed: 4, pitch: 1, rate: 1 } } },
    })
    expect(Math.abs(fast.frames.length - frames.length / 4)).toBeLessThanOrEqual(2)
    for (const [i, ms] of positionsMs.entries()) expect(Math.abs(ms - i * 80)).toBeLessThan(20)
    expect(fast.events.map(({ kind }) => kind)).toContain('ended')
  })

  test('a sound with a number that is none is refused', async () => {
    const { Track } = addon()
    const options = {
      input: 'auto',
      startMs: 0,
      bitrate: 96_000,
      complexity: 5,
      passthrough: true,
    } as const
    const filters = { tremolo: { frequency: Number.NaN, depth: 1 } }
    expect(
      () => new Track({ ...options, sound: { volume: 100, filters } }, () => undefined),
    ).toThrow(/finite/)
    const track = new Track({ ...options, sound: unfiltered(100) }, () => undefined)
    expect(() =>
      track.setSound({ volume: 100, filters: { equalizer: [{ band: 15, gain: 1 }] } }),
    ).toThrow(/0 to 14/)
    track.close()
  })
})

async function both(path: string, options: PlayOptions = {}) {
  const reference = left(await decodeWithFfmpeg(path))
  const bytes = await Bun.file(path).bytes()
  const played = await play(bytes, { bitrate: 256_000, passthrough: false, ...options })
  const ready = played.events.find((event) => event.kind === 'ready')
  return { reference, heard: left(hear(played.frames)), told: ready?.codec }
}
