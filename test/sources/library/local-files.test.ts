import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test'
import { link, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Clock } from '../../../src/base/clock.ts'
import { newTrackId, userId } from '../../../src/base/ids.ts'
import type { Track } from '../../../src/domain/track.ts'
import { type Log, silentLog } from '../../../src/observability/log.ts'
import { CatalogBuilder } from '../../../src/sources/library/catalog-builder.ts'
import { namedOnly } from '../../../src/sources/library/known-file.ts'
import { LibraryIndex } from '../../../src/sources/library/library-index.ts'
import { LocalFiles } from '../../../src/sources/library/local-files.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { until } from '../../discord/until.ts'
import { frame, type Id3Frames, mp3 } from '../tags/tagged-file.ts'

// Files, threads and the kernel's notices take their time on a busy machine.
setDefaultTimeout(120_000)

const never = new AbortController().signal
const asking = { signal: never }
/** Of files whose tags nobody reads. */
const unread = new TagReader()
let home = ''
let music = ''
let stack = new AsyncDisposableStack()

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  home = await mkdtemp(join(tmpdir(), 'segue-library-'))
  music = join(home, 'music')
  await mkdir(music)
})
afterEach(async () => {
  await stack.disposeAsync()
  await rm(home, { recursive: true })
})

async function put(path: string, content: Uint8Array | string = mp3({})): Promise<string> {
  const full = join(music, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, content)
  return full
}

function song(title: string, artist: string, album: string, more: Id3Frames = {}): Uint8Array {
  return mp3({ TIT2: title, TPE1: artist, TALB: album, ...more })
}

async function library(clock?: Clock, { file = null as string | null } = {}) {
  const told: object[] = []
  const log: Log = { ...silentLog, info: (_what, fields) => told.push(fields ?? {}) }
  const options = { log, file, ...(clock === undefined ? {} : { clock }) }
  const index = stack.use(await LibraryIndex.open(music, options))
  await index.settled
  return { index, told, files: new LocalFiles(index, stack.use(new TagReader())) }
}

/** The files of a catalog, in its order. */
const paths = ({ catalog }: Pick<LibraryIndex, 'catalog'>): string[] =>
  Array.from({ length: catalog.counts.files }, (_, at) => catalog.pathOf(at))

/** The title of a file, null while it isn't known. */
function titleOf({ catalog }: Pick<LibraryIndex, 'catalog'>, path: string): string | null {
  const [at] = catalog.entriesOf(path) ?? []
  return at === undefined ? null : catalog.entry(at).title
}

/** A library of these names, without files. */
function named(folders: Readonly<Record<string, readonly string[]>>) {
  const builder = new CatalogBuilder()
  for (const [folder, names] of Object.entries(folders)) {
    builder.folder(folder, 0n)
    for (const name of names) builder.add({ name, stamp: 1 }, namedOnly({ name, kind: 'sound' }))
  }
  const catalog = builder.finish()
  const index = { root: '/', folder: '/', catalog, scanning: false, settled: Promise.resolve() }
  return new LocalFiles(index, unread)
}

async function titles(files: LocalFiles, query: string): Promise<string[]> {
  return (await files.find(query, asking)).tracks.map((track) => track.title)
}

function trackAt(locator: string): Track {
  return {
    id: newTrackId(),
    requestedBy: userId('1'),
    source: 'local',
    locator,
    title: 'x',
    artist: null,
    album: null,
    durationMs: null,
    live: false,
    pageUrl: null,
  }
}

test('a file is found by title, artist, album and file name, whatever the case and accents', async () => {
  await put('nada/01 - file.mp3', song('Für Élise', 'Béatrice', 'Løve Songs'))
  await put('other.mp3', song('Something Else', 'Nobody', 'Nothing'))
  const { files } = await library()
  for (const query of [
    'fur elise',
    'FÜR ÉLISE',
    'beatrice',
    'love songs',
    '01 - file.mp3',
    '01 file',
    'nada/01 - file.mp3',
    'béatrice für élise',
    'elise beatrice',
    'eli bea',
  ]) {
    expect([query, await titles(files, query)]).toEqual([query, ['Für Élise']])
  }
  await expect(files.find('fur nobody', asking)).rejects.toMatchObject({ code: 'nothing-found' })
  await expect(files.find('???', asking)).rejects.toMatchObject({ code: 'nothing-found' })
})

