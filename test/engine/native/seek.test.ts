import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { AudioFiles, decodeWithFfmpeg, ffmpeg } from '../../support/audio-files.ts'
import { play } from '../../support/played-track.ts'
import { hear, lag, left } from '../../support/sound.ts'

const CODEC_DELAY_SAMPLES = 312
const SAMPLES_PER_MS = 48
const SAMPLES_PER_FRAME = 960
const NOISE =
  'anoisesrc=c=pink:r=44100:d=30:a=0.4:seed=7,highpass=f=60,lowpass=f=14000,aformat=channel_layouts=stereo'

const FORMATS: readonly [name: string, args: readonly string[]][] = [
  ['cbr.mp3', ['-b:a', '192k']],
  ['vbr.mp3', ['-q:a', '2']],
  ['plain.flac', []],
  ['plain.wav', []],
  ['plain.ogg', ['-c:a', 'libvorbis', '-q:a', '5']],
  ['plain.m4a', ['-b:a', '160k']],
  // A fragment a packet: so many that the demuxer keeps only marks of most.
  ['fragmented.mp4', ['-b:a', '160k', '-movflags', '+empty_moov+frag_every_frame']],
  ['vorbis.webm', ['-c:a', 'libvorbis', '-q:a', '5']],
  ['flac.mkv', ['-c:a', 'flac']],
  ['opus.webm', ['-c:a', 'libopus', '-b:a', '128k']],
  ['opus.opus', ['-c:a', 'libopus', '-b:a', '128k']],
]

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

/**
 * Container times of whole milliseconds, as in Matroska, cannot tell a sample; of Vorbis there, the first
 * packet gives no sound and yet has a length (a short block, 3 ms).
 */
function tolerance(name: string): number {
  if (name === 'vorbis.webm') return 4 * SAMPLES_PER_MS
  return /webm|mkv/.test(name) ? 2 * SAMPLES_PER_MS : SAMPLES_PER_MS / 4
}

describe('a seek in what is transcoded finds the very sample', () => {
  for (const [name, args] of FORMATS) {
    test(`in ${name}: forwards, backwards, and as a start`, async () => {
      const path = await files.make(name, NOISE, ...args)
      const reference = left(await decodeWithFfmpeg(path))
      const bytes = await Bun.file(path).bytes()
      const steps = [21_337, 4_201, 12_000] as const
      for (const startMs of steps) {
        const { frames, positionsMs } = await play(bytes, {
          startMs,
          passthrough: false,
          bitrate: 192_000,
          maxFrames: 30,
        })
        expect(positionsMs[0]).toBeCloseTo(startMs, 1)
        expectAt(reference, hear(frames), startMs, tolerance(name))
      }
      const seeks = new Map<number, number>([
        [20, steps[0]],
        [60, steps[1]],
        [100, steps[2]],
      ])
      const { frames, positionsMs } = await play(bytes, {
        passthrough: false,
        bitrate: 192_000,
        maxFrames: 140,
        onFrame: (taken, track) => {
          const ms = seeks.get(taken)
          if (ms !== undefined) track.seek(ms)
        },
      })
      for (const [taken, ms] of seeks) {
        expect(positionsMs[taken]).toBeCloseTo(ms, 1)
        expectAt(reference, hear(frames.slice(taken, taken + 30)), ms, tolerance(name))
      }
    }, 30_000)
  }

  test('a seek behind the end ends the track, and one before the end brings it back', async () => {
    const bytes = await Bun.file(`${files.folder}/plain.flac`).bytes()
    const behind = await play(bytes, { startMs: 60_000 })
    expect(behind.frames).toHaveLength(0)
    expect(behind.events.map((event) => event.kind)).toContain('ended')
    let sought = false
    const back = await play(bytes, {
      startMs: 29_000,
      onFrame: (taken, track) => {
        if (taken < 45 || sought) return
        sought = true
        track.seek(28_000)
      },
    })
    expect(back.frames.length).toBeGreaterThan(45 + 95)
  })
})

