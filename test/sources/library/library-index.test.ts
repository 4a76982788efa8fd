import { afterEach, beforeEach, expect, setDefaultTimeout, spyOn, test } from 'bun:test'
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Log, silentLog } from '../../../src/observability/log.ts'
import { LibraryIndex } from '../../../src/sources/library/library-index.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { until } from '../../discord/until.ts'
import { mp3 } from '../tags/tagged-file.ts'

setDefaultTimeout(60_000)

let home = ''
let music = ''
let file = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'segue-index-'))
  music = join(home, 'music')
  file = join(home, 'library.index')
  await mkdir(join(music, 'album'), { recursive: true })
  for (const title of ['One', 'Two'])
    await writeFile(join(music, 'album', `${title}.mp3`), mp3({ TIT2: title, TPE1: 'Anna' }))
})
afterEach(() => rm(home, { recursive: true }))

/** Opens it, and tells what it knows at once and in the end, and how many files it read. */
async function start(root = music, fileMs = 5_000) {
  const told: { readonly read?: number }[] = []
  const warned: unknown[] = []
  const log: Log = {
    ...silentLog,
    info: (_what, fields) => told.push(fields ?? {}),
    warn: (...line) => warned.push(line),
  }
  await using index = await LibraryIndex.open(root, { log, file, fileMs })
  const atOnce = titlesIn(index)
  await index.settled
  const read = told.reduce((sum, one) => sum + (one.read ?? 0), 0)
  return { atOnce, titles: titlesIn(index), read, warned }
}

const titlesIn = ({ catalog }: LibraryIndex): string[] =>
  Array.from({ length: catalog.size }, (_, at) => catalog.entry(at).title)

test('a start knows at once what the last one read, and reads only what has changed', async () => {
  expect(await start()).toMatchObject({ atOnce: [], titles: ['One', 'Two'], read: 2 })
  expect(await start()).toMatchObject({ atOnce: ['One', 'Two'], titles: ['One', 'Two'], read: 0 })
  await writeFile(join(music, 'album', 'Two.mp3'), mp3({ TIT2: 'Second' }))
  await writeFile(join(music, 'Three.mp3'), mp3({ TIT2: 'Third' }))
  const titles = ['Third', 'One', 'Second']
  expect(await start()).toMatchObject({ atOnce: ['One', 'Two'], titles, read: 2 })
  expect(await start()).toMatchObject({ atOnce: titles, read: 0 })
  expect(await readdir(home)).toEqual(expect.arrayContaining(['library.index', 'music']))
  expect(await readdir(home)).toHaveLength(2)
})

test('an index that’s cut, damaged, of another folder or of another version is made anew', async () => {
  await start()
  const whole = await readFile(file)
  const anew = { atOnce: [], titles: ['One', 'Two'], read: 2 }
  for (const at of [0, 20, 60, 100, whole.length - 1]) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    await writeFile(file, damaged)
    expect(await start()).toMatchObject(anew)
  }
  for (const length of [0, 10, 64, 200, whole.length - 1]) {
    await writeFile(file, whole)
    await truncate(file, length)
    expect(await start()).toMatchObject(anew)
  }
  const other = join(home, 'other')
  await mkdir(other)
  expect(await start(other)).toMatchObject({ atOnce: [], titles: [] })
})

test('where it can’t be kept, the library is there all the same, and the host is told', async () => {
  await mkdir(file)
  const { titles, warned } = await start()
  expect(titles).toEqual(['One', 'Two'])
  expect(warned).toEqual([['couldn’t keep the library’s index', { reason: expect.any(String) }]])
})

test('a file that holds up the parser is left by its name, and the others are read', async () => {
  // Gigabytes of nothing, in which a parser looks for the first frame.
  await writeFile(join(music, 'album', 'Slow.mp3'), mp3({ TIT2: 'Never read' }).subarray(0, 25))
  await truncate(join(music, 'album', 'Slow.mp3'), 8 * 1024 ** 3)
  const { titles, warned } = await start(music, 1_000)
  expect(titles).toEqual(['One', 'Slow', 'Two'])
  const path = join(music, 'album', 'Slow.mp3')
  expect(warned).toEqual([['couldn’t read a file of the library', { path }]])
})

test('what changes during a scan is looked at soon after it, not with the next one of all', async () => {
  const clock = new ManualClock()
  const planned = spyOn(clock, 'after')
  await using index = await LibraryIndex.open(music, { log: silentLog, file, clock })
  await index.settled
  // The watcher may not watch yet.
  await until(async () => {
    await writeFile(join(music, 'album', 'Three.mp3'), mp3({ TIT2: 'Three' }))
    return planned.mock.calls.some(([ms]) => ms <= 1_000)
  }, 'the change')
  await index.refresh()
  expect(index.scanning).toBe(false)
  clock.advance(1_000)
  expect(index.scanning).toBe(true)
  await index.settled
})
