import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { guildId } from '../../../src/base/ids.ts'
import { until } from '../../discord/until.ts'
import { site } from '../site.ts'
import { startYtdlp, type YtdlpStart } from './program.ts'

// Each run starts a Python interpreter: a second or two, and the machine may be busy.
setDefaultTimeout(120_000)

const never = new AbortController().signal
/** The server that asks. */
const HERE = guildId('1')
const asking = { server: HERE, signal: never }
let dataDir = ''
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'segue-ytdlp-runs-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

const ytdlp = (allowed: readonly string[], options: Partial<YtdlpStart> = {}) =>
  startYtdlp(allowed, { dataDir, ...options })

/** A program in place of yt-dlp that writes down its arguments and then does `body` (POSIX shell). */
async function stand(body: string): Promise<string> {
  const path = join(dataDir, `stand-${crypto.randomUUID()}`)
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" > "$0.args"\n${body}\n`)
  await chmod(path, 0o755)
  return path
}

const FIRST_MATCH = { limit: 1, place: 'youtube' } as const

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

/** Waits until the kernel has taken a killed process away, or it is a zombie that init reaps. */
async function gone(pid: number): Promise<void> {
  await until(async () => {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
    return state === null || state.includes(') Z ')
  }, `the end of process ${pid}`)
}
