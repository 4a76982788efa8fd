import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { unfiltered } from '../../../src/domain/sound.ts'
import type { Track } from '../../../src/engine/native/addon.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { type Played, play } from '../../support/played-track.ts'
import { hear, lag, left, levelDb, prominenceDb } from '../../support/sound.ts'
import { encodeWav, renderTune } from '../../support/tune.ts'

/** Frames of a transcoded track that wait at most. */
const TRANSCODED_AHEAD = 10
const SAMPLES_PER_FRAME = 960
const PRE_SKIP_MS = 6.5
const PINK = 'anoisesrc=c=pink:r=48000:d=20:a=0.3:seed=1,aformat=channel_layouts=stereo'

let files: AudioFiles
let tune: string
beforeAll(async () => {
  files = await AudioFiles.create()
  const wav = await files.write('tune.wav', encodeWav(renderTune(20)))
  tune = `${files.folder}/tune.opus`
  await run('ffmpeg', '-v', 'error', '-i', wav, '-c:a', 'libopus', '-b:a', '96k', tune)
  for (const container of ['webm', 'mkv', 'mp4']) {
    await run('ffmpeg', '-v', 'error', '-i', tune, '-c', 'copy', tune.replace('opus', container))
  }
}, 60_000)
afterAll(() => files[Symbol.asyncDispose]())

describe('Opus that nothing changes', () => {
  for (const container of ['opus', 'webm', 'mkv', 'mp4']) {
    test(`is passed through bit by bit from ${container}`, async () => {
      const path = tune.replace('opus', container)
      const wanted = await packetDigests(path)
      const { frames, events } = await play(await Bun.file(path).bytes(), { bitrate: 384_000 })
      expect(frames.map(digest)).toEqual(wanted)
      const ready = events.find((event) => event.kind === 'ready')
      expect(ready).toMatchObject({ codec: 'opus', passthrough: true, seekable: true })
    })
  }

  test('is transcoded where the source exceeds 1.25 × the channel’s bitrate', async () => {
    const bytes = await Bun.file(tune).bytes()
    const { frames, events } = await play(bytes, { bitrate: 64_000 })
    expect(events.find((event) => event.kind === 'ready')?.passthrough).toBe(false)
    const wanted = new Set(await packetDigests(tune))
    expect(frames.slice(0, 900).some((frame) => wanted.has(digest(frame)))).toBe(false)
  })

  test('after a seek is the frame that holds the position, and packets again soon after', async () => {
    const wanted = await packetDigests(tune)
    const bytes = await Bun.file(tune).bytes()
    const reference = left(hear((await play(bytes, { bitrate: 384_000 })).frames))
    for (const startMs of [0, 613, 10_007]) {
      const first = Math.floor((startMs + PRE_SKIP_MS) / 20)
      const { frames, positionsMs } = await play(bytes, { startMs, bitrate: 384_000 })
      expect(Math.abs((positionsMs[0] ?? 0) - startMs)).toBeLessThan(20)
      expect(frames).toHaveLength(wanted.length - first)
      const firstPassed = frames.findIndex((frame, i) => digest(frame) === wanted[first + i])
      expect(firstPassed).toBeLessThan(100)
      expect(frames.slice(firstPassed).map(digest)).toEqual(wanted.slice(first + firstPassed))
      const heard = left(hear(frames))
      const excerpt = reference.subarray(first * SAMPLES_PER_FRAME)
      expect(lag(excerpt, heard, 2 * SAMPLES_PER_FRAME, 4_800, 600)).toBe(0)
    }
  })
})

describe('packets off the grid of whole frames', () => {
  for (const container of ['opus', 'webm', 'mp4']) {
    test(`pass again soon after a seek in ${container}, and as they came`, async () => {
      const path = `${files.folder}/off-grid.${container}`
      const later = ['-c', 'copy', '-output_ts_offset', '0.0135']
      await run('ffmpeg', '-v', 'error', '-i', tune, ...later, path)
      const wanted = await packetDigests(path)
      const bytes = await Bun.file(path).bytes()
      const { frames, positionsMs } = await play(bytes, {
        bitrate: 384_000,
        startMs: 10_007,
        maxFrames: 300,
      })
      expect(Math.abs((positionsMs[0] ?? 0) - 10_007)).toBeLessThan(40)
      const passed = frames.map(digest).filter((frame) => wanted.includes(frame))
      expect(passed.length).toBeGreaterThan(200)
      const first = wanted.indexOf(passed[0] ?? '')
      expect(passed).toEqual(wanted.slice(first, first + passed.length))
    })
  }
})

