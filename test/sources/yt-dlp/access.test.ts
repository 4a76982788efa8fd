import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guildId } from '../../../src/base/ids.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { request } from '../../../src/net/http.ts'
import type { Log } from '../../../src/observability/log.ts'
import type { YtdlpAccess } from '../../../src/sources/yt-dlp/command.ts'
import { findJsRuntime } from '../../../src/sources/yt-dlp/js-runtime.ts'
import { httpUpstream } from '../../net/upstream.ts'
import { audio, site } from '../site.ts'
import { noAccess, queued, startYtdlp, ytdlpProgram } from './program.ts'

/** The server that asks. */
const HERE = guildId('1')

// Each run starts a Python interpreter: a second or two, and the machine may be busy.
setDefaultTimeout(120_000)

const never = new AbortController().signal
const asking = { server: HERE, signal: never }
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'segue-access-'))
})
afterAll(() => rm(home, { recursive: true }))

/** yt-dlp with settings that help against refusals, in a folder of its own; `lines` is what it logs. */
async function ytdlp(
  allowed: readonly string[],
  access: Partial<YtdlpAccess>,
  program = ytdlpProgram(),
) {
  const lines: string[] = []
  const write = (message: string, fields?: object) =>
    void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const dataDir = await mkdtemp(join(home, 'data-'))
  const tool = await startYtdlp(allowed, {
    ...{ program, dataDir, log, access: { ...noAccess, ...access } },
  })
  return { ...tool, lines, dataDir }
}

