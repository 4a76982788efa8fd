import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { guildId, newTrackId, userId } from '../../src/base/ids.ts'
import type { FoundTrack, Track } from '../../src/domain/track.ts'
import { addressPolicy, type Resolve } from '../../src/net/address-policy.ts'
import { request } from '../../src/net/http.ts'
import { GuardedProxy } from '../../src/net/proxy.ts'
import { silentLog } from '../../src/observability/log.ts'
import { YtDlp, type YtdlpOptions } from '../../src/sources/yt-dlp.ts'
import { until } from '../discord/until.ts'
import { audio, site, wav } from './site.ts'
import { noAccess, ytdlpProgram } from './yt-dlp-program.ts'

/** The server that asks. */
const HERE = guildId('1')

// Each run starts a Python interpreter: a second or two, and the machine may be busy.
setDefaultTimeout(120_000)

const never = new AbortController().signal
const asking = { server: HERE, signal: never }
let dataDir = ''
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'segue-ytdlp-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

/** yt-dlp behind a proxy that admits only `allowed` besides the internet. */
async function ytdlp(
  allowed: readonly string[],
  options: Partial<YtdlpOptions> & { resolve?: Resolve } = {},
) {
  const { resolve, ...rest } = options
  const access = { ...noAccess, ...rest.access }
  const proxy = await GuardedProxy.start({
    policy: addressPolicy({ allowed }, resolve === undefined ? {} : { resolve }),
    egress: access,
  })
  const source = new YtDlp({
    program: ytdlpProgram(),
    bunPath: process.execPath,
    dataDir,
    proxy,
    log: silentLog,
    ...rest,
    access,
  })
  return {
    source,
    async [Symbol.asyncDispose]() {
      await source[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

function queued(found: FoundTrack): Track {
  return { ...found, id: newTrackId(), requestedBy: userId('1') }
}

/** A program in place of yt-dlp that writes down its arguments and then does `body` (POSIX shell). */
async function stand(body: string): Promise<string> {
  const path = join(dataDir, `stand-${crypto.randomUUID()}`)
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" > "$0.args"\n${body}\n`)
  await chmod(path, 0o755)
  return path
}

const FIRST_MATCH = { limit: 1, place: 'youtube' } as const

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

test.each([
  ['/none', 'unsupported'],
  ['/busy', 'rate-limited'],
])('a site that answers %s is a failure called %s', async (path, code) => {
  using web = site({
    '/none': '<title>Nothing to hear</title>',
    '/busy': () => new Response('', { status: 429 }),
  })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`])
  await expect(tool.source.find(web.url + path, asking)).rejects.toMatchObject({ code })
})

test('words that look like an option are searched for as words', async () => {
  const names: string[] = []
  const program = await stand('echo null')
  await using tool = await ytdlp([], { program })
  await expect(
    tool.source.search({ words: '--exec touch /tmp/x', ...FIRST_MATCH }, asking),
  ).rejects.toMatchObject({
    code: 'nothing-found',
  })
  const args = (await readFile(`${program}.args`, 'utf8')).trimEnd().split('\n')
  expect(args.slice(-2)).toEqual(['--', 'ytsearch1:--exec touch /tmp/x'])

  await using real = await ytdlp([], {
    resolve: (name) => {
      names.push(name)
      return Promise.reject(new Error('no such name'))
    },
  })
  await expect(
    real.source.search({ words: '--version', ...FIRST_MATCH }, asking),
  ).rejects.toMatchObject({
    code: 'source-lost',
  })
  expect(names).toContain('www.youtube.com')
})

test('a process that writes without end is ended at the limit', async () => {
  const program = await stand('echo $$ > "$0.pid"; yes')
  await using tool = await ytdlp([], {
    program,
    limits: { timeMs: 60_000, outputBytes: 1_000_000 },
  })
  await expect(tool.source.find('https://example.com/', asking)).rejects.toMatchObject({
    code: 'ytdlp-failed',
    detail: 'limit: output',
  })
  await gone(Number(await readFile(`${program}.pid`, 'utf8')))
})

test('a process that takes too long is ended with its children', async () => {
  const program = await stand('sleep 600 & echo $! > "$0.pid"; wait')
  // On a busy machine it may not have come so far as to start its child.
  for (let timeMs = 1000; !(await Bun.file(`${program}.pid`).exists()); timeMs *= 2) {
    await using tool = await ytdlp([], { program, limits: { timeMs, outputBytes: 1000 } })
    await expect(tool.source.find('https://example.com/', asking)).rejects.toMatchObject({
      code: 'source-timeout',
    })
  }
  await gone(Number(await readFile(`${program}.pid`, 'utf8')))
})

test('aborting ends the process and rejects with the reason', async () => {
  const program = await stand('echo $$ > "$0.pid"; sleep 600')
  await using tool = await ytdlp([], { program })
  const abort = new AbortController()
  const finding = tool.source.find('https://example.com/', { server: HERE, signal: abort.signal })
  await until(() => Bun.file(`${program}.pid`).exists(), 'the program')
  abort.abort(new Error('enough'))
  await expect(finding).rejects.toThrow('enough')
  await gone(Number(await readFile(`${program}.pid`, 'utf8')))
})

test('output that is not JSON is a failure, not a crash', async () => {
  await using tool = await ytdlp([], { program: await stand('echo "<html>"') })
  await expect(tool.source.find('https://example.com/', asking)).rejects.toMatchObject({
    code: 'ytdlp-failed',
  })
})

// Where there is no prlimit (macOS), nothing limits it, as `limitedBy` says.
test.skipIf(Bun.which('prlimit') === null)(
  'a program that wants all memory, or to fill the disk, does not get it',
  async () => {
    const hungry = await stand(`python3 -c 'bytearray(2 << 30)' && touch "$0.memory"
    head -c 300000000 /dev/zero > "$0.file"
    wc -c < "$0.file" > "$0.bytes"`)
    await using tool = await ytdlp([], { program: hungry })
    await tool.source.find('https://example.com/', asking).catch(() => null)
    expect(await Bun.file(`${hungry}.memory`).exists()).toBe(false)
    expect(Number(await readFile(`${hungry}.bytes`, 'utf8'))).toBe(256 * 1024 ** 2)
  },
)

test('without the program, or with one that cannot be run, the reason says so', async () => {
  const notToBeRun = await stand('')
  await chmod(notToBeRun, 0o644)
  const ofLostPython = join(dataDir, 'of-lost-python')
  await writeFile(ofLostPython, '#!/no/such/python\n', { mode: 0o755 })
  for (const program of [join(dataDir, 'no-such-program'), dataDir, notToBeRun, ofLostPython]) {
    await using tool = await ytdlp([], { program })
    await expect(tool.source.find('https://example.com/', asking)).rejects.toMatchObject({
      code: 'ytdlp-missing',
    })
  }
})

test('paths may be relative to where the bot was started', async () => {
  const program = relative(process.cwd(), await stand('pwd > "$0.cwd"; echo \'{}\''))
  await using tool = await ytdlp([], { program, dataDir: relative(process.cwd(), dataDir) })
  await expect(tool.source.find('https://example.com/', asking)).rejects.toMatchObject({
    code: 'nothing-found',
  })
  const args = (await readFile(`${program}.args`, 'utf8')).split('\n')
  const folder = join(dataDir, 'yt-dlp')
  expect(await readFile(`${program}.cwd`, 'utf8')).toBe(`${folder}\n`)
  expect(args).toContain(`--cache-dir=${join(folder, 'cache')}`)
})

/** Waits until the kernel has taken a killed process away, or it is a zombie that init reaps. */
async function gone(pid: number): Promise<void> {
  await until(async () => {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
    return state === null || state.includes(') Z ')
  }, `the end of process ${pid}`)
}

test('each look is counted by its site and how it ended', async () => {
  using web = site({
    '/page': '<audio src="/a.wav"></audio>',
    '/busy': () => new Response('', { status: 429 }),
  })
  const ended: (string | null)[][] = []
  await using tool = await ytdlp([`127.0.0.1:${web.port}`], {
    ended: (name, code) => void ended.push([name, code]),
  })
  await tool.source.find(`${web.url}/page`, asking)
  await tool.source.find(`${web.url}/busy`, asking).catch(() => null)
  const gone = { ...asking, signal: AbortSignal.abort() }
  await tool.source.find(`${web.url}/page`, gone).catch(() => null)
  expect(ended).toEqual([
    ['other', null],
    ['other', 'rate-limited'],
  ])
  expect(tool.source.health()).toMatchObject({ name: 'yt-dlp', state: 'ok' })
})