describe('where there is nothing to reckon a position with, a seek reads up to it', () => {
  /** Loud for ten seconds, then soft: a VBR encoder spends far fewer bytes on the rest. */
  const FADED = NOISE.replace('aformat', "volume='if(lt(t,10),1,0.05)':eval=frame,aformat")

  for (const [name, args] of [
    ['tagged.mp3', ['-q:a', '4']],
    ['untagged.mp3', ['-q:a', '4', '-write_xing', '0']],
  ] as const) {
    test(`in ${name}, which has a varying bitrate, also beyond the end that its first bytes suggest`, async () => {
      const path = await files.make(name, FADED, ...args)
      const bytes = await Bun.file(path).bytes()
      await expectSeeks(path, bytes, [28_000, 4_201, 21_337], false)
      if (name === 'untagged.mp3') {
        const { events } = await play(bytes, { maxFrames: 1 })
        expect(events.find(({ kind }) => kind === 'ready')?.durationMs).toBeUndefined()
      }
    })
  }

  test('in an MP3 of constant bitrate it need not, and finds the place within 50 ms', async () => {
    const path = await files.make('even.mp3', NOISE, '-b:a', '128k', '-write_xing', '0')
    const bytes = await Bun.file(path).bytes()
    await expectSeeks(path, bytes, [28_000, 4_201], false, 50 * SAMPLES_PER_MS)
    const long = Buffer.concat(Array.from({ length: 8 }, () => bytes))
    const { events } = await play(long, { startMs: 200_000, exactSeek: false, maxFrames: 1 })
    expect(events.some(({ offset }) => (offset ?? 0) > long.length / 2)).toBe(true)
  })

  for (const [codec, ...args] of [
    ['libopus', '-b:a', '128k'],
    ['flac', '-compression_level', '0'],
  ] as const) {
    test(`in Matroska without cues (${codec}), backwards too`, async () => {
      const name = `${codec}-cueless.mkv`
      const path = await files.make(name, NOISE, '-c:a', codec, ...args, '-live', '1')
      await expectSeeks(path, await Bun.file(path).bytes(), [21_337, 4_201], true, 96)
    })
  }

  test('in Matroska to the beginning, also where the first cue lies behind it', async () => {
    const sound = await files.make('sound.webm', NOISE, '-c:a', 'libopus', '-b:a', '128k')
    const pictures = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=10:duration=28', '-c:v', 'vp8']
    const film = `${files.folder}/film.webm`
    await ffmpeg('-i', sound, '-itsoffset', '2', ...pictures, '-c:a', 'copy', film)
    for (const path of [sound, film]) {
      await expectSeeks(path, await Bun.file(path).bytes(), [21_337, 0, 300, 4_201], true, 96)
    }
  })

  for (const name of ['plain.ogg', 'opus.opus', 'opus.webm']) {
    test(`in ${name} as recorded from the middle of a stream, counting from its first sound`, async () => {
      const recorded = `${files.folder}/recorded-${name}`
      const later = ['-output_ts_offset', '100']
      await ffmpeg('-i', `${files.folder}/${name}`, '-c', 'copy', ...later, recorded)
      const bytes = await Bun.file(recorded).bytes()
      await expectSeeks(recorded, bytes, [21_337, 0, 4_201], true, 10 * SAMPLES_PER_MS)
      const { events } = await play(bytes, { maxFrames: 1 })
      const durationMs = events.find(({ kind }) => kind === 'ready')?.durationMs ?? 0
      expect(Math.abs(durationMs - 30_000)).toBeLessThan(50)
    })
  }

  for (const [name, ...args] of [
    ['front.m4a', '-b:a', '160k', '-movflags', '+faststart'],
    ['short.webm', '-c:a', 'libopus', '-b:a', '128k'],
  ] as const) {
    test(`in ${name} that was cut off, backwards too`, async () => {
      const path = await files.make(name, NOISE, ...args)
      const whole = await Bun.file(path).bytes()
      const cut = whole.slice(0, Math.round(whole.length * 0.8))
      await expectSeeks(path, cut, [21_337, 4_201], true, 96)
    })
  }
})

/** Plays `bytes`, the file at `path` or a part of it, and seeks to each position in turn. */
async function expectSeeks(
  path: string,
  bytes: Uint8Array,
  stepsMs: readonly number[],
  exactSeek: boolean,
  within = SAMPLES_PER_MS / 4,
): Promise<void> {
  const reference = left(await decodeWithFfmpeg(path))
  const { frames, positionsMs } = await play(bytes, {
    passthrough: false,
    bitrate: 192_000,
    exactSeek,
    maxFrames: 20 + 40 * stepsMs.length,
    onFrame: (taken, track) => {
      const ms = stepsMs[(taken - 20) / 40]
      if (ms !== undefined) track.seek(ms)
    },
  })
  for (const [step, ms] of stepsMs.entries()) {
    const first = 20 + 40 * step
    expect(positionsMs[first]).toBeCloseTo(ms, 1)
    expectAt(reference, hear(frames.slice(first, first + 30)), ms, within)
  }
}

/** `heard` begins with the reference's sound at `ms`. */
function expectAt(reference: Float32Array, heard: Int16Array, ms: number, within: number): void {
  const start = Math.round(ms * SAMPLES_PER_MS)
  const excerpt = reference.subarray(start, start + 30 * SAMPLES_PER_FRAME)
  const shift = lag(excerpt, left(heard), 8 * SAMPLES_PER_FRAME, 4_800, 1_200)
  expect(Math.abs(shift - CODEC_DELAY_SAMPLES)).toBeLessThanOrEqual(within)
}
