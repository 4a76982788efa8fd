import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { AudioFiles, decodeWithFfmpeg } from '../../support/audio-files.ts'
import { pages, rewritten } from '../../support/ogg-pages.ts'
import { type PlayOptions, play } from '../../support/played-track.ts'
import { CODEC_DELAY_SAMPLES, hear, lag, left, levelDb } from '../../support/sound.ts'

const FRAMES_PER_SECOND = 50
const SAMPLES_PER_MS = 48

/** The links of the files: each has a sound of its own, of two seconds. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  opus: ['.opus', '-c:a', 'libopus', '-b:a', '96k', '-ar', '48000'],
  'mono opus': ['.opus', '-c:a', 'libopus', '-b:a', '64k', '-ac', '1'],
  vorbis: ['.ogg', '-c:a', 'libvorbis', '-q:a', '5', '-ar', '44100'],
  'slow vorbis': ['.ogg', '-c:a', 'libvorbis', '-q:a', '5', '-ar', '22050', '-ac', '1'],
  flac: ['.oga', '-c:a', 'flac', '-ar', '44100'],
}

const CHAINS: readonly (readonly string[])[] = [
  ['opus', 'vorbis', 'flac'],
  ['vorbis', 'opus', 'slow vorbis'],
  ['flac', 'vorbis', 'mono opus'],
  ['opus', 'mono opus', 'opus'],
  ['vorbis', 'slow vorbis', 'flac'],
]

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

interface Link {
  readonly bytes: Uint8Array
  readonly sound: Float32Array
}

/** By kind and place: most chains have links in common, and FFmpeg makes and decodes each only once. */
const links = new Map<string, Promise<Link>>()

function link(kind: string, index: number): Promise<Link> {
  const name = `${kind}-${index}`
  const known = links.get(name) ?? madeLink(name, kind, index)
  links.set(name, known)
  return known
}

async function madeLink(name: string, kind: string, index: number): Promise<Link> {
  const [extension = '', ...args] = LINKS[kind] ?? []
  const noise = `anoisesrc=c=pink:r=48000:d=2:a=0.4:seed=${index + 1}`
  const source = `${noise},highpass=f=80,lowpass=f=6000,aformat=channel_layouts=stereo`
  const path = await files.make(`${name}${extension}`, source, ...args)
  return { bytes: await Bun.file(path).bytes(), sound: left(await decodeWithFfmpeg(path)) }
}

/** A chain, and what is to be heard of it from its start to its end. */
async function chain(kinds: readonly string[]) {
  const made = await Promise.all(kinds.map(link))
  const parts = made.map(({ bytes }) => bytes)
  const sounds = made.map(({ sound }) => sound)
  const reference = new Float32Array(sounds.reduce((sum, sound) => sum + sound.length, 0))
  let at = 0
  for (const sound of sounds) {
    reference.set(sound, at)
    at += sound.length
  }
  return { bytes: Buffer.concat(parts), reference }
}

/** `heard` starts at `ms` and has the reference's sound there. */
function expectAt(reference: Float32Array, heard: Float32Array, ms: number, within: number) {
  const start = Math.round(ms * SAMPLES_PER_MS)
  const shift = lag(reference.subarray(start), heard, 9_600, 9_600, 3_000)
  expect(Math.abs(shift)).toBeLessThanOrEqual(within + CODEC_DELAY_SAMPLES)
}

describe('an Ogg file of several links is heard whole, whatever follows what', () => {
  const ways: readonly PlayOptions[] = [{}, { passthrough: false }, { seekable: false }]
  test.each(CHAINS.flatMap((kinds) => ways.map((way) => [kinds.join(', '), kinds, way] as const)))(
    '%s',
    async (_name, kinds, way) => {
      const { bytes, reference } = await chain(kinds)
      const { frames, positionsMs, events } = await play(bytes, { bitrate: 256_000, ...way })
      expect(events.filter(({ kind }) => kind === 'failed')).toEqual([])
      expect(Math.abs(frames.length - 6 * FRAMES_PER_SECOND)).toBeLessThanOrEqual(5)
      const heard = left(hear(frames))
      // Packets that pass bring what their decoder is to leave out: 6.5 ms, and up to 20 ms at the end.
      for (const ms of [500, 2_500, 4_500]) {
        expectAt(reference, heard.subarray(ms * SAMPLES_PER_MS), ms, 60 * SAMPLES_PER_MS)
      }
      const last = positionsMs.at(-1) ?? 0
      expect(Math.abs(last - 5_980)).toBeLessThan(40)
      // The length of the first link isn't that of the file.
      const ready = events.find(({ kind }) => kind === 'ready')
      expect([ready?.durationMs, ready?.stated]).toEqual([undefined, false])
    },
  )
})