test('the whole name beats the start of one, which beats words in the middle', async () => {
  await put('a.mp3', song('The Long Road Home', 'Anna', 'One'))
  await put('b.mp3', song('Road Trip', 'Berta', 'Two'))
  await put('c.mp3', song('Road', 'Clara', 'Three'))
  await put('d.mp3', song('Roadside', 'Dora', 'Four'))
  const { files } = await library()
  expect(await titles(files, 'road')).toEqual(['Road'])
  expect((await files.suggest('road', 10, never)).map((entry) => entry.name)).toEqual([
    'Clara – Road',
    'Berta – Road Trip',
    'Dora – Roadside',
    'Anna – The Long Road Home',
  ])
  expect(await files.suggest('road', 2, never)).toHaveLength(2)
  expect(await files.suggest('', 10, never)).toHaveLength(4)
})

test('a folder is its files in the order that their tags say', async () => {
  await put('album/b.mp3', song('Two', 'A', 'X', { TRCK: '2' }))
  await put('album/a.mp3', song('Ten', 'A', 'X', { TRCK: '10' }))
  await put('album/c.mp3', song('One', 'A', 'X', { TRCK: '1' }))
  await put('album 2/z.mp3')
  const { files } = await library()
  expect(await titles(files, 'album/')).toEqual(['One', 'Two', 'Ten'])
  expect(await titles(files, `${music}/album/`)).toEqual(['One', 'Two', 'Ten'])
})

test('a large folder comes in pages, in order, while the event loop turns', async () => {
  const count = 12_345
  const names = Array.from({ length: count }, (_, number) => `${number}.mp3`)
  const files = named({ a: names.slice(0, 1_000).sort(), b: names.slice(1_000).sort() })
  let turns = 0
  let finding = true
  const turn = () => {
    turns += 1
    if (finding) setImmediate(turn)
  }
  setImmediate(turn)
  const { tracks, total, rest } = await files.find('./', asking)
  expect([tracks.length, total]).toEqual([50, count])
  const pages = await Array.fromAsync(rest?.(never) ?? [])
  finding = false
  expect(turns).toBeGreaterThanOrEqual(12)
  expect(pages.every(({ length }) => length > 0 && length <= 250)).toBe(true)
  const paths = [tracks, ...pages].flat().map(({ locator }) => locator)
  const wanted = Array.from({ length: count }, (_, n) => `${n < 1_000 ? 'a' : 'b'}/${n}.mp3`)
  expect(paths).toEqual(wanted)
})

test('words find as many as are wanted, best first', async () => {
  await put('a.mp3', song('Road Trip', 'Berta', 'Two'))
  await put('b.mp3', song('Road', 'Clara', 'Three'))
  await put('c.mp3', song('Elsewhere', 'Dora', 'Four'))
  const { files } = await library()
  const { tracks } = await files.search({ words: 'road', limit: 10 }, asking)
  expect(tracks.map(({ title }) => title)).toEqual(['Road', 'Road Trip'])
})

test('a file is found by the code of its recording, whatever it’s called', async () => {
  await put('a.mp3', song('Hello', 'Adele', '25', { TSRC: 'GBBKS1500214' }))
  await put('b.mp3', song('Hello', 'Adele', '25'))
  const { files } = await library()
  const { tracks } = await files.search({ words: 'GBBKS1500214', limit: 10 }, asking)
  expect(tracks).toMatchObject([{ locator: 'a.mp3', isrc: 'GBBKS1500214' }])
  // Words find it as ever.
  const { tracks: named } = await files.search({ words: 'adele hello', limit: 10 }, asking)
  expect(named).toHaveLength(2)
})