/** A program that writes its arguments beside itself and then does `body` (POSIX shell). */
async function stand(name: string, body: string, folder = home): Promise<string> {
  const path = join(folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" >> "$0.args"\n${body}\n`)
  await chmod(path, 0o755)
  return path
}

const PAGE = '<title>Page</title><audio src="/a.wav"></audio>'

test('the cookies of the host open what asks for them, from a copy that goes with the run', async () => {
  using web = site({
    '/page': ({ headers }) =>
      headers.get('cookie') === 'session=s3cret'
        ? new Response(PAGE, {
            headers: { 'content-type': 'text/html', 'set-cookie': 'session=changed' },
          })
        : new Response('', { status: 403 }),
    '/a.wav': audio(),
  })
  const cookiesFile = join(home, 'cookies.txt')
  const text = '# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\ts3cret\n'
  await writeFile(cookiesFile, text)
  const allowed = [`127.0.0.1:${web.port}`]
  await using without = await ytdlp(allowed, {})
  await expect(without.source.find(`${web.url}/page`, asking)).rejects.toThrow()

  await using tool = await ytdlp(allowed, { cookiesFile })
  for (let run = 0; run < 2; run++) {
    expect((await tool.source.find(`${web.url}/page`, asking)).tracks).toHaveLength(1)
  }
  expect(await readFile(cookiesFile, 'utf8')).toBe(text)
  expect(await readdir(join(tool.dataDir, 'cookies'))).toEqual([])
  expect(tool.lines.join()).not.toContain('s3cret')
})

test('cookies that cannot be read are said, and what needs none plays', async () => {
  using web = site({ '/page': PAGE, '/a.wav': audio() })
  await using tool = await ytdlp([`127.0.0.1:${web.port}`], {
    cookiesFile: join(home, 'no-such-file'),
  })
  expect((await tool.source.find(`${web.url}/page`, asking)).tracks).toHaveLength(1)
  expect(tool.lines.join()).toContain('YTDLP_COOKIES_FILE')
})

test('a process that is started later has its own copy of the cookies, until all ends', async () => {
  const cookiesFile = join(home, 'later.txt')
  await writeFile(cookiesFile, '# Netscape HTTP Cookie File\n')
  const format = { url: 'http://127.0.0.1:1/x.m3u8', protocol: 'm3u8_native' }
  const info = { webpage_url: 'http://127.0.0.1:1/page', title: 'x', ...format }
  const program = await stand('of-segments', `echo '${JSON.stringify(info)}'`)
  await using tool = await ytdlp([], { cookiesFile }, program)
  const {
    tracks: [track],
  } = await tool.source.find('http://127.0.0.1:1/page', asking)
  const media = await tool.source.open(queued(track), asking)
  if (media.kind !== 'process') throw new Error(`not a process: ${media.kind}`)
  const copy = media.argv.find((arg) => arg.startsWith('--cookies='))?.slice('--cookies='.length)
  expect(copy).not.toBe(cookiesFile)
  expect(await Bun.file(copy ?? '').text()).toBe('# Netscape HTTP Cookie File\n')
  await tool.source[Symbol.asyncDispose]()
  expect(await Bun.file(copy ?? '').exists()).toBe(false)
})

test('over the proxy of the host go pages and the bytes that they lead to, behind the guard', async () => {
  using web = site({ '/page': PAGE, '/a.wav': audio() })
  await using upstream = await httpUpstream('me:proxys3cret')
  const proxy = `http://me:proxys3cret@127.0.0.1:${upstream.port}`
  await using tool = await ytdlp([`127.0.0.1:${web.port}`], { proxy })
  const {
    tracks: [track],
  } = await tool.source.find(`${web.url}/page`, asking)
  const media = await tool.source.open(queued(track), asking)
  if (media.kind !== 'http' || media.via === undefined) throw new Error('not over the proxy')
  const before = upstream.asked.length
  expect(before).toBeGreaterThan(0)
  // The engine's reader has a policy of its own, which would refuse this address.
  const answer = await request(media.url, { policy: addressPolicy({}), via: media.via })
  answer.cancel()
  expect(answer.status).toBe(200)
  expect(upstream.asked).toHaveLength(before + 1)
  await expect(tool.source.find('http://127.0.0.2:80/', asking)).rejects.toMatchObject({
    code: 'address-refused',
  })
  expect(upstream.asked).toHaveLength(before + 1)
  expect(tool.lines.join()).not.toContain('proxys3cret')
})

test('what yt-dlp asks comes from the address that the host names', async () => {
  const seen: (string | undefined)[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(asked, self) {
      seen.push(self.requestIP(asked)?.address)
      return new Response(PAGE, { headers: { 'content-type': 'text/html' } })
    },
  })
  try {
    await using tool = await ytdlp([`127.0.0.1:${server.port}`], { sourceAddress: '127.0.0.9' })
    await tool.source.find(`http://127.0.0.1:${server.port}/page`, asking)
    expect(new Set(seen)).toEqual(new Set(['127.0.0.9']))
  } finally {
    await server.stop(true)
  }
})

test('plugins run where the host names their folder, and nowhere else', async () => {
  const pluginDir = join(home, 'plugins')
  const folder = join(pluginDir, 'ours', 'yt_dlp_plugins', 'extractor')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'ours.py'), PLUGIN)
  await using tool = await ytdlp([], { pluginDir })
  expect((await tool.source.find('http://plugin.example/x', asking)).tracks).toMatchObject([
    { title: 'By a plugin' },
  ])
  await using without = await ytdlp([], {})
  await expect(without.source.find('http://plugin.example/x', asking)).rejects.toThrow()
})

const PLUGIN = `
from yt_dlp.extractor.common import InfoExtractor

class OursIE(InfoExtractor):
    _VALID_URL = r'http://plugin\\.example/x'

    def _real_extract(self, url):
        return {'id': 'x', 'title': 'By a plugin', 'url': 'http://plugin.example/x.wav', 'ext': 'wav'}
`

test('the provider of tokens is named to its plugin, and no client of a site is', async () => {
  const program = await stand('of-tokens', 'echo null')
  const access = { potProviderUrl: 'http://127.0.0.1:4416', pluginDir: '/plugins' }
  await using tool = await ytdlp([], access, program)
  await tool.source.find('http://127.0.0.1:1/', asking).catch(() => null)
  const args = await readFile(`${program}.args`, 'utf8')
  expect(args).toContain('--extractor-args=youtubepot-bgutilhttp:base_url=http://127.0.0.1:4416\n')
  expect(args).toContain('--plugin-dirs=/plugins\n')
  expect(args).not.toContain('player_client')
  expect(args).not.toContain('--no-warnings')
})

