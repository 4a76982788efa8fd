import { beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PlayDl } from '../../../src/sources/play-dl/play-dl.ts'
import { type NoAnswer, PlayDlProcess } from '../../../src/sources/play-dl/process.ts'
import { importsOf } from '../../support/import-rules.ts'
import { asking } from '../services/stand-in.ts'
import { sites, song } from './sites.ts'

setDefaultTimeout(60_000)

const ROOT = resolve(import.meta.dir, '../../..')
const LINK = 'https://soundcloud.com/artist/song-7'

test('play-dl and what it brings have no way to the network but `https.request`', async () => {
  // What's executed, with its strings: an import, a global or a method that dials would be in there.
  const text = await Bun.file(join(ROOT, 'node_modules/play-dl/dist/index.mjs')).text()
  const imports = [...text.matchAll(/from"([^"]+)"/g)].map(([, name]) => name)
  expect(new Set(imports)).toEqual(
    new Set([
      'node:fs',
      'node:https',
      'node:readline',
      'node:stream',
      'node:url',
      'node:zlib',
      'play-audio',
    ]),
  )
  expect(text.match(/import\{[^}]*\}from"node:https"/g)?.join()).toMatch(
    /^import\{request as \w+\}/,
  )
  const audio = await Bun.file(join(ROOT, 'node_modules/play-audio/dist/index.mjs')).text()
  const ofAudio = [...audio.matchAll(/from"([^"]+)"/g)].map(([, name]) => name)
  expect(ofAudio.filter((name) => /net|tls|http|dns|dgram/.test(name ?? ''))).toEqual([
    'node:https',
  ])
  for (const code of [text, audio]) {
    expect(code).not.toMatch(
      /(?<![.\w]|async )(?:fetch|eval|import)\(|WebSocket|XMLHttpRequest|\bBun\b/,
    )
  }
})

test('nobody but its own program imports play-dl, and nobody imports that program', async () => {
  const paths = await readdir(join(ROOT, 'src'), { recursive: true })
  for (const name of paths.filter((path) => path.endsWith('.ts'))) {
    const path = `src/${name}`
    const imported = importsOf(path, await readFile(join(ROOT, path), 'utf8'))
    expect(imported.map((one) => one.path)).not.toContain('src/sources/play-dl/program.ts')
    const isProgram = path === 'src/sources/play-dl/program.ts'
    if (!isProgram) expect(imported.map((one) => one.specifier)).not.toContain('play-dl')
  }
})

/** Copies of the program and of what it imports, so that another play-dl can lie beside them, or none. */
let copies = ''
beforeAll(async () => {
  copies = await mkdtemp(join(tmpdir(), 'segue-play-dl-program-'))
  for (const folder of ['src/base', 'src/net', 'src/sources', 'node_modules/ipaddr.js']) {
    await cp(join(ROOT, folder), join(copies, folder), { recursive: true })
  }
  return () => rm(copies, { recursive: true, force: true })
})

/** A program beside which play-dl is that module; null: there's none. */
async function programWith(name: string, module: string | null): Promise<string> {
  const folder = join(copies, name)
  await cp(join(copies, 'src'), join(folder, 'src'), { recursive: true })
  await cp(join(copies, 'node_modules'), join(folder, 'node_modules'), { recursive: true })
  if (module !== null) {
    const own = join(folder, 'node_modules/play-dl')
    await mkdir(own, { recursive: true })
    await writeFile(join(own, 'package.json'), '{"name":"play-dl","main":"index.js"}')
    await writeFile(join(own, 'index.js'), module)
  }
  return join(folder, 'src/sources/play-dl/program.ts')
}

test('where it is not installed, that is known, and it is not started again', async () => {
  await using there = await sites(() => undefined, { program: await programWith('missing', null) })
  await using playDl = new PlayDl(there.options)
  expect(await playDl.find(LINK, asking)).toBeNull()
  expect(playDl.health().state).toBe('missing')
  there.clock.advance(3_600_000)
  expect(playDl.health().state).toBe('missing')
})