describe('a search in a large library', () => {
  let large: LocalFiles
  beforeAll(() => {
    const songs = Array.from({ length: 99_999 }, (_, number) => `song ${number}.mp3`)
    // The first in the order of names, the last in that of the catalog.
    large = named({ a: songs.sort(), b: ['needle.mp3'] })
  })

  test('lets the event loop turn between its steps', async () => {
    let turns = 0
    let searching = true
    const turn = () => {
      turns += 1
      if (searching) setImmediate(turn)
    }
    setImmediate(turn)
    const found = await large.suggest('needle', 25, never)
    searching = false
    expect(found.map(({ name }) => name)).toEqual(['needle'])
    expect(turns).toBeGreaterThanOrEqual(49)
  })
  test('ends with the abort', async () => {
    const abort = new AbortController()
    let turns = 0
    const found = large.suggest('needle', 25, abort.signal)
    setImmediate(() => abort.abort())
    let searching = true
    const turn = () => {
      turns += 1
      if (searching) setImmediate(turn)
    }
    setImmediate(turn)
    // The last of all files isn't reached.
    expect(await found).toEqual([])
    searching = false
    expect(turns).toBeLessThan(49)
  })

  test('has no suggestions for more people than it can serve, and finds for all', async () => {
    const asked = Array.from({ length: 20 }, () => large.suggest('song', 5, never))
    const found = large.find('needle', asking)
    const lengths = (await Promise.all(asked)).map(({ length }) => length)
    expect(lengths.toSorted((a, b) => b - a)).toEqual([...Array(8).fill(5), ...Array(12).fill(0)])
    expect((await found).tracks.map(({ title }) => title)).toEqual(['needle'])
    expect(await large.suggest('song', 5, never)).toHaveLength(5)
  })
})

test('what a suggestion carries finds its file, however long its path', async () => {
  const long = `${'x'.repeat(90)}/${'y'.repeat(90)}.mp3`
  await put(long, song('🎵'.repeat(120), '🎤'.repeat(120), 'z'))
  const { files } = await library()
  const [entry] = await files.suggest('z', 10, never)
  expect(entry?.value.length).toBeLessThanOrEqual(100)
  expect(entry?.name.length).toBeLessThanOrEqual(100)
  expect(entry?.name.isWellFormed()).toBe(true)
  expect(
    (await files.find(entry?.value ?? '', asking)).tracks.map((track) => track.locator),
  ).toEqual([long])
})

test('a track opens as the real path of its file', async () => {
  const full = await put('a b.mp3')
  const { files, index } = await library()
  const {
    tracks: [found],
  } = await files.find(full, asking)
  expect(found?.locator).toBe('a b.mp3')
  expect(await files.open(trackAt('a b.mp3'))).toEqual({
    kind: 'file',
    path: join(index.root, 'a b.mp3'),
  })
  await rm(full)
  await expect(files.open(trackAt('a b.mp3'))).rejects.toMatchObject({ code: 'gone' })
})

test.each([
  '/etc/passwd',
  '/etc/no-such-file.mp3',
  '../secret.mp3',
  'sub/../../secret.mp3',
  './../secret.mp3',
  '~/secret.mp3',
  'file:///etc/passwd',
  'file://elsewhere/etc/passwd',
  '..',
])('%s lies outside the library, whether it exists or not', async (query) => {
  await put('sub/x.mp3')
  await writeFile(join(home, 'secret.mp3'), mp3({}))
  const { files } = await library()
  await expect(files.find(query, asking)).rejects.toMatchObject({ code: 'outside-library' })
  await expect(files.open(trackAt(query))).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:outside-library|gone)$/),
  })
})

test('a sibling folder with the same beginning is outside', async () => {
  await mkdir(`${music}-private`)
  await writeFile(`${music}-private/x.mp3`, mp3({}))
  const { files } = await library()
  for (const query of [`${music}-private/x.mp3`, '../music-private/x.mp3']) {
    await expect(files.find(query, asking)).rejects.toMatchObject({ code: 'outside-library' })
  }
})

