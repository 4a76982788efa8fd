import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Catalog } from '../../../src/sources/library/catalog.ts'
import { FileState } from '../../../src/sources/library/columns.ts'
import { tagged } from '../../../src/sources/library/known-file.ts'
import { scan } from '../../../src/sources/library/scan.ts'

let music = ''
beforeAll(async () => {
  music = await mkdtemp(join(tmpdir(), 'segue-scan-'))
  await mkdir(join(music, 'b'))
  for (const path of ['a.mp3', 'b/1.mp3', 'b/2.mp3', 'c.mp3'])
    await writeFile(join(music, path), path)
})
afterAll(() => rm(music, { recursive: true }))

const titlesIn = (catalog: Catalog): string[] =>
  Array.from({ length: catalog.size }, (_, at) => catalog.entry(at).title)

/** Scans where each file takes so long; tells what was published, and which files were read. */
async function scanned(before: Catalog, fileMs: number, mostRead?: number) {
  const published: Catalog[] = []
  const read: string[] = []
  let time = 0
  const count = await scan(music, before, {
    read: async (path) => {
      time += fileMs
      read.push(basename(path))
      const parts = [0, 1].map((at) => ({
        ...tagged(path, null),
        title: `${basename(path)} ${at}`,
        part: { startMs: at * 1000, endMs: at === 0 ? 1000 : null },
      }))
      return {
        state: FileState.read,
        entries: basename(path) === '1.mp3' ? parts : [tagged(`T ${basename(path)}`, null)],
      }
    },
    publish: async (catalog) => void published.push(catalog),
    now: () => time,
    ...(mostRead !== undefined && { mostRead }),
  })
  return { published, read, count }
}

const ALL = ['T a', 'T c', '1.mp3 0', '1.mp3 1', 'T 2']

test('names come first, then what was read, a few files at a time', async () => {
  const { published, read, count } = await scanned(Catalog.empty(), 3_000)
  expect(read).toEqual(['a.mp3', 'c.mp3', '1.mp3', '2.mp3'])
  expect(count).toBe(4)
  expect(published.map(titlesIn)).toEqual([
    ['a', 'c', '1', '2'],
    ['T a', 'c', '1', '2'],
    ['T a', 'T c', '1', '2'],
    ['T a', 'T c', '1.mp3 0', '1.mp3 1', '2'],
    ALL,
  ])
})

test('quick files come together, and a scan that was cut off goes on where it was', async () => {
  const whole = await scanned(Catalog.empty(), 1)
  expect(whole.published.map(titlesIn)).toEqual([['a', 'c', '1', '2'], ALL])
  const slow = await scanned(Catalog.empty(), 3_000)
  const [, , cutOff = Catalog.empty()] = slow.published
  expect((await scanned(cutOff, 1)).read).toEqual(['1.mp3', '2.mp3'])
  const last = slow.published.at(-1) ?? Catalog.empty()
  expect(await scanned(last, 1)).toEqual({ published: [], read: [], count: 0 })
})

test('no more tags wait for the next catalog than are let, however quick the files are', async () => {
  const { published } = await scanned(Catalog.empty(), 1, 3)
  const some = ['T a', 'T c', '1.mp3 0', '1.mp3 1', '2']
  expect(published.map(titlesIn)).toEqual([['a', 'c', '1', '2'], some, ALL])
})
