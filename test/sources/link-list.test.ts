import { afterAll, describe, expect, test } from 'bun:test'
import type { FoundTrack } from '../../src/domain/track.ts'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { HttpFiles } from '../../src/sources/http/http.ts'
import { entriesInTurns, entriesOf } from '../../src/sources/link-list/entries.ts'
import { listKindOf } from '../../src/sources/link-list/kind.ts'
import { TagReader } from '../../src/sources/tags/tag-reader.ts'
import { textIn } from '../../src/sources/text-bytes.ts'
import { threadTime } from '../support/thread-time.ts'
import { audio, type Site, site, wav } from './site.ts'

const never = new AbortController().signal
const asking = { signal: never }
const reader = new TagReader()
afterAll(() => reader[Symbol.asyncDispose]())

function files(web: Site): HttpFiles {
  return new HttpFiles(addressPolicy({ allowed: [`127.0.0.1:${web.port}`] }), reader)
}

type Body = string | Uint8Array<ArrayBuffer>
const serve =
  (body: Body, type = 'application/octet-stream') =>
  () =>
    new Response(body, { headers: { 'content-type': type } })

/** All pages of what the link finds. */
async function all(web: Site, path: string): Promise<FoundTrack[]> {
  const { tracks, rest } = await files(web).find(web.url + path, asking)
  const pages = rest === null ? [] : await Array.fromAsync(rest(never))
  return [...tracks, ...pages.flat()]
}

/** What the link finds, each by its path and title. */
async function found(web: Site, path: string): Promise<string[]> {
  const tracks = await all(web, path)
  return tracks.map(({ locator, title }) => `${decodeURI(new URL(locator).pathname)} ${title}`)
}

const utf16 = (text: string, bigEndian = false): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(Buffer.from(text, 'utf16le'))
  return bigEndian ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes
}
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
/** "#EXTINF:9,テスト" and a link, in Shift_JIS. */
const japanese = new Uint8Array([
  ...latin1('#EXTINF:9,'),
  ...[0x83, 0x65, 0x83, 0x58, 0x83, 0x67],
  ...latin1('\n/a.wav\n'),
])

/** As Icecast lists a station's servers, and VLC a library (XSPF version 1). */
const XSPF =
  '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- by hand -->\n<playlist version="1" xmlns="http://xspf.org/ns/0/">' +
  '<title>Not of a track</title><trackList><track><location>/a.wav</location><location>/b.wav</location>' +
  '<creator>Alice</creator><title>One</title><extension><title>No</title></extension></track></trackList></playlist>'
