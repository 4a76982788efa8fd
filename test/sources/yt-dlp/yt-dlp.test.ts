import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guildId } from '../../../src/base/ids.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { request } from '../../../src/net/http.ts'
import { audio, site, wav } from '../site.ts'
import { queued, startYtdlp } from './program.ts'

// Each run starts a Python interpreter: a second or two, and the machine may be busy.
setDefaultTimeout(120_000)

const never = new AbortController().signal
const asking = { server: guildId('1'), signal: never }
let dataDir = ''
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'segue-ytdlp-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

const ytdlp = (allowed: readonly string[]) => startYtdlp(allowed, { dataDir })

test('a page with one sound becomes a track, with the address of its bytes and the headers to request them', async () => {
  using web = site({
    '/page': '<title>A &amp; B</title><audio src="/a.wav"></audio>',
    '/a.wav': audio(),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const {
    tracks: [track, ...more],
  } = await tool.source.find(`${web.url}/page`, asking)
  expect(more).toHaveLength(0)
  expect(track).toMatchObject({ source: 'yt-dlp', locator: `${web.url}/page`, title: 'A & B (1)' })
  if (track === undefined) return
  const asked = web.requests.length
  const fresh = await tool.source.open(queued(track), asking)
  expect(web.requests).toHaveLength(asked)
  const anew = await tool.source.open(queued(track), asking)
  expect(web.requests.length).toBeGreaterThan(asked)
  for (const media of [fresh, anew]) {
    expect(media).toMatchObject({ kind: 'http', url: `${web.url}/a.wav`, live: false })
    if (media.kind === 'http') expect(media.headers.Referer).toBe(`${web.url}/page`)
  }
})

test('a stream that is handed out only to who brings the cookies of its page is heard', async () => {
  const cookies = ['ticket=a b, c', 'secret=1; Secure', 'elsewhere=1; Path=/other']
  const headers = cookies.map((cookie): [string, string] => ['set-cookie', cookie])
  using web = site({
    '/page': () =>
      new Response('<title>x</title><audio src="/a.wav"></audio>', {
        headers: [...headers, ['content-type', 'text/html']],
      }),
    '/a.wav': ({ headers }) =>
      headers.get('cookie') === 'ticket=a b, c' ? audio()() : new Response('', { status: 403 }),
  })
  const allowed = [`127.0.0.1:${web.port}`]
  await using tool = await ytdlp(allowed)
  const {
    tracks: [track],
  } = await tool.source.find(`${web.url}/page`, asking)
  if (track === undefined) throw new Error('nothing found')
  const media = await tool.source.open(queued(track), asking)
  if (media.kind !== 'http') throw new Error(`not over http: ${media.kind}`)
  const answer = await request(media.url, {
    policy: addressPolicy({ allowed }),
    headers: media.headers,
  })
  answer.cancel()
  expect(answer.status).toBe(200)
})

test('of a page with several sounds those that can be played become tracks, and each is opened as itself', async () => {
  using web = site({
    '/page':
      '<title>Two</title><audio src="/a.wav"></audio><audio src="ftp://127.0.0.1/x.wav"></audio><audio src="/b.wav"></audio>',
    '/a.wav': audio(),
    '/b.wav': audio(),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const { tracks } = await tool.source.find(`${web.url}/page`, asking)
  expect(tracks.map((track) => track.title)).toEqual(['Two (1)', 'Two (3)'])
  const second = tracks[1]
  if (second === undefined) return
  await tool.source.open(queued(second), asking)
  const media = await tool.source.open(queued(second), asking)
  expect(media).toMatchObject({ kind: 'http', url: `${web.url}/b.wav` })
})

test('of a sound in several formats Opus in WebM is taken, whatever their order', async () => {
  using web = site({
    '/page': `<title>x</title><audio><source src="/a.mp3" type="audio/mpeg"><source src="/a.webm" type="audio/webm"><source src="/a.m4a" type="audio/mp4"></audio>`,
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const {
    tracks: [track],
  } = await tool.source.find(`${web.url}/page`, asking)
  if (track === undefined) throw new Error('nothing found')
  expect(await tool.source.open(queued(track), asking)).toMatchObject({
    url: `${web.url}/a.webm`,
  })
})

test('Opus is taken from another container before AAC', async () => {
  const opus = `<source src="/a.ogg" type='audio/ogg; codecs="opus"'>`
  using web = site({
    '/page': `<title>x</title><audio><source src="/a.m4a" type="audio/mp4">${opus}</audio>`,
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const { tracks } = await tool.source.find(`${web.url}/page`, asking)
  const [track] = tracks
  if (track === undefined) throw new Error('nothing found')
  expect(await tool.source.open(queued(track), asking)).toMatchObject({ url: `${web.url}/a.ogg` })
})

test('a long feed comes in pages, of which each is asked for when it is wanted', async () => {
  const items = Array.from(
    { length: 550 },
    (_, n) => `<item><title>Part ${n + 1}</title><link>http://x.test/${n + 1}.wav</link></item>`,
  )
  using web = site({
    '/feed': () =>
      new Response(
        `<?xml version="1.0"?><rss version="2.0"><channel><title>Cast</title>${items.join('')}</channel></rss>`,
        { headers: { 'content-type': 'application/rss+xml' } },
      ),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const { tracks, rest } = await tool.source.find(`${web.url}/feed`, asking)
  expect(tracks).toHaveLength(100)
  const asked = web.requests.length
  const pages = await Array.fromAsync(rest?.(never) ?? [])
  expect(pages.map(({ length }) => length)).toEqual([400, 50])
  expect(web.requests.length).toBeGreaterThan(asked)
  const parts = [tracks, ...pages].flat().map(({ title }) => title)
  expect(parts).toEqual(items.map((_, n) => `Part ${n + 1}`))
})

test('a feed becomes a list of tracks without fetching each', async () => {
  using web = site({
    '/feed': () =>
      new Response(
        `<?xml version="1.0"?><rss version="2.0"><channel><title>Cast</title>
        <item><title>One</title><link>${web.url}/1.wav</link></item>
        <item><title>Two</title><link>${web.url}/2.wav</link></item></channel></rss>`,
        { headers: { 'content-type': 'application/rss+xml' } },
      ),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const { tracks } = await tool.source.find(`${web.url}/feed`, asking)
  expect(tracks.map((track) => [track.title, track.locator])).toEqual([
    ['One', `${web.url}/1.wav`],
    ['Two', `${web.url}/2.wav`],
  ])
  expect(new Set(web.requests.map((line) => line.split(' ')[1]))).toEqual(new Set(['/feed']))
})

test('HLS becomes a process that writes its segments through the proxy, and dies with the lease', async () => {
  const list =
    '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/s0.ts\n#EXTINF:1,\n/s1.ts\n#EXT-X-ENDLIST\n'
  const bytes = wav()
  using web = site({
    '/live.m3u8': () =>
      new Response(list, { headers: { 'content-type': 'application/vnd.apple.mpegurl' } }),
    '/s0.ts': audio('video/mp2t', bytes),
    '/s1.ts': audio('video/mp2t', bytes),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const {
    tracks: [track],
  } = await tool.source.find(`${web.url}/live.m3u8`, asking)
  if (track === undefined) throw new Error('nothing found')
  expect(track.durationMs).toBe(2000)
  const media = await tool.source.open(queued(track), asking)
  if (media.kind !== 'process') throw new Error(`not a process: ${media.kind}`)
  expect(media.argv.join(' ')).not.toContain(media.env.http_proxy ?? '-')
  const play = async () => {
    const child = Bun.spawn([...media.argv], { env: media.env, stdout: 'pipe', stderr: 'ignore' })
    return [new Uint8Array(await new Response(child.stdout).arrayBuffer()), await child.exited]
  }
  expect(await play()).toEqual([new Uint8Array([...bytes, ...bytes]), 0])
  await tool.source[Symbol.asyncDispose]()
  const asked = web.requests.length
  expect(await play()).toEqual([new Uint8Array(), 1])
  expect(web.requests).toHaveLength(asked)
})

test('HLS that is still going on is played from its list, not by a process', async () => {
  const list =
    '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:1,\n/s7.ts\n#EXTINF:1,\n/s8.ts\n'
  using web = site({
    '/live.m3u8': () =>
      new Response(list, { headers: { 'content-type': 'application/vnd.apple.mpegurl' } }),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  const {
    tracks: [track],
  } = await tool.source.find(`${web.url}/live.m3u8`, asking)
  if (track === undefined) throw new Error('nothing found')
  expect(track).toMatchObject({ live: true, durationMs: null })
  const wanted = queued(track)
  expect(await tool.source.open(wanted, asking)).toMatchObject({
    ...{ kind: 'hls', url: `${web.url}/live.m3u8`, track: wanted },
  })
})

test.each([
  ['an address inside', '127.0.0.1'],
  ['a name that resolves to one', 'localhost'],
])('%s is refused before a byte is asked', async (_what, host) => {
  using web = site({ '/page': '<audio src="/a.wav"></audio>' })
  await using tool = await ytdlp([])
  await expect(tool.source.find(`http://${host}:${web.port}/page`, asking)).rejects.toMatchObject({
    code: 'address-refused',
  })
  expect(web.requests).toHaveLength(0)
})

test('a redirect to an address inside is refused, and so is a playlist that names one', async () => {
  using inside = site({ '/secret': '<audio src="/a.wav"></audio>' })
  using web = site({
    '/away': () => Response.redirect(`${inside.url}/secret`),
    '/list.m3u8': () =>
      new Response(`#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${inside.url}/secret\n`, {
        headers: { 'content-type': 'application/vnd.apple.mpegurl' },
      }),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  await expect(tool.source.find(`${web.url}/away`, asking)).rejects.toMatchObject({
    code: 'address-refused',
  })
  const { tracks: found } = await tool.source.find(`${web.url}/list.m3u8`, asking)
  expect(found).toHaveLength(1)
  const media = await tool.source.open(queued(found[0] as FoundTrack), asking)
  if (media.kind !== 'process') throw new Error(`not a process: ${media.kind}`)
  const child = Bun.spawn([...media.argv], { env: media.env, stdout: 'pipe', stderr: 'ignore' })
  expect(await new Response(child.stdout).text()).toBe('')
  expect(await child.exited).not.toBe(0)
  expect(inside.requests).toHaveLength(0)
})

test('a page that points to a file of this machine has nothing to play', async () => {
  using web = site({ '/page': '<title>x</title><audio src="file:///etc/passwd"></audio>' })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  await expect(tool.source.find(`${web.url}/page`, asking)).rejects.toMatchObject({
    code: 'unsupported',
  })
})