test('what yt-dlp warns of is told once, without what follows a link', async () => {
  const program = await stand(
    'that-warns',
    `echo 'WARNING: [youtube] aBc-1: bun support has been deprecated. See  https://a.example/b?sig=s3cret  for details' >&2
echo 'WARNING: Your yt-dlp version is old' >&2
echo 'WARNING: ffmpeg-location /data/yt-dlp/no-ffmpeg does not exist! Continuing without ffmpeg' >&2
echo 'ERROR: [x] 1: gone wrong at https://member.example/song?token=s3cret' >&2
exit 1`,
  )
  await using tool = await ytdlp([], {}, program)
  for (const id of ['1', '2']) {
    await tool.source.find(`http://127.0.0.1:1/${id}`, asking).catch(() => null)
  }
  const warned = tool.lines.filter((line) => line.startsWith('yt-dlp warns '))
  expect(warned).toEqual([
    'yt-dlp warns {"warning":"[youtube] bun support has been deprecated. See https://a.example/b for details"}',
    'yt-dlp warns {"warning":"Your yt-dlp version is old"}',
  ])
  expect(tool.lines.join()).not.toContain('s3cret')
  expect(tool.lines.join()).toContain('https://member.example/song')
})

test('a site that refuses this host’s address is told to the host with what helps', async () => {
  const program = await stand(
    'that-is-refused',
    `echo "ERROR: [youtube] abc: Sign in to confirm you're not a bot." >&2; exit 1`,
  )
  await using tool = await ytdlp([], {}, program)
  await expect(tool.source.find('http://127.0.0.1:1/', asking)).rejects.toMatchObject({
    code: 'host-refused',
  })
  expect(tool.lines.join()).toContain('YTDLP_PROXY')
})

test('the runtime is the Deno beside yt-dlp, else Node from 22 on, else Bun; and the log tells', async () => {
  const venv = join(home, 'venv')
  const program = await stand('yt-dlp', 'echo 2026.10.26', venv)
  const bun = await stand('bun', 'echo 1.4.5', join(home, 'bun'))
  const searchPath = join(home, 'path')
  const find = () => findJsRuntime({ ytdlp: program, bunPath: bun, searchPath }, never)
  expect(await find()).toMatchObject({ name: 'bun', version: '1.4.5' })
  await stand('node', 'echo v20.20.2', searchPath)
  expect(await find()).toMatchObject({ name: 'bun' })
  await stand('node', 'echo v22.1.0', searchPath)
  expect(await find()).toMatchObject({ name: 'node', version: '22.1.0' })
  await stand('deno', 'echo "deno 2.2.9 (stable)"', venv)
  expect(await find()).toMatchObject({ name: 'node' })
  const deno = await stand('deno', 'echo "deno 2.9.8 (stable, release)"', venv)
  expect(await find()).toEqual({ name: 'deno', path: deno, version: '2.9.8' })
  await using tool = await ytdlp([], {}, program)
  await tool.source.announce()
  expect(tool.lines).toEqual(['yt-dlp {"version":"2026.10.26","runtime":"deno 2.9.8"}'])
  await tool.source.find('http://127.0.0.1:1/', asking).catch(() => null)
  expect(await readFile(`${program}.args`, 'utf8')).toContain(
    `--js-runtimes=deno:${join(venv, 'deno')}\n`,
  )
})

test('the yt-dlp that bootstrap installs comes with a Deno that runs under its limits', async () => {
  await using tool = await ytdlp([], {})
  await tool.source.announce()
  expect(tool.lines.join()).toMatch(/^yt-dlp \{"version":"\d{4}\.\d\d\.\d\d","runtime":"deno 2\./)
})