const GERMAN = '#EXTINF:9,Größe\n/a.wav\n'
const GOOD: [what: string, path: string, type: string, body: Body, title: string][] = [
  ['an m3u with its first line', '/x', 'text/plain', '#EXTM3U\n#EXTINF:9,One\n/a.wav\n', 'One'],
  ['one without, by its type', '/x', 'audio/x-mpegurl', '#EXTINF:9,One\n/a.wav\n', 'One'],
  ['one without, by its name', '/x.m3u', 'text/plain', 'a.wav\n', 'a'],
  ['a bare link in a text', '/x', 'text/plain', '# hello\n\nURL/a.wav', 'a'],
  ['a pls with its first line', '/x', 'text/plain', '[playlist]\nFile1=/a.wav\nTitle1=One', 'One'],
  ['one without, by its type', '/x', 'audio/x-scpls', 'File1=/a.wav\nTitle1=One', 'One'],
  ['one without, by its name', '/x.pls', 'text/plain', 'title1 = One\nfile1 = /a.wav', 'One'],
  ['a pls that is called an m3u', '/x.m3u', 'text/plain', 'File1=/a.wav\nTitle1=One', 'One'],
  ['one of Windows Media', '/x.asx', 'video/x-ms-asf', '[Reference]\r\nRef1=URL/a.wav\r\n', 'a'],
  ['an xspf by its first element', '/x', 'text/plain', XSPF, 'Alice - One'],
  ['one with a prefix', '/x', 'a/b', XSPF.replace(/<(\/?)(?=[a-z])/gi, '<$1x:'), 'Alice - One'],
  ['one in Latin-1', '/x.xspf', 'text/xml', latin1(XSPF.replace('Alice', 'Bjö')), 'Bjö - One'],
  ['one that is cut off', '/x.xspf', 'a/b', XSPF.slice(0, -23), 'Alice - One'],
  ['CR LF', '/x.m3u', 'text/plain', '#EXTM3U\r\n#EXTINF:9,One\r\n/a.wav\r\n', 'One'],
  ['CR', '/x.m3u', 'text/plain', '#EXTM3U\r#EXTINF:9,One\r/a.wav\r', 'One'],
  ['UTF-8', '/x.m3u', 'text/plain', GERMAN, 'Größe'],
  ['UTF-8 with a mark', '/x.m3u', 'text/plain', `\ufeff${GERMAN}`, 'Größe'],
  ['Windows-1252', '/x.m3u', 'text/plain', latin1(GERMAN), 'Größe'],
  ['UTF-16 with a mark', '/x.m3u', 'text/plain', utf16(`\ufeff${GERMAN}`), 'Größe'],
  ['UTF-16 that is big-endian', '/x.m3u', 'text/plain', utf16(`\ufeff${GERMAN}`, true), 'Größe'],
  ['UTF-16 without a mark', '/x.m3u', 'text/plain', utf16(GERMAN), 'Größe'],
  ['Shift_JIS', '/x.m3u', 'text/plain', japanese, 'テスト'],
  [
    'a stated charset',
    '/x.m3u',
    'a/b; charset=koi8-r',
    latin1('#EXTINF:9,\xf4\xf5\xf4\n/a.wav'),
    'ТУТ',
  ],
  [
    'one that the list states',
    '/x.m3u',
    'a/b',
    latin1('#EXTENC: koi8-r\n#EXTINF:9,\xf4\xf5\xf4\n/a.wav'),
    'ТУТ',
  ],
  ['attributes', '/x.m3u', 'a/b', '#EXTINF:-1 group="a, b",One\n/a.wav', 'One'],
  ['spaces around', '/x.m3u', 'a/b', '\n\n  #EXTM3U  \n   /a.wav   \n', 'a'],
]
for (const [what, path, type, body, title] of GOOD) {
  test(`a list of links is read: ${what} (${path})`, async () => {
    const answers: Record<string, () => Response> = { '/a.wav': audio() }
    using web = site(answers)
    answers[path] = serve(typeof body === 'string' ? body.replace('URL', web.url) : body, type)
    expect(await found(web, path)).toEqual([`/a.wav ${title}`])
  })
}

