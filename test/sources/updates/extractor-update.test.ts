import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { guildId } from '../../../src/base/ids.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { GuardedProxy } from '../../../src/net/proxy.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { ExtractorUpdate } from '../../../src/sources/updates/extractor-update.ts'
import { Releases } from '../../../src/sources/updates/release.ts'
import { updatedYtdlp } from '../../../src/sources/yt-dlp/installed.ts'
import { YtDlp } from '../../../src/sources/yt-dlp/yt-dlp.ts'
import { audio, type Site, site } from '../site.ts'
import { noAccess, ytdlpProgram } from '../yt-dlp/program.ts'

// Each run starts a Python interpreter, and the machine may be busy.
setDefaultTimeout(120_000)

const never = new AbortController().signal
const asking = { server: guildId('1'), signal: never }

/** A release: the yt-dlp that's here, which says that it's of that date, behind what it does first. */
const release = (version: string, first = '') => `#!/bin/sh
${first}
case "$*" in *--version*) echo ${version}; exit;; esac
exec '${ytdlpProgram()}' "$@"
`

let dataDir = ''
/** What the server has as the newest, and as its checksum; null: its own. */
let newest = ''
let sums: string | null = null
let web: Site
let proxy: GuardedProxy
beforeAll(async () => {
  web = site({
    '/latest/yt-dlp': () => new Response(newest),
    '/latest/SHA2-256SUMS': () => new Response(sums ?? `${sumOf(newest)}  yt-dlp\n`),
    '/page': '<title>Page</title><audio src="/a.wav"></audio>',
    '/a.wav': audio(),
  })
  const policy = addressPolicy({ allowed: [`127.0.0.1:${web.port}`] })
  proxy = await GuardedProxy.start({ policy })
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  web[Symbol.dispose]()
})
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'segue-update-'))
  sums = null
  return () => rm(dataDir, { recursive: true })
})

const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** A source with the program that's installed for all, and its update. */
function updating() {
  const common = { bunPath: process.execPath, dataDir, access: noAccess, proxy, log: silentLog }
  const looks: string[] = []
  const ended = (name: string) => void looks.push(name)
  const source = new YtDlp({ program: ytdlpProgram(), ...common, ended })
  const policy = addressPolicy({ allowed: [`127.0.0.1:${web.port}`] })
  const used: (string | null)[] = []
  const update = new ExtractorUpdate({
    path: updatedYtdlp(dataDir),
    releases: new Releases(`${web.url}/latest`, policy),
    extractor: {
      probe: (program, signal) => source.probe(program, signal),
      use: (program) => {
        used.push(program)
        return source.reload(program ?? ytdlpProgram())
      },
    },
    log: silentLog,
  })
  return { source, update, used, looks, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() }
}

const installed = () => readFile(updatedYtdlp(dataDir), 'utf8').catch(() => null)
const inFolder = () => readdir(join(dataDir, 'yt-dlp', 'bin')).catch(() => [])

test('a new release is tried and used from then on, and the one before is kept', async () => {
  await using bot = updating()
  newest = release('2098.01.01')
  expect(await bot.update.run(never)).toBe('2098.01.01')
  expect(await installed()).toBe(newest)
  const marked = join(dataDir, 'ran')
  const before = newest
  newest = release('2099.01.01', `echo "$*" >> '${marked}'`)
  expect(await bot.update.run(never)).toBe('2099.01.01')
  expect(bot.looks).toEqual([])
  expect(await installed()).toBe(newest)
  expect(await readFile(`${updatedYtdlp(dataDir)}.before`, 'utf8')).toBe(before)
  const { tracks } = await bot.source.find(`${web.url}/page`, asking)
  expect(tracks[0]?.title).toBe('Page (1)')
  expect(await readFile(marked, 'utf8')).toContain(`-- ${web.url}/page`)
  expect(await inFolder()).toEqual(['yt-dlp', 'yt-dlp.before'])
})