test('links that leave the library are neither found nor opened, links within it are', async () => {
  await writeFile(join(home, 'secret.mp3'), song('Secret', 'S', 'S'))
  await mkdir(join(home, 'private'))
  await writeFile(join(home, 'private', 'deep.mp3'), song('Deep', 'S', 'S'))
  await put('real.mp3', song('Real', 'R', 'R'))
  await symlink(join(home, 'secret.mp3'), join(music, 'link.mp3'))
  await symlink(join(home, 'private'), join(music, 'folder'))
  await symlink(join(music, 'real.mp3'), join(music, 'alias.mp3'))
  await symlink(music, join(music, 'loop'))
  await put('album/one.mp3', song('One', 'A', 'X', { TRCK: '1' }))
  await symlink(join(music, 'album'), join(music, 'shelf'))
  const { files, index } = await library()
  expect(paths(index)).toEqual(['alias.mp3', 'real.mp3', 'album/one.mp3'])
  expect(await titles(files, 'shelf/')).toEqual(['One'])
  expect(await titles(files, 'loop/shelf/')).toEqual(['One'])
  expect(await titles(files, 'loop/')).toEqual(['Real', 'Real', 'One'])
  expect(await titles(files, `${music}/shelf/`)).toEqual(['One'])
  for (const folder of ['folder/', './folder/', 'folder/../../private/']) {
    await expect(files.find(folder, asking)).rejects.toMatchObject({ code: 'outside-library' })
  }
  await expect(files.find('nowhere/', asking)).rejects.toMatchObject({ code: 'nothing-found' })
  await expect(files.find('secret', asking)).rejects.toMatchObject({ code: 'nothing-found' })
  for (const path of ['link.mp3', 'folder/deep.mp3']) {
    await expect(files.find(path, asking)).rejects.toMatchObject({ code: 'outside-library' })
    await expect(files.open(trackAt(path))).rejects.toMatchObject({ code: 'outside-library' })
  }
  expect(await files.open(trackAt('alias.mp3'))).toEqual({
    kind: 'file',
    path: join(index.root, 'real.mp3'),
  })
})

test('a file that is swapped for a link after it was queued is not opened', async () => {
  await writeFile(join(home, 'secret.mp3'), mp3({}))
  const full = await put('a.mp3')
  const { files } = await library()
  await files.find('a.mp3', asking)
  await rm(full)
  await symlink(join(home, 'secret.mp3'), full)
  await expect(files.open(trackAt('a.mp3'))).rejects.toMatchObject({ code: 'outside-library' })
})

test('a change is seen by itself, and only what changed is read again', async () => {
  await put('a.mp3', song('First', 'A', 'A'))
  await put('b.mp3', song('Second', 'B', 'B'))
  const { index, files, told } = await library()
  await put('a.mp3', song('Changed entirely', 'A', 'A'))
  await put('c/d.mp3', song('Third', 'C', 'C'))
  await until(() => titleOf(index, 'c/d.mp3') === 'Third', 'the third', 60_000)
  expect(await titles(files, 'third')).toEqual(['Third'])
  expect(await titles(files, 'changed entirely')).toEqual(['Changed entirely'])
  await index.settled
  expect(told).toMatchObject([{ files: 2, read: 2 }, ...told.slice(1)])
  expect(told.slice(1).reduce((sum, one) => sum + ('read' in one ? Number(one.read) : 0), 0)).toBe(
    2,
  )
  await rename(join(music, 'b.mp3'), join(music, 'e.mp3'))
  await index.refresh()
  expect(paths(index)).toEqual(['a.mp3', 'e.mp3', 'c/d.mp3'])
})

test('the library is scanned again from time to time if the system doesn’t report changes', async () => {
  const tasks: { ms: number; task: () => void }[] = []
  const clock: Clock = {
    now: () => 0,
    after(ms, task) {
      tasks.push({ ms, task })
      return { [Symbol.dispose]() {} }
    },
  }
  const full = await put('a.mp3', song('Before', 'A', 'A'))
  const { index } = await library(clock)
  // Same length, and the time put back by hand as some tools do: only the time differs.
  await writeFile(full, song('Behind', 'A', 'A'))
  await utimes(full, 1000, 1000)
  tasks.find((entry) => entry.ms >= 60_000)?.task()
  await index.settled
  expect(titleOf(index, 'a.mp3')).toBe('Behind')
})