describe('the links of a list', () => {
  const links = (text: string, base: string | null = 'http://host/folder/list.m3u') =>
    entriesOf(text, 'm3u', base).map(({ url }) => url)

  test('lead on from where the list is, as files on Windows are named, too', () => {
    expect(links('a b.mp3\n../c.mp3\nd\\e.mp3\n/f.mp3\n//other/g.mp3\nhttps://h/i')).toEqual([
      'http://host/folder/a%20b.mp3',
      'http://host/c.mp3',
      'http://host/folder/d/e.mp3',
      'http://host/f.mp3',
      'http://other/g.mp3',
      'https://h/i',
    ])
    expect(links('Who?.mp3\nNo #1.mp3\nstream?id=7\nBücher.mp3')).toEqual([
      'http://host/folder/Who%3F.mp3',
      'http://host/folder/No%20%231.mp3',
      'http://host/folder/stream?id=7',
      'http://host/folder/B%C3%BCcher.mp3',
    ])
  })

  test('leave out what nobody but its author can reach', () => {
    const own =
      'C:\\Music\\a.mp3\nc:/b.mp3\n\\\\nas\\c.mp3\nfile:///etc/passwd\nrtsp://h/d\njavascript:e'
    expect(links(own)).toEqual([])
    expect(links('a.mp3\n/b.mp3\nhttp://host/c.mp3', null)).toEqual(['http://host/c.mp3'])
  })

  test('come in the order of their numbers, with what is said of each', () => {
    const pls =
      '[playlist]\nNumberOfEntries=9\nTitle2=Two\nFile10=http://h/10\nFile2=http://h/2\nLength2=61\nFile1=http://h/1\nLength1=-1\nTitle9=Nothing'
    expect(entriesOf(pls, 'pls', null)).toEqual([
      { url: 'http://h/1', title: null, durationMs: null },
      { url: 'http://h/2', title: 'Two', durationMs: 61_000 },
      { url: 'http://h/10', title: null, durationMs: null },
    ])
  })

  test('of XML know no entities but its own, and read nothing elsewhere', () => {
    const xspf = (inside: string, before = '') =>
      entriesOf(
        `<?xml version="1.0"?>${before}<playlist><trackList>${inside}</trackList></playlist>`,
        'xspf',
        'http://h/',
      )
    const track = (title: string, link = 'a.mp3') =>
      `<track><location>${link}</location><title>${title}</title><duration>61000</duration></track>`
    expect(xspf(track('Bob &amp; &#x43;o', '<![CDATA[a.mp3?b=1&c=2]]>'))).toEqual([
      { url: 'http://h/a.mp3?b=1&c=2', title: 'Bob & Co', durationMs: 61_000 },
    ])
    const own =
      '<!DOCTYPE playlist [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    expect(xspf(track('&b; &c;'), own)).toMatchObject([{ title: '&b; &c;' }])
    expect(xspf(`${track('One')}<track><title>No link</title></track>`)).toHaveLength(1)
    expect(xspf(`${track('One')}</b>${track('Two')}`).map(({ title }) => title)).toEqual([
      'One',
      'Two',
    ])
  })

  test('of long XML are read in turns with everything else', async () => {
    const one = '<track><location>a.mp3</location><title>A</title></track>'
    const text = `<playlist><trackList>${one.repeat(20_000)}`
    let turns = 0
    const counting = setInterval(() => void turns++, 0)
    const entries = await entriesInTurns(text, 'xspf', 'http://h/')
    clearInterval(counting)
    expect(entries).toHaveLength(10_000)
    expect(turns).toBeGreaterThan(2)
  })

  test('are at most ten thousand, and a line without an end is none', () => {
    expect(links('a\n'.repeat(20_000))).toHaveLength(10_000)
    expect(links(`http://h/${'a'.repeat(10_000)}\nb`)).toEqual(['http://host/folder/b'])
  })

  test('are found in any bytes without taking long', () => {
    const hostile = [
      '<a>',
      '<!--',
      '<![CDATA[',
      '<?',
      '&x;',
      '<a b="1" ',
      '#EXTINF:',
      '"',
      ',',
      '\n',
      'File1=',
      '#',
      '?',
      '\\',
      ' ',
      '\0',
      'é',
    ]
    for (const piece of hostile) {
      // One line that's too long to be a link, and as many of the longest links as a list holds.
      const line = `${piece.repeat(Math.floor(7_900 / Buffer.byteLength(piece)))}\n`
      for (const written of [piece.repeat(100_000), line.repeat(130)]) {
        const text = textIn(Buffer.from(written), null)
        const workedMs = threadTime()
        for (const kind of ['m3u', 'pls', 'xspf'] as const) entriesOf(text, kind, 'http://h/')
        listKindOf(text.slice(0, 512), { hint: null, path: '/x.m3u' })
        expect(workedMs()).toBeLessThan(2_000)
      }
    }
  })
})

test('sound stays sound, and other texts stay no sound, whatever they are called', async () => {
  using web = site({
    '/a.m3u': audio('audio/x-mpegurl'),
    '/b': serve('{"url":"http://h/a.mp3"}', 'application/json'),
    '/c': serve('Hello\nhttp://h/a.mp3', 'text/plain'),
    '/d.m3u': serve('<html>http://h/a.mp3</html>', 'audio/x-mpegurl'),
    '/e.m3u8': serve('#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n', 'text/plain'),
  })
  expect(await found(web, '/a.m3u')).toHaveLength(1)
  for (const path of ['/b', '/c', '/d.m3u', '/e.m3u8']) {
    await expect(found(web, path)).rejects.toMatchObject({ code: 'not-audio' })
  }
})

test('a list without a link that can be played says so', async () => {
  using web = site({
    '/a.m3u': serve('#EXTM3U\nC:\\a.mp3\nfile:///etc/passwd\n'),
    '/b.m3u': serve('#EXTM3U\n/none.mp3\n'),
  })
  await expect(found(web, '/a.m3u')).rejects.toMatchObject({ code: 'list-without-links' })
  await expect(found(web, '/b.m3u')).rejects.toMatchObject({ code: 'http-status', detail: '404' })
})

