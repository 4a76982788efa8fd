import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { appendFile, rename, stat, truncate, unlink } from 'node:fs/promises'
import type { ByteSource } from '../../../src/engine/input/byte-source.ts'
import { FileBytes } from '../../../src/engine/input/file-bytes.ts'
import { ProcessBytes } from '../../../src/engine/input/process-bytes.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

const CHUNK = 64 * 1024
const pattern = (length: number) =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff)

async function read(source: ByteSource, offset = 0): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source.read(offset, new AbortController().signal)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('a file is read from any offset to its end', async () => {
  const bytes = pattern(3 * CHUNK + 5)
  using source = await FileBytes.open(await files.write('a.Mp3', bytes))
  expect(source).toMatchObject({ lengthBytes: bytes.length, seekable: true, hint: 'mp3' })
  for (const offset of [0, 1, CHUNK, 3 * CHUNK + 4, 3 * CHUNK + 5, 10 * CHUNK]) {
    expect((await read(source, offset)).equals(bytes.subarray(offset))).toBe(true)
  }
})

test('a file that is deleted and replaced while it plays is still the same file', async () => {
  const bytes = pattern(2 * CHUNK)
  const path = await files.write('b.mp3', bytes)
  using source = await FileBytes.open(path)
  await unlink(path)
  await rename(await files.write('other', 'other bytes'), path)
  expect((await read(source)).equals(bytes)).toBe(true)
})

test('a file that shrinks ends early, and one that grows is read to its new end', async () => {
  const path = await files.write('c.mp3', pattern(4 * CHUNK))
  using source = await FileBytes.open(path)
  const reading = source.read(0, new AbortController().signal)
  await reading.next()
  await truncate(path, CHUNK + 7)
  expect((await reading.next()).value?.length).toBe(7)
  expect((await reading.next()).done).toBe(true)
  await appendFile(path, pattern(9))
  expect((await read(source)).length).toBe(CHUNK + 16)
})

test('what is no plain file, empty or missing is refused by its code', async () => {
  const code = (path: string) => FileBytes.open(path).catch((error) => error.code)
  expect(await code(files.folder)).toBe('not-audio')
  expect(await code(`${files.folder}/missing`)).toBe('gone')
  expect(await code(await files.write('empty', ''))).toBe('empty-file')
})

test('a closed file yields nothing more', async () => {
  const source = await FileBytes.open(await files.write('d.mp3', pattern(4 * CHUNK)))
  const reading = source.read(0, new AbortController().signal)
  await reading.next()
  source[Symbol.dispose]()
  source[Symbol.dispose]()
  expect((await reading.next()).done).toBe(true)
})

test('a program gives its output, its arguments reach it unread by a shell, and so does its environment', async () => {
  using source = new ProcessBytes(['/usr/bin/env', '--', 'printf', '%s|', '$HOME', '; ls', 'a b'], {
    PATH: '/usr/bin:/bin',
  })
  expect((await read(source)).toString()).toBe('$HOME|; ls|a b|')
  using bare = new ProcessBytes(['/usr/bin/env'], { ONLY: 'this' })
  expect((await read(bare)).toString()).toBe('ONLY=this\n')
})

test('each reading restarts the program, always from its beginning', async () => {
  using source = new ProcessBytes(['/bin/sh', '-c', 'echo $$'], {})
  const [first, second] = [await read(source), await read(source)]
  expect(first.toString()).not.toBe(second.toString())
  expect(await read(source, 1).catch((error) => error.code)).toBe('not-seekable')
})

test('a program that fails or is not there is a lost source, with its last words', async () => {
  using failing = new ProcessBytes(['/bin/sh', '-c', 'echo some; echo no luck >&2; exit 3'], {})
  expect(await read(failing).catch((error) => [error.code, error.detail])).toEqual([
    'source-lost',
    'no luck',
  ])
  using missing = new ProcessBytes(['/nonexistent/program'], {})
  expect(await read(missing).catch((error) => error.code)).toBe('source-lost')
})

test('a program works in an empty folder of its own, which goes with it', async () => {
  using source = new ProcessBytes(['/bin/sh', '-c', 'ls; echo x > left-behind; pwd'], {
    PATH: '/usr/bin:/bin',
  })
  const folder = (await read(source)).toString().trim()
  expect(folder).toStartWith('/')
  expect(folder).not.toContain('\n')
  expect(await stat(folder).catch((error) => error.code)).toBe('ENOENT')
})

test('leaving the reading ends the program and what it started', async () => {
  using source = new ProcessBytes(['/bin/sh', '-c', 'sleep 1000 & echo $!; exec cat /dev/zero'], {
    PATH: '/usr/bin:/bin',
  })
  let text = ''
  for await (const chunk of source.read(0, new AbortController().signal)) {
    text += Buffer.from(chunk).toString('latin1')
    if (text.includes('\n')) break
  }
  const pid = Number.parseInt(text, 10)
  expect(pid).toBeGreaterThan(1)
  await until(async () => !(await isRunning(pid)), 'the end of what it started')
})

/** A process that was killed may stay as a zombie until its parent looks. */
async function isRunning(pid: number): Promise<boolean> {
  const status = Bun.file(`/proc/${pid}/stat`)
  if (!(await status.exists())) return false
  return !(await status.text().catch(() => ') Z')).includes(') Z')
}