test('a file that was put there a moment ago is found by its name before the index knows it', async () => {
  const quiet: Clock = { now: () => 0, after: () => ({ [Symbol.dispose]() {} }) }
  const { files, index } = await library(quiet)
  await put('new.mp3')
  expect(index.catalog.size).toBe(0)
  expect(await titles(files, 'new.mp3')).toEqual(['new'])
})

test('hostile tags end as short lines, hostile files by their names', async () => {
  await put('long.mp3', song('x'.repeat(1_000_000), 'y'.repeat(500_000), 'z'))
  await put('control.mp3', song('a\u0007b\u001b[31m\nc\u202egpj.exe', 'q\u0000r', 'z'))
  await put('blank.mp3', song('\u200b \n', ' ', ''))
  await put(
    'huge-frame.mp3',
    mp3({}, Buffer.concat([Buffer.from('TIT2\x7f\x7f\x7f\x7f\0\0\x03x')])),
  )
  await put('cut.mp3', song('Cut off', 'C', 'C').subarray(0, 25))
  await put('empty.mp3', '')
  await put('text.flac', 'this is no audio at all')
  await put('cover.mp3', mp3({ TIT2: 'With Cover' }, cover(20 * 1024 * 1024)))
  const { index } = await library()
  expect(index.catalog.size).toBe(8)
  const title = (path: string) => titleOf(index, path) ?? ''
  expect([...title('long.mp3')]).toHaveLength(200)
  expect(title('control.mp3')).toBe('a b [31m cgpj.exe')
  expect(title('blank.mp3')).toBe('blank')
  expect(title('empty.mp3')).toBe('empty')
  expect(title('text.flac')).toBe('text')
  expect(title('cover.mp3')).toBe('With Cover')
  for (let at = 0; at < index.catalog.size; at++) {
    const entry = index.catalog.entry(at)
    for (const text of [entry.title, entry.artist ?? '', entry.album ?? '']) {
      expect(text).not.toMatch(/\p{Cc}|\u202e/u)
      expect([...text].length).toBeLessThanOrEqual(200)
    }
  }
})

test('a library that is missing is empty until it appears', async () => {
  await rm(music, { recursive: true })
  const { index, files } = await library()
  await expect(files.find('anything', asking)).rejects.toMatchObject({ code: 'nothing-found' })
  await put('a.mp3', song('Here', 'A', 'A'))
  await index.refresh()
  expect(await titles(files, 'here')).toEqual(['Here'])
})

test.each([
  ['is missing', async () => {}, 'ENOENT'],
  ['is a file', () => writeFile(music, ''), 'ENOTDIR'],
])('a library that %s is told at the start, and why', async (_what, prepare, code) => {
  await rm(music, { recursive: true })
  await prepare()
  const warned: unknown[] = []
  const log = { ...silentLog, warn: (...line: unknown[]) => warned.push(line) }
  const index = stack.use(await LibraryIndex.open(music, { log, file: null }))
  await index.settled
  const reason = expect.stringContaining(code)
  expect(warned).toEqual([
    [
      'couldn’t read the music folder; check MUSIC_DIR and its permissions',
      { folder: music, reason },
    ],
  ])
  expect(index.catalog.size).toBe(0)
})

test('two names of one file are both found', async () => {
  const full = await put('a.mp3')
  await link(full, join(music, 'b.mp3'))
  const { index } = await library()
  expect(paths(index)).toEqual(['a.mp3', 'b.mp3'])
})

/** An attached picture of `size` bytes. */
function cover(size: number): Uint8Array {
  return frame('APIC', Buffer.concat([Buffer.from('\0image/png\0\x03\0'), Buffer.alloc(size)]))
}