test('only the first link is looked at, and what is dead or a page stays in its place', async () => {
  using web = site({
    '/list.m3u': serve('page\npage?v=2\n#EXTINF:61,Two\nb.wav\nc.wav'),
    '/page': serve('<!doctype html><title>x</title>', 'text/html'),
    '/dead.m3u': serve('gone.wav\na.wav'),
  })
  const tracks = await all(web, '/list.m3u')
  expect(tracks).toMatchObject([
    { source: 'yt-dlp', locator: `${web.url}/page` },
    { source: 'yt-dlp', locator: `${web.url}/page?v=2` },
    { source: 'http', locator: `${web.url}/b.wav`, title: 'Two', durationMs: 61_000 },
    { source: 'http', locator: `${web.url}/c.wav`, title: 'c', durationMs: null },
  ])
  expect(await found(web, '/dead.m3u')).toEqual(['/gone.wav gone', '/a.wav a'])
  expect(web.requests).toEqual(['GET /list.m3u', 'GET /page', 'GET /dead.m3u', 'GET /gone.wav'])
})

test('a list reaches no address that a link doesn’t', async () => {
  using inside = site({ '/secret': audio() })
  using web = site({
    '/one.m3u': serve(`${inside.url}/secret`),
    '/two.m3u': serve(`${inside.url}/secret\n/a.wav`),
    '/nested.m3u': serve(`/a.wav\n${inside.url}/secret.m3u`),
    '/a.wav': audio(),
  })
  await expect(found(web, '/one.m3u')).rejects.toMatchObject({ code: 'address-refused' })
  // Refused again when it's opened, as any link is.
  expect(await found(web, '/two.m3u')).toEqual(['/secret secret', '/a.wav a'])
  await found(web, '/nested.m3u')
  expect(inside.requests).toEqual([])
})

test('lists in a list are followed, but not for ever', async () => {
  using web = site({
    '/outer.pls': serve('File1=inner.m3u\nFile2=b.wav\nFile3=other.m3u'),
    '/inner.m3u': serve('a.wav\nouter.pls'),
    '/other.m3u': serve('c.wav'),
    '/many.m3u': serve(Array.from({ length: 50 }, (_, n) => `other.m3u?${n}`).join('\n')),
    '/a.wav': audio(),
    '/c.wav': audio(),
  })
  expect(await found(web, '/outer.pls')).toEqual(['/a.wav a', '/b.wav b', '/c.wav c'])
  const before = web.requests.length
  expect((await found(web, '/many.m3u')).length).toBeLessThan(10)
  expect(web.requests.length - before).toBeLessThan(25)
})

test('a list behind the first page is looked at for whoever asks for that page', async () => {
  const first = Array.from({ length: 50 }, (_, n) => `${n}.wav`)
  using web = site({
    '/outer.m3u': serve([...first, 'inner.m3u', 'last.wav'].join('\n')),
    '/inner.m3u': serve('a.wav\nb.wav'),
    '/0.wav': audio(),
    '/a.wav': audio(),
  })
  const asked = new AbortController()
  const { tracks, rest } = await files(web).find(`${web.url}/outer.m3u`, asked)
  expect(tracks).toHaveLength(50)
  asked.abort(new Error('was answered'))
  const titles = (await Array.fromAsync(rest?.(never) ?? [])).flat().map(({ title }) => title)
  expect(titles).toEqual(['a', 'b', 'last'])

  const again = await files(web).find(`${web.url}/outer.m3u`, asking)
  const before = web.requests.length
  const over = AbortSignal.abort(new Error('nobody waits'))
  await expect(Array.fromAsync(again.rest?.(over) ?? [])).rejects.toThrow('nobody waits')
  expect(web.requests).toHaveLength(before)
})

test('a list without an end is read as far as anybody needs it', async () => {
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) =>
      controller.enqueue(Buffer.from('#EXTINF:9,Again and again\n/a.wav\n'.repeat(500))),
  })
  using web = site({
    '/list.m3u': () => new Response(endless, { headers: { 'content-type': 'audio/x-mpegurl' } }),
    '/a.wav': serve(wav(), 'audio/wav'),
  })
  const tracks = await all(web, '/list.m3u')
  expect(tracks).toHaveLength(10_000)
  expect(new Set(tracks.map(({ title }) => title))).toEqual(new Set(['Again and again']))
})

test('a type that every object has a field of is no list’s', () => {
  expect(listKindOf('a\nb', { hint: 'constructor', path: '/a' })).toBeNull()
})
