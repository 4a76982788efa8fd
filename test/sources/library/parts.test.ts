import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { newTrackId, userId } from '../../../src/base/ids.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { placeOf } from '../../../src/sources/library/entry.ts'
import { LibraryIndex } from '../../../src/sources/library/library-index.ts'
import { LocalFiles } from '../../../src/sources/library/local-files.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { mp3 } from '../tags/tagged-file.ts'
import { box, chapterList, ebml, matroskaChapters } from './chaptered-file.ts'

setDefaultTimeout(60_000)

const { signal } = new AbortController()
let home = ''
let music = ''
let stack = new AsyncDisposableStack()
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  home = await mkdtemp(join(tmpdir(), 'segue-parts-'))
  music = join(home, 'music')
  await mkdir(music)
})
afterEach(async () => {
  await stack.disposeAsync()
  await rm(home, { recursive: true })
})

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(music, path)), { recursive: true })
  await writeFile(join(music, path), content)
}

async function library() {
  const index = stack.use(await LibraryIndex.open(music, { log: silentLog, file: null }))
  await index.settled
  const files = new LocalFiles(index, stack.use(new TagReader()))
  const find = async (words: string, limit = 20) =>
    (await files.search({ words, limit }, { signal })).tracks
  return { index, files, find }
}

const shown = ({ title, artist, album, durationMs }: FoundTrack) => [
  title,
  artist,
  album,
  durationMs,
]
const queued = (track: FoundTrack) => ({ ...track, id: newTrackId(), requestedBy: userId('1') })

const sheet = (file: string) => `PERFORMER "The Band"
TITLE "One Night"
FILE "${file}" WAVE
TRACK 01 AUDIO
TITLE "First"
INDEX 01 00:00:00
TRACK 02 AUDIO
TITLE "Second"
PERFORMER "A Guest"
INDEX 01 01:00:37
TRACK 03 AUDIO
INDEX 01 02:00:00
`

test('a cue sheet’s tracks are found by name, and play from where they begin to where they end', async () => {
  await put('live/night.mp3', mp3({ TIT2: 'Night', TLEN: '180000' }))
  await put('live/night.cue', sheet('night.wav'))
  await put('live/encore.mp3', mp3({ TIT2: 'Encore' }))
  const { files, find } = await library()
  const [second] = await find('second')
  expect(second && shown(second)).toEqual(['Second', 'A Guest', 'One Night', 59_507])
  expect(second?.locator).toBe('live/night.mp3#t=60.493,120')
  if (second === undefined) throw new Error('not found')
  expect(await files.open(queued(second))).toEqual({
    ...{ kind: 'file', path: join(music, 'live/night.mp3') },
    part: { startMs: 60_493, endMs: 120_000 },
  })
  const all = ['First', 'Second', 'Night (3)']
  expect((await find('live/night.mp3')).map(({ title }) => title)).toEqual(all)
  expect((await find('live/night.cue')).map(({ title }) => title)).toEqual(all)
  expect((await find('live/')).map(({ title }) => title)).toEqual(['Encore', ...all])
  // The words beside the file are those of all its tracks.
  await put('live/night.lrc', '[00:01.00]All')
  expect(await files.lyrics(second)).toBeNull()
  const choice = files.queryFor(second)
  expect((await find(choice)).map(({ locator }) => locator)).toEqual([second.locator])
  expect(await find('night.mp3')).not.toEqual([])
})

test('a sheet that comes, changes or goes is seen, and one for other files says nothing', async () => {
  await put('live/night.mp3', mp3({ TIT2: 'Night' }))
  const { index, find } = await library()
  const titles = async () => {
    await index.refresh()
    return (await find('live/')).map(({ title }) => title)
  }
  expect(await titles()).toEqual(['Night'])
  await put('live/any name.cue', sheet('NIGHT.MP3'))
  expect(await titles()).toEqual(['First', 'Second', 'Night (3)'])
  await put('live/any name.cue', sheet('night.mp3').replace('Second', 'Zweites'))
  expect(await titles()).toEqual(['First', 'Zweites', 'Night (3)'])
  await put('live/any name.cue', sheet('other.mp3'))
  expect(await titles()).toEqual(['Night'])
  await rm(join(music, 'live/any name.cue'))
  expect(await titles()).toEqual(['Night'])
})

const CHAPTERS = [
  { startMs: 0, title: 'Opening' },
  { startMs: 61_000, title: 'The Road' },
  { startMs: 200_500, title: '' },
]

test('the chapters of an audiobook and of Matroska are tracks', async () => {
  await put(
    'book.m4b',
    Buffer.concat([box('ftyp', Buffer.from('M4B \0\0\0\0')), chapterList(CHAPTERS)]),
  )
  await put('concert.mka', matroskaChapters(CHAPTERS))
  const { find } = await library()
  for (const name of ['book.m4b', 'concert.mka']) {
    const album = name.slice(0, -4)
    expect((await find(name)).map(shown)).toEqual([
      ['Opening', null, album, 61_000],
      ['The Road', null, album, 139_500],
      [`${album} (3)`, null, album, null],
    ])
  }
  expect((await find('the road')).map(({ locator }) => locator)).toEqual([
    'book.m4b#t=61,200.5',
    'concert.mka#t=61,200.5',
  ])
})

test('a Matroska file of any bytes has no chapters, and one of the usual kind is whole', async () => {
  const good = matroskaChapters(CHAPTERS)
  for (let at = 0; at < good.length; at += 7) {
    const bad = Buffer.from(good)
    bad[at] = 0xff
    await put(`bad/${at}.mka`, bad)
    await put(`cut/${at}.mka`, good.subarray(0, at))
  }
  await put('nested.mka', ebml(0x18538067, good))
  await put('plain.mka', matroskaChapters([{ startMs: 0, title: 'Only' }]))
  const { find } = await library()
  expect((await find('plain.mka')).map(({ title }) => title)).toEqual(['plain'])
  expect((await find('cut/')).length).toBeGreaterThan(10)
})

test('a locator names a part only at its end', () => {
  expect(placeOf('a#t=1/b.mp3')).toEqual({ path: 'a#t=1/b.mp3', part: null })
  expect(placeOf('a.mp3#t=1.5')).toEqual({ path: 'a.mp3', part: { startMs: 1_500, endMs: null } })
  expect(placeOf('a.mp3#t=-1,2').part).toBeNull()
  expect(placeOf('a.mp3#t=1e9').part).toBeNull()
})
