import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { FileBytes } from '../../../src/engine/input/file-bytes.ts'
import { shiftChunkOffsets, streamable } from '../../../src/engine/portable/mp4-front.ts'
import { AudioFiles, decodeWithFfmpeg } from '../../support/audio-files.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

async function streamed(path: string): Promise<Buffer> {
  using source = await FileBytes.open(path)
  const chunks: Uint8Array[] = []
  for await (const chunk of streamable(source, new AbortController().signal)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('an index behind the samples comes first, and the sound is the same to the sample', async () => {
  const path = await files.make('late.m4a', 'anoisesrc=d=3:a=0.3:seed=7', '-ac', '2')
  const original = Buffer.from(await Bun.file(path).bytes())
  expect(original.indexOf('mdat')).toBeLessThan(original.indexOf('moov'))
  const bytes = await streamed(path)
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
  const moved = await files.write('moved.m4a', bytes)
  expect(await decodeWithFfmpeg(moved)).toEqual(await decodeWithFfmpeg(path))
})

test('files with the index first, fragmented ones and ones that aren’t MP4 pass unchanged', async () => {
  const front = ['-movflags', '+faststart'] as const
  const fragments = ['-movflags', '+frag_keyframe+empty_moov', '-frag_duration', '200000'] as const
  for (const path of [
    await files.make('front.m4a', 'sine=440:duration=1', ...front),
    await files.make('fragments.m4a', 'sine=440:duration=1', ...fragments),
    await files.write('noise.m4a', crypto.getRandomValues(new Uint8Array(5000))),
    await files.write('short.m4a', 'moo'),
  ]) {
    expect((await streamed(path)).equals(await Bun.file(path).bytes())).toBe(true)
  }
})

test('an index that lies about its sizes is walked without harm', () => {
  let seed = 12345
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed
  }
  const names = ['trak', 'mdia', 'minf', 'stbl', 'stco', 'co64', 'udta']
  for (let round = 0; round < 2000; round++) {
    const bytes = Buffer.alloc(8 + (random() % 200))
    for (let i = 0; i < bytes.length; i++) bytes[i] = random() & 0xff
    for (let at = 8; at + 16 < bytes.length; at += 8 + (random() % 24)) {
      bytes.writeUInt32BE(random() % 64, at)
      bytes.write(names[random() % names.length] ?? 'trak', at + 4, 'latin1')
    }
    expect(() => shiftChunkOffsets(bytes, 1000)).not.toThrow()
  }
})

test('an index of boxes within boxes without end is walked no deeper than one is', () => {
  const depth = 500_000
  const nested = Buffer.alloc(8 * depth)
  for (let n = 0; n < depth; n++) {
    nested.writeUInt32BE(8 * (depth - n), 8 * n)
    nested.write('trak', 8 * n + 4, 'latin1')
  }
  expect(() => shiftChunkOffsets(nested, 1000)).not.toThrow()
})

test('an index too large to keep is refused', async () => {
  const header = (size: number, type: string) => {
    const box = Buffer.alloc(8)
    box.writeUInt32BE(size, 0)
    box.write(type, 4, 'latin1')
    return box
  }
  const bytes = Buffer.concat([header(16, 'mdat'), Buffer.alloc(8), header(0x7000_0000, 'moov')])
  const path = await files.write('huge.m4a', bytes)
  expect(await streamed(path).catch((error) => error.code)).toBe('decode-failed')
})