/** What it exports, where that works. */
const working = (soundcloud: string) =>
  `module.exports = { getFreeClientID: async () => 'x', setToken: async () => {}, soundcloud: ${soundcloud} }`

/** Why there's no answer, of a process whose pauses are as long as they may be. */
async function reasons(name: string, module: string) {
  const program = await programWith(name.replaceAll(' ', '-'), module)
  const there = await sites(() => undefined, { program, random: () => 1 })
  const process = new PlayDlProcess(there.options)
  const ask = () => process.ask({ op: 'link', url: LINK, start: 0 }, asking.signal)
  return {
    clock: there.clock,
    reason: () => ask().then(String, (error: NoAnswer) => error.reason),
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]()
      await there[Symbol.asyncDispose]()
    },
  }
}

test.each([
  ['says what it likes', 'process.stdout.write("hello\\n{\\n")'],
  ['writes without an end', 'process.stdout.write("x".repeat(1 << 20))'],
  ['exits as it is asked', working('() => process.exit(1)')],
  ['answers too much', working('async () => ({ type: "track", name: "x".repeat(1 << 20) })')],
])('one that %s is ended', async (name, module) => {
  await using here = await reasons(name, module)
  expect(await here.reason()).toBe('ended')
  expect(await here.reason()).toBe('waiting')
})

test('one that exits as it is imported is started again after pauses that grow', async () => {
  await using here = await reasons('exits', 'process.exit(3)')
  for (const pauseMs of [2_000, 4_000, 8_000]) {
    expect(await here.reason()).toBe('ended')
    here.clock.advance(pauseMs - 1)
    expect(await here.reason()).toBe('waiting')
    here.clock.advance(1)
  }
})

test('what it tries besides `https.request` is refused in its process', async () => {
  const tries = `async () => {
    const https = require('node:https'), http = require('node:http'), ways = {
      fetch: () => fetch('http://127.0.0.1:1/'), socket: () => new WebSocket('ws://127.0.0.1:1/'),
      get: () => https.get('https://127.0.0.1/'), http: () => http.request('http://127.0.0.1/'),
      spawn: () => require('node:child_process').spawn('true'),
    }
    const refused = Object.entries(ways).map(([name, way]) => {
      try { way(); return name + ' went out' } catch (error) { return String(error.message) }
    })
    const asked = await new Promise((done) => {
      const request = https.request({ host: '127.0.0.1', path: '/' }, () => done('answered'))
      request.on('error', (error) => done(error.code)); request.end()
    })
    return { type: 'track', name: [...new Set(refused), asked].join('; '), permalink: '${LINK}' }
  }`
  const program = await programWith('tries', working(tries))
  await using there = await sites(() => Response.json(song(7)), { program })
  await using process = new PlayDlProcess(there.options)
  const told = await process.ask({ op: 'link', url: LINK, start: 0 }, asking.signal)
  // The last one reached the guard, which lets nothing into the house.
  expect(told).toMatchObject({
    entries: [{ title: 'this process has no way out but https.request; address-refused' }],
  })
  expect(there.dialled).toEqual([])
})

test('it ends when nobody has asked it anything for two minutes, and starts again for who does', async () => {
  const program = await programWith(
    'idle',
    working('async () => ({ type: "track", name: String(process.pid), permalink: "x" })'),
  )
  await using there = await sites(() => undefined, { program })
  await using process = new PlayDlProcess(there.options)
  const pid = async () => {
    const told = await process.ask({ op: 'link', url: LINK, start: 0 }, asking.signal)
    return 'entries' in told ? String(told.entries[0]?.title) : null
  }
  const first = await pid()
  expect(await pid()).toBe(first)
  there.clock.advance(120_000)
  expect(await pid()).not.toBe(first)
})
