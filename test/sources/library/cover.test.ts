import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COVER_BYTES, coverOf } from '../../../src/domain/cover.ts'
import { coverOfFile } from '../../../src/sources/library/cover.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { jpeg, png } from '../../support/pictures.ts'
import { frame, mp3 } from '../tags/tagged-file.ts'

setDefaultTimeout(60_000)

const never = new AbortController().signal
let reader: TagReader
let home = ''
let music = ''
beforeAll(() => {
  reader = new TagReader()
})
afterAll(() => reader[Symbol.asyncDispose]())
beforeEach(async () => {
  if (home !== '') await rm(home, { recursive: true })
  home = await mkdtemp(join(tmpdir(), 'segue-covers-'))
  music = join(home, 'music')
  await mkdir(join(music, 'album'), { recursive: true })
})
afterAll(() => rm(home, { recursive: true }))

const put = (path: string, bytes: Uint8Array) => writeFile(join(music, path), bytes)
const cover = (path = 'album/a.mp3') => coverOfFile(music, path, reader, never)

/** An ID3v2 picture (id3.org, "ID3 tag version 2.4.0 - Native Frames", section 4.14); 3 is the front. */
function withPicture(picture: Uint8Array, kind = 3): Uint8Array {
  const head = Buffer.from(`\0image/png\0${String.fromCharCode(kind)}\0`, 'latin1')
  return frame('APIC', Buffer.concat([head, picture]))
}

test('a file’s own picture comes before the folder’s, and the front before the others', async () => {
  await put('album/cover.jpg', jpeg('folder'))
  const pictures = [withPicture(png('back'), 4), withPicture(png('front'))]
  await put('album/a.mp3', mp3({ TIT2: 'A' }, Buffer.concat(pictures)))
  expect(await cover()).toEqual({ type: 'image/png', bytes: png('front') })
  await put('album/a.mp3', mp3({ TIT2: 'A' }))
  expect(await cover()).toEqual({ type: 'image/jpeg', bytes: jpeg('folder') })
})

test.each(['cover.png', 'Folder.jpg', 'front.jpeg'])(
  '%s beside a file is its picture',
  async (name) => {
    await put('album/a.mp3', mp3({}))
    await put(`album/${name}`, jpeg('it'))
    expect((await cover())?.bytes).toEqual(jpeg('it'))
  },
)

test('what begins like no picture, is too big or lies elsewhere isn’t one', async () => {
  await put('album/a.mp3', mp3({}, withPicture(Buffer.from('<svg onload="alert(1)"/>'))))
  expect(await cover()).toBeNull()
  await put('album/cover.png', png('big'))
  await truncate(join(music, 'album/cover.png'), COVER_BYTES + 1)
  await writeFile(join(home, 'secret.jpg'), jpeg('secret'))
  await symlink(join(home, 'secret.jpg'), join(music, 'album/folder.jpg'))
  expect(await cover()).toBeNull()
  await put('album/front.png', png('small'))
  expect((await cover())?.bytes).toEqual(png('small'))
  await put('album/a.mp3', mp3({}, withPicture(png('huge', COVER_BYTES + 1))))
  expect((await cover())?.bytes).toEqual(png('small'))
})

test('a file that’s gone, broken or outside has none', async () => {
  await writeFile(join(home, 'other.mp3'), mp3({}, withPicture(png('other'))))
  await put('album/broken.mp3', Buffer.from('no sound'))
  for (const path of ['album/none.mp3', 'album/broken.mp3', '../other.mp3'])
    expect(await cover(path)).toBeNull()
})

test('a picture’s type is what its bytes say', () => {
  expect(coverOf(Buffer.from('RIFF\x01\x02\x03\x04WEBPVP8 '))?.type).toBe('image/webp')
  expect(coverOf(Buffer.from('GIF89a'))?.type).toBe('image/gif')
  expect(coverOf(Buffer.from('RIFF\x01\x02\x03\x04WAVE'))).toBeNull()
  expect(coverOf(new Uint8Array())).toBeNull()
})