describe('switching between packets and transcoding in mid-track', () => {
  test('repeats nothing, leaves nothing out, and can’t be heard: a tune', async () => {
    await expectUnheard(await Bun.file(tune).bytes())
  }, 60_000)

  test('repeats nothing, leaves nothing out, and can’t be heard: pink noise', async () => {
    const path = await files.make('pink.opus', PINK, '-c:a', 'libopus', '-b:a', '96k')
    await expectUnheard(await Bun.file(path).bytes())
  }, 60_000)

  test('below full volume from the start it is transcoded, and packets pass once it is full', async () => {
    const wanted = await packetDigests(tune)
    const source = new Set(wanted)
    const bytes = await Bun.file(tune).bytes()
    const plain = left(hear((await play(bytes, { bitrate: 384_000 })).frames))
    const { frames, events } = await play(bytes, {
      bitrate: 384_000,
      sound: unfiltered(50),
      onFrame: (taken, track) => {
        if (taken === 300) track.setSound(unfiltered(100))
      },
    })
    expect(events.find(({ kind }) => kind === 'ready')).toMatchObject({ passthrough: false })
    expect(frames).toHaveLength(wanted.length)
    expect(frames.slice(0, 290).some((frame) => source.has(digest(frame)))).toBe(false)
    const heard = left(hear(frames))
    const [from, to] = [50 * SAMPLES_PER_FRAME, 290 * SAMPLES_PER_FRAME]
    expect(lag(plain, heard, from, 4_800, 600)).toBe(0)
    expect(levelDb(heard, from, to) - levelDb(plain, from, to)).toBeCloseTo(-6.02, 1)
    const firstPassed = frames.findIndex((frame, i) => i >= 300 && digest(frame) === wanted[i])
    expect(firstPassed).toBeGreaterThan(300)
    expect(frames.slice(firstPassed).map(digest)).toEqual(wanted.slice(firstPassed))
  })

  test('a filter is heard while it is on, and packets pass again once it is off', async () => {
    const bytes = await Bun.file(tune).bytes()
    const plain = await play(bytes, { bitrate: 384_000 })
    const filters = { lowPass: { smoothing: 60 }, rotation: { rotationHz: 0.5 } }
    const { frames } = await play(bytes, {
      bitrate: 384_000,
      onFrame: async (taken, track) => {
        if (taken === 200) await swapped(track, { volume: 100, filters })
        if (taken === 350) track.setSound(unfiltered(100))
      },
    })
    expect(frames).toHaveLength(plain.frames.length)
    const isPlain = frames.map((frame, i) => digest(frame) === digest(plain.frames[i]))
    const first = isPlain.indexOf(false)
    expect(first - 200).toBeLessThanOrEqual(15)
    const [before, after] = [left(hear(plain.frames)), left(hear(frames))]
    const [from, to] = [(first + 3) * SAMPLES_PER_FRAME, 340 * SAMPLES_PER_FRAME]
    expect(levelDb(after, from, to) - levelDb(before, from, to)).toBeLessThan(-6)
    const again = isPlain.indexOf(true, 350)
    expect(again).toBeGreaterThan(350)
    expect(isPlain.slice(again)).not.toContain(false)
  })

  test('a lower volume is heard within 0.3 s of playing, and glides', async () => {
    const bytes = await Bun.file(tune).bytes()
    const plain = await play(bytes, { bitrate: 384_000 })
    const turned = await play(bytes, {
      bitrate: 384_000,
      onFrame: async (taken, track) => {
        if (taken === 200) await swapped(track, unfiltered(25))
      },
    })
    const first = turned.frames.findIndex((frame, i) => digest(frame) !== digest(plain.frames[i]))
    expect(first - 200).toBeLessThanOrEqual(15)
    const [before, after] = [left(hear(plain.frames)), left(hear(turned.frames))]
    const from = (first + 3) * SAMPLES_PER_FRAME
    const change = levelDb(after, from, from + 96_000) - levelDb(before, from, from + 96_000)
    expect(Math.abs(change + 12.04)).toBeLessThan(0.2)
  })
})

/** Nobody takes frames as quickly as here: what passed is there until others have taken its place. */
async function swapped(track: Track, sound: Parameters<Track['setSound']>[0]): Promise<void> {
  track.setSound(sound)
  await until(() => track.buffered() <= TRANSCODED_AHEAD, 'the frames that take their place')
}

/**
 * Volume 99 and back, at many frames: the listener's sound differs from the plain decode by the coding
 * noise of the transcoded stretches only. At which frames a change takes effect depends on how far the
 * ring is filled; so no few of them are representative.
 */
async function expectUnheard(bytes: Uint8Array): Promise<void> {
  const plain = await play(bytes, { bitrate: 384_000 })
  const meant = left(hear(plain.frames))
  for (let offset = 0; offset < 80; offset += 11) {
    const steps = new Map(
      [100, 200, 300, 400, 500, 600].map((at, i) => [at + offset, i % 2 ? 100 : 99]),
    )
    const switched = await play(bytes, {
      bitrate: 384_000,
      onFrame: (taken, track) => {
        const volume = steps.get(taken)
        if (volume !== undefined) track.setSound(unfiltered(volume))
      },
    })
    expect(switched.frames).toHaveLength(plain.frames.length)
    const edges = edgesBetween(plain, switched)
    expect(edges).toHaveLength(steps.size)
    const heard = left(hear(switched.frames))
    const difference = meant.map((sample, i) => (heard[i] ?? 0) - sample)
    for (const edge of edges) {
      const at = edge * SAMPLES_PER_FRAME
      expect(prominenceDb(difference, at - 240, at + 2 * SAMPLES_PER_FRAME)).toBeLessThan(6)
    }
    for (const at of [140, 240, 340, 640]) {
      expect(lag(meant, heard, (at + offset) * SAMPLES_PER_FRAME, 4_800, 60)).toBe(0)
    }
  }
}

/** Frames at which packets stop or start to be the source's own. */
function edgesBetween(plain: Played, switched: Played): number[] {
  const same = switched.frames.map((frame, i) => digest(frame) === digest(plain.frames[i]))
  return same.flatMap((value, i) => (i > 0 && value !== same[i - 1] ? [i] : []))
}

function digest(frame: Uint8Array | undefined): string {
  return new Bun.CryptoHasher('md5').update(frame ?? new Uint8Array()).digest('hex')
}

/** FFmpeg's demuxer gives each packet's MD5. */
async function packetDigests(path: string): Promise<string[]> {
  const text = await run('ffmpeg', '-v', 'error', '-i', path, '-c', 'copy', '-f', 'framemd5', '-')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',')[5]?.trim() ?? '')
}

async function run(...argv: string[]): Promise<string> {
  const child = Bun.spawn(argv, { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, complaint] = await Promise.all([child.stdout.text(), child.stderr.text()])
  if ((await child.exited) !== 0) throw new Error(`${argv.join(' ')}: ${complaint}`)
  return out
}