test('what’s there already isn’t downloaded again', async () => {
  await using bot = updating()
  newest = release('2098.01.01')
  await bot.update.run(never)
  const asked = web.requests.length
  expect(await bot.update.run(never)).toBeNull()
  expect(web.requests.slice(asked)).toEqual(['GET /latest/SHA2-256SUMS'])
  expect(bot.used).toHaveLength(1)
})

test('a download that isn’t what its release says is thrown away', async () => {
  await using bot = updating()
  newest = release('2098.01.01')
  const wrong = `${sumOf('other')}  yt-dlp\n`
  for (sums of [wrong, '', 'x'.repeat(100_000), `${sumOf(newest)}  yt-dlp.exe\n`]) {
    await expect(bot.update.run(never)).rejects.toMatchObject({ code: 'ytdlp-failed' })
  }
  expect(await inFolder()).toEqual([])
  expect(bot.used).toEqual([])
})

test.each([
  [
    'doesn’t know an option',
    'case "$*" in *--load-info-json*) echo "no such option" >&2; exit 2;; esac',
  ],
  ['finds nothing', `case "$*" in *--load-info-json*) echo '{"entries":[]}'; exit;; esac`],
  ['doesn’t run', 'exit 1'],
])('a release that %s isn’t used', async (_what, first) => {
  await using bot = updating()
  newest = release('2098.01.01')
  await bot.update.run(never)
  const good = newest
  newest = release('2099.01.01', first)
  await expect(bot.update.run(never)).rejects.toBeDefined()
  expect(await installed()).toBe(good)
  expect(await inFolder()).toEqual(['yt-dlp'])
  expect(bot.used).toHaveLength(1)
})

test.each([true, false])(
  'where a release fails once it’s in its place, all is as before (%p)',
  async (had) => {
    await using bot = updating()
    newest = release('2098.01.01')
    if (had) await bot.update.run(never)
    const good = await installed()
    newest = release('2099.01.01', 'case "$0" in */bin/yt-dlp) exit 1;; esac')
    await expect(bot.update.run(never)).rejects.toMatchObject({ detail: 'the update doesn’t run' })
    expect(await installed()).toBe(good)
    expect(bot.used.at(-1)).toBe(had ? updatedYtdlp(dataDir) : null)
    expect((await bot.source.find(`${web.url}/page`, asking)).tracks).toHaveLength(1)
  },
)

test('where its folder is replaced in the meantime, what’s in the new one stays', async () => {
  await using bot = updating()
  newest = release('2098.01.01')
  await bot.update.run(never)
  const bin = dirname(updatedYtdlp(dataDir))
  const good = newest
  // As `script/update-yt-dlp` does, between the last look at the download and the switch.
  const replaced = `case "$*" in *--load-info-json*) rm '${bin}'/.update-*;; esac`
  newest = release('2099.01.01', replaced)
  await expect(bot.update.run(never)).rejects.toBeDefined()
  expect(await installed()).toBe(good)
  expect((await bot.source.find(`${web.url}/page`, asking)).tracks).toHaveLength(1)
})

test('a server that isn’t there, or sends to an address inside, changes nothing', async () => {
  using inside = site({ '/SHA2-256SUMS': 'x' })
  using lost = site({ '/a/SHA2-256SUMS': () => Response.redirect(`${inside.url}/SHA2-256SUMS`) })
  const policy = addressPolicy({ allowed: [`127.0.0.1:${lost.port}`] })
  const of = (path: string) => new Releases(`${lost.url}${path}`, policy).newest(never)
  await expect(of('/a')).rejects.toMatchObject({ code: 'address-refused' })
  await expect(of('/none')).rejects.toMatchObject({ code: 'http-status' })
  expect(inside.requests).toEqual([])
})

test('who asks while it’s under way waits for the same answer', async () => {
  await using bot = updating()
  newest = release('2098.01.01')
  const asked = web.requests.length
  expect(await Promise.all([bot.update.run(never), bot.update.run(never)])).toEqual([
    '2098.01.01',
    '2098.01.01',
  ])
  expect(web.requests.length - asked).toBe(2)
})