describe('a seek in an Ogg file of several links finds the place', () => {
  test.each(
    CHAINS.flatMap((kinds) =>
      [true, false].map((passes) => [kinds.join(', '), kinds, passes] as const),
    ),
  )('in %s', async (_name, kinds, passthrough) => {
    const { bytes, reference } = await chain(kinds)
    const stepsMs = [4_600, 2_300, 600, 2_900, 5_300]
    const { frames, positionsMs } = await play(bytes, {
      passthrough,
      bitrate: 256_000,
      startMs: 3_100,
      maxFrames: 30 + 30 * stepsMs.length,
      onFrame: (taken, track) => {
        const ms = stepsMs[taken / 30 - 1]
        if (ms !== undefined) track.seek(ms)
      },
    })
    for (const [step, ms] of [3_100, ...stepsMs].entries()) {
      const first = 30 * step
      const positionMs = positionsMs[first] ?? 0
      expect(Math.abs(positionMs - ms)).toBeLessThanOrEqual(20)
      const heard = left(hear(frames.slice(first, first + 30)))
      expectAt(reference, heard, positionMs, SAMPLES_PER_MS)
    }
  })

  test('behind its end, the track ends', async () => {
    const { bytes } = await chain(['opus', 'vorbis'])
    const { frames, events } = await play(bytes, { startMs: 60_000 })
    expect(frames).toHaveLength(0)
    expect(events.map(({ kind }) => kind)).toContain('ended')
  })
})

test('the gain of each link is its own', async () => {
  const [, ...args] = LINKS.opus ?? []
  const source = 'sine=f=440:r=48000:d=2,aformat=channel_layouts=stereo'
  const one = await Bun.file(await files.make('gain-1.opus', source, ...args)).bytes()
  const two = await Bun.file(await files.make('gain-2.opus', source, ...args)).bytes()
  const { frames } = await play(Buffer.concat([one, withGain(two, -6)]), { bitrate: 256_000 })
  const heard = left(hear(frames))
  const change = levelDb(heard, 120_000, 168_000) - levelDb(heard, 24_000, 72_000)
  expect(change).toBeCloseTo(-6, 0)
})

/** The file with an output gain in its head (RFC 7845, section 5.1). */
function withGain(file: Uint8Array, db: number): Buffer {
  const [head, ...rest] = pages(Buffer.from(file))
  if (head === undefined) throw new Error('no Ogg file')
  head.body.writeInt16LE(db * 256, 16)
  return rewritten([head, ...rest])
}

describe('an Ogg file of one stream', () => {
  const kinds = Object.keys(LINKS)

  test.each(kinds)('of %s states its length', async (kind) => {
    const { bytes } = await chain([kind])
    const ready = (await play(bytes, { maxFrames: 1 })).events.find(({ kind }) => kind === 'ready')
    expect(ready?.stated).toBe(true)
    expect(Math.abs((ready?.durationMs ?? 0) - 2_000)).toBeLessThan(10)
  })

  test('that was recorded from the middle of a stream states what is left', async () => {
    const source = 'sine=440:r=48000:d=8'
    const [, ...args] = LINKS.opus ?? []
    const all = pages(
      await Bun.file(await files.make('recorded.opus', source, ...args))
        .bytes()
        .then(Buffer.from),
    )
    const later = rewritten([...all.slice(0, 2), ...all.slice(5)])
    const { frames, events } = await play(later)
    const ready = events.find(({ kind }) => kind === 'ready')
    expect(ready?.stated).toBe(true)
    expect(frames.length).toBeGreaterThan(100)
    expect(Math.abs((ready?.durationMs ?? 0) - frames.length * 20)).toBeLessThanOrEqual(40)
    expect(events.filter(({ kind }) => kind === 'failed')).toEqual([])
  })

  test('of unknown size states none', async () => {
    const { bytes } = await chain(['opus'])
    const { events } = await play(bytes, { maxFrames: 1, seekable: false })
    expect(events.find(({ kind }) => kind === 'ready')?.stated).toBe(false)
  })
})

describe('a seek in an Ogg file with a second stream of sound beside the first finds the place', () => {
  const codecs = ['libopus', 'libvorbis', 'flac']
  const ways = ['passed through', 'encoded anew']
  test.each(codecs.flatMap((codec) => ways.map((way) => [codec, way] as const)))(
    'in %s, %s',
    async (codec, way) => {
      const passthrough = way === 'passed through'
      const path = await files.make(
        `beside-${codec}-${passthrough ? 'passed' : 'encoded'}.ogg`,
        'sine=440:r=48000:d=20',
        ...['-f', 'lavfi', '-i', 'sine=880:r=48000:d=20', '-map', '0:a', '-map', '1:a'],
        ...['-c:a', codec, '-ar', '48000'],
      )
      const stepsMs = [15_000, 5_000, 19_000, 500]
      const { frames, positionsMs, events } = await play(await Bun.file(path).bytes(), {
        passthrough,
        maxFrames: 30 * stepsMs.length + 30,
        onFrame: (taken, track) => {
          const ms = stepsMs[taken / 30 - 1]
          if (ms !== undefined) track.seek(ms)
        },
      })
      expect(events.filter(({ kind }) => kind === 'failed')).toEqual([])
      expect(frames).toHaveLength(150)
      for (const [step, ms] of stepsMs.entries()) {
        expect(Math.abs((positionsMs[30 * (step + 1)] ?? 0) - ms)).toBeLessThanOrEqual(20)
      }
    },
    20_000,
  )
})
