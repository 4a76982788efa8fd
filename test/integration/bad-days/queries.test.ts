import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErrorCode } from '../../../src/base/error.ts'
import { markedWav } from '../../support/marked-tones.ts'
import { House } from '../house.ts'
import { expectRefusal } from '../room.ts'
import { TRACKS } from '../tracks.ts'
import { Witness } from './witness.ts'

setDefaultTimeout(120_000)

let house: House
let witness: Witness
/** Outside the library: a song that could be played, and what would be written there. */
let outside: string
/** A server that is not on the list of allowed addresses, on every loopback address. */
let inner: Bun.Server<undefined>
/** An allowed server that leads there. */
let bridge: Bun.Server<undefined>
let innerRequests = 0

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'segue-outside-'))
  const secret = markedWav(TRACKS.Delta.toneHz, 5)
  await writeFile(join(outside, 'secret.wav'), secret)
  inner = Bun.serve({
    hostname: '::',
    port: 0,
    fetch: () => {
      innerRequests += 1
      return new Response(secret, { headers: { 'content-type': 'audio/wav' } })
    },
  })
  bridge = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) => {
      const location = decodeURIComponent(new URL(url).search.slice(1))
      return new Response(null, { status: 302, headers: { location } })
    },
  })
  // Stands where yt-dlp would, for a search would go to the internet: writes down what it is called with.
  const ytdlp = join(outside, 'yt-dlp')
  await writeFile(ytdlp, `#!/bin/sh\nprintf '%s\\n' "$@" >> "$0.args"\necho >> "$0.args"\nexit 1\n`)
  await chmod(ytdlp, 0o755)
  const reachable = { ALLOW_PRIVATE_ADDRESSES: `127.0.0.1:${bridge.port}` }
  house = await House.start({ ...reachable, YTDLP_PATH: ytdlp })
  await symlink(join(outside, 'secret.wav'), join(house.musicDir, 'linked.wav'))
  await symlink(outside, join(house.musicDir, 'folder'))
  witness = await Witness.start(house)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await Promise.all([inner.stop(true), bridge.stop(true)])
  await rm(outside, { recursive: true })
})

describe.concurrent('a query that is an option', () => {
  const OPTIONS = [
    (file: string) => `--exec touch ${file}`,
    (file: string) => `--exec=touch ${file}`,
    (file: string) => `-o ${file}`,
    (file: string) => `--print-to-file title ${file}`,
    (file: string) => `--config-locations ${file}`,
    (file: string) => `"; touch ${file}; "`,
    (file: string) => `$(touch ${file})`,
  ]
  for (const [index, option] of OPTIONS.entries()) {
    test(`${option('FILE')} is words to look for, and nothing else`, async () => {
      const room = await house.room()
      await room.plays('Alpha')
      const file = join(outside, `written-${index}`)
      const query = option(file)
      await expectRefusal(await room.outcome('/play', query), 'ytdlp-failed')
      expect(existsSync(file)).toBe(false)
      for (const args of (await readFile(join(outside, 'yt-dlp.args'), 'utf8')).split('\n\n')) {
        const words = args.split('\n')
        expect(words.slice(0, words.indexOf('--')).join(' ')).not.toContain(outside)
      }
      await room.hears('Alpha')
      expect(room.read).toEqual(['Playing **Alpha**'])
    })
  }
})

describe.concurrent('a path', () => {
  const PATHS: [query: () => string, code: ErrorCode][] = [
    [() => '../../etc/passwd', 'outside-library'],
    [() => '/etc/passwd', 'outside-library'],
    [() => 'file:///etc/passwd', 'outside-library'],
    [() => '~/secret.wav', 'outside-library'],
    [() => `${outside}/secret.wav`, 'outside-library'],
    [() => `file://${outside}/secret.wav`, 'outside-library'],
    [() => 'linked.wav', 'outside-library'],
    [() => `${house.musicDir}/linked.wav`, 'outside-library'],
    [() => 'folder/secret.wav', 'outside-library'],
    [() => 'folder/', 'outside-library'],
  ]
  for (const [index, [query, code]] of PATHS.entries()) {
    test(`out of the library (${index + 1}) is refused`, async () => {
      const room = await house.room()
      await expectRefusal(await room.outcome('/play', query()), code)
      expect(room.read).toEqual([])
    })
  }

  test('inside the library is heard, however it is written', async () => {
    const room = await house.room()
    await room.types('/play', `${house.musicDir}/Bravo.wav`)
    await room.hears('Bravo')
    await room.types('/play', { query: 'x/../Charlie.wav', now: true })
    await room.hears('Charlie')
  })

  test('that leads out is never suggested', async () => {
    const room = await house.room()
    for (const text of ['linked', 'folder', 'secret', 'passwd']) {
      expect(await room.alice.completes('/play', 'query', text, {}, { in: room.text })).toEqual([])
    }
  })
})

describe.concurrent('an address inside', () => {
  const HOSTS = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
  ]
  for (const host of HOSTS) {
    test(`${host} is refused, and so is a redirect there`, async () => {
      const room = await house.room()
      const url = `http://${host}:${inner.port}/secret.wav`
      await expectRefusal(await room.outcome('/play', url), 'address-refused')
      const redirect = `http://127.0.0.1:${bridge.port}/?${encodeURIComponent(url)}`
      await expectRefusal(await room.outcome('/play', redirect), 'address-refused')
      expect(room.read).toEqual([])
      expect(innerRequests).toBe(0)
    })
  }
})

test('meanwhile nothing was missing on another server', () => witness.heardAll())
