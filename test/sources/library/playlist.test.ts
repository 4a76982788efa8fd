import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { silentLog } from '../../../src/observability/log.ts'
import { LibraryIndex } from '../../../src/sources/library/library-index.ts'
import { LocalFiles } from '../../../src/sources/library/local-files.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { mp3 } from '../tags/tagged-file.ts'

setDefaultTimeout(60_000)

const { signal } = new AbortController()
let home = ''
let music = ''
let stack = new AsyncDisposableStack()
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  home = await mkdtemp(join(tmpdir(), 'segue-lists-'))
  music = join(home, 'music')
  await mkdir(music)
  for (const name of ['One', 'Two', 'Three', 'Ünï 100%'])
    await put(`songs/${name}.mp3`, mp3({ TIT2: name, TPE1: 'Anna' }))
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
  const find = async (words: string, limit = 1) => {
    const { tracks, rest } = await files.search({ words, limit }, { signal })
    const pages = rest === null ? [] : await Array.fromAsync(rest(signal))
    return [tracks, ...pages].flat().map(({ title }) => title)
  }
  return { files, find }
}

test('a playlist plays by its name, in its order, and is suggested', async () => {
  const lines = ['#EXTM3U', '#EXTINF:1,Somebody - Two', '../songs/Two.mp3', '', '../songs/One.mp3']
  await put('lists/Road Trip.m3u8', lines.join('\n'))
  const { files, find } = await library()
  expect(await find('road trip')).toEqual(['Two', 'One'])
  expect(await find('lists/Road Trip.m3u8')).toEqual(['Two', 'One'])
  expect(await files.suggest('road', 5, signal)).toEqual([
    { name: '📃 Road Trip', value: 'lists/Road Trip.m3u8' },
  ])
  // It's no track: not in the folder, and not among those that one chooses from.
  await expect(find('lists/')).rejects.toMatchObject({ code: 'nothing-found' })
  await expect(find('road trip', 10)).rejects.toMatchObject({ code: 'nothing-found' })
  await put('songs/Road Trip.mp3', mp3({ TIT2: 'Road Trip' }))
  expect(await (await library()).find('road trip')).toEqual(['Road Trip'])
})

test('each way to write a path is understood', async () => {
  const url = pathToFileURL(join(music, 'songs/Ünï 100%.mp3')).href
  await put('a.pls', `[playlist]\nFile2=${url}\nFile1=songs\\One.mp3\nNumberOfEntries=2`)
  await put(
    'b.m3u',
    ['songs/%C3%9Cn%C3%AF%20100%25.mp3', join(music, 'songs/Two.mp3')].join('\r\n'),
  )
  await put('c.m3u', Buffer.from('songs/\xdcn\xef 100%.mp3\n', 'latin1'))
  const { find } = await library()
  expect(await find('a.pls')).toEqual(['One', 'Ünï 100%'])
  expect(await find('b.m3u')).toEqual(['Ünï 100%', 'Two'])
  expect(await find('c.m3u')).toEqual(['Ünï 100%'])
})

test('a playlist leads nowhere else, and not round in a circle', async () => {
  await writeFile(join(home, 'secret.mp3'), mp3({ TIT2: 'Secret' }))
  await symlink(join(home, 'secret.mp3'), join(music, 'songs/link.mp3'))
  const lines = [
    ...['../secret.mp3', 'songs/../../secret.mp3', join(home, 'secret.mp3'), '/etc/passwd'],
    ...['songs/link.mp3', 'https://example.com/a.mp3', 'file://elsewhere/songs/One.mp3'],
    ...['bad.m3u', 'songs/gone.mp3', 'songs/', '.', 'songs/Three.mp3'],
  ]
  await put('bad.m3u', lines.join('\n'))
  await put('none.m3u', lines.slice(0, -1).join('\n'))
  await writeFile(join(home, 'outside.m3u'), 'songs/One.mp3')
  await symlink(join(home, 'outside.m3u'), join(music, 'linked.m3u'))
  const { find } = await library()
  expect(await find('bad.m3u')).toEqual(['Three'])
  await expect(find('none.m3u')).rejects.toMatchObject({ code: 'nothing-found' })
  await expect(find('linked.m3u')).rejects.toMatchObject({ code: 'nothing-found' })
})

test('a long playlist comes in pages, while the event loop turns, and ends', async () => {
  await put('long.m3u', `${'songs/One.mp3\n'.repeat(12_000)}`)
  const { find } = await library()
  let [turns, finding] = [0, true]
  const turn = () => {
    turns += 1
    if (finding) setImmediate(turn)
  }
  setImmediate(turn)
  expect(await find('long.m3u')).toHaveLength(10_000)
  finding = false
  expect(turns).toBeGreaterThanOrEqual(49)
})
