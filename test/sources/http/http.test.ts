import { afterAll, expect, test } from 'bun:test'
import { newTrackId, userId } from '../../../src/base/ids.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { HttpFiles } from '../../../src/sources/http/http.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { foundTrack } from '../../domain/player/sample.ts'
import { png } from '../../support/pictures.ts'
import { audio, type Site, site, wav } from '../site.ts'
import { frame, mp3 } from '../tags/tagged-file.ts'

const never = new AbortController().signal
const asking = { signal: never }
const reader = new TagReader()
afterAll(() => reader[Symbol.asyncDispose]())

function files(web: Site): HttpFiles {
  return new HttpFiles(addressPolicy({ allowed: [`127.0.0.1:${web.port}`] }), reader)
}

function serve(
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer> = wav(),
): () => Response {
  return () => new Response(body, { headers })
}

test.each([
  ['/My%20Song_one.wav', {}, 'My Song one'],
  ['/x', { 'content-disposition': 'attachment; filename="a\\"b.mp3"' }, 'a"b'],
  [
    '/x',
    { 'content-disposition': "inline; filename=x.mp3; filename*=UTF-8''F%C3%BCr.flac" },
    'Für',
  ],
  ['/x', { 'content-disposition': 'attachment; filename="../../etc/passwd.mp3"' }, 'passwd'],
  ['/%E0%A4%A', {}, '%E0%A4%A'],
  ['/', {}, '127.0.0.1'],
])('a sound at %s with %j is called %j', async (path, headers, title) => {
  using web = site({ [path]: serve({ 'content-type': 'audio/wav', ...headers }) })
  const {
    tracks: [track],
  } = await files(web).find(web.url + path, asking)
  expect(track?.title.split(':')[0]).toBe(title)
  expect(track).toMatchObject({ source: 'http', locator: web.url + path, live: false })
})

test('a station names itself and is live', async () => {
  using web = site({
    '/radio': serve({ 'content-type': 'audio/mpeg', 'icy-name': 'Radio\tOne', 'icy-br': '128' }),
  })
  const {
    tracks: [track],
  } = await files(web).find(`${web.url}/radio`, asking)
  expect(track).toMatchObject({ title: 'Radio One', live: true, durationMs: null })
})

test('a server of stations sends such, also where it names none; a file on it is a file', async () => {
  const stream = () =>
    new Response(new ReadableStream({ start: (sound) => sound.enqueue(wav()) }), {
      headers: { 'content-type': 'audio/ogg', server: 'Icecast 2.4.4' },
    })
  using web = site({ '/live': stream, '/file': serve({ server: 'Icecast 2.4.4' }) })
  const isLive = async (path: string) =>
    (await files(web).find(web.url + path, asking)).tracks[0]?.live
  expect(await isLive('/live')).toBe(true)
  expect(await isLive('/file')).toBe(false)
})

test('sound is recognised by its bytes although its type is wrong, and a page isn’t sound although its type says so', async () => {
  using web = site({
    '/sound': audio('text/plain'),
    '/page': serve({ 'content-type': 'audio/mpeg' }, '<!doctype html><title>x</title>'),
    '/data': serve({ 'content-type': 'application/json' }, '{"a":1}'),
    '/picture': serve({ 'content-type': 'image/png' }, '\x89PNG\r\n\x1a\n'),
    '/empty': serve({ 'content-type': 'audio/mpeg' }, ''),
  })
  const http = files(web)
  expect((await http.find(`${web.url}/sound`, asking)).tracks).toHaveLength(1)
  for (const path of ['/page', '/data', '/picture']) {
    await expect(http.find(web.url + path, asking)).rejects.toMatchObject({ code: 'not-audio' })
  }
  await expect(http.find(`${web.url}/empty`, asking)).rejects.toMatchObject({ code: 'empty-file' })
  await expect(http.find(`${web.url}/none`, asking)).rejects.toMatchObject({
    code: 'http-status',
    detail: '404',
  })
})

test('an attachment keeps its own name and opens at its own URL', async () => {
  using web = site({ '/123/upload': audio() })
  const http = files(web)
  const attachment = { name: 'take_2.wav', url: `${web.url}/123/upload`, sizeBytes: 8044 }
  const {
    tracks: [track],
  } = await http.findAttachment(attachment, never)
  expect(track).toMatchObject({ title: 'take 2', locator: attachment.url })
  if (track === undefined) return
  const queued = { ...track, id: newTrackId(), requestedBy: userId('1') }
  expect(await http.open(queued, asking)).toMatchObject({
    kind: 'http',
    url: attachment.url,
    live: false,
  })
  await expect(http.findAttachment({ ...attachment, sizeBytes: 0 }, never)).rejects.toMatchObject({
    code: 'empty-file',
  })
})

test('an address inside is refused, a URL with credentials is a bad query', async () => {
  using web = site({ '/a.wav': audio() })
  const http = new HttpFiles(addressPolicy({}), reader)
  await expect(http.find(`${web.url}/a.wav`, asking)).rejects.toMatchObject({
    code: 'address-refused',
  })
  await expect(http.find('http://user:secret@example.com/', asking)).rejects.toMatchObject({
    code: 'bad-query',
  })
  expect(web.requests).toHaveLength(0)
})

test('the picture in a file’s tags is its cover; what’s too big, live, gone or no picture isn’t', async () => {
  const picture = (bytes: Uint8Array) =>
    frame('APIC', Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), bytes]))
  const file = (bytes: Uint8Array) =>
    serve({ 'content-type': 'audio/mpeg' }, new Uint8Array(mp3({ TIT2: 'A' }, picture(bytes))))
  using web = site({
    '/small.mp3': file(png('small')),
    '/large.mp3': file(png('large', 3 * 1024 * 1024)),
    '/huge.mp3': file(png('huge', 5 * 1024 * 1024)),
    '/page.mp3': file(Buffer.from('<html>')),
    '/plain.wav': audio('audio/wav'),
  })
  const http = files(web)
  const cover = async (path: string, fields: Partial<FoundTrack> = {}) =>
    (
      await http.cover(
        foundTrack('a', { source: 'http', locator: web.url + path, ...fields }),
        asking,
      )
    )?.bytes.length ?? null
  expect(await cover('/small.mp3')).toBe(png('small').length)
  expect(await cover('/large.mp3')).toBe(3 * 1024 * 1024)
  for (const path of ['/huge.mp3', '/page.mp3', '/plain.wav', '/none.mp3'])
    expect(await cover(path)).toBeNull()
  expect(await cover('/small.mp3', { live: true })).toBeNull()
})
