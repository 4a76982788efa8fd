import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, type ErrorCode } from '../../../src/base/error.ts'
import { MemoryCache } from '../../../src/cache/memory-cache.ts'
import { Radio } from '../../../src/sources/radio/radio.ts'
import { StationDirectory } from '../../../src/sources/radio/station-directory.ts'
import { Stations } from '../../../src/sources/radio/stations.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { LocalDirectory, uuid } from '../../support/station-directory.ts'

const never = new AbortController().signal

let folder: string
let directory: LocalDirectory
let own: Stations
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-radio-'))
  const path = join(folder, 'own.m3u')
  await Bun.write(path, '#EXTINF:-1,Jazz at Home\nhttps://home/jazz\n')
  own = new Stations(path)
})
beforeEach(() => {
  directory = new LocalDirectory([
    { stationuuid: uuid(1), name: 'Some Jazz', url: 'http://h/1', clickcount: 5 },
    {
      ...{ stationuuid: uuid(2), name: ' \tJazz FM\u202e ', url: 'http://h/2', clickcount: 900 },
      ...{ countrycode: 'GB', codec: 'MP3', bitrate: 128 },
    },
    { stationuuid: uuid(3), name: 'Broken Jazz', url: 'http://h/3', lastcheckok: 0 },
    { stationuuid: uuid(4), name: 'Jazz in Pieces', url: 'http://h/4.m3u8', hls: 1 },
    { stationuuid: uuid(5), name: 'JAZZ AT HOME', url: 'http://h/5', clickcount: 9 },
    { stationuuid: uuid(6), name: 'Jazz Inside', url: 'file:///etc/passwd', clickcount: 1 },
  ])
})
afterAll(() => rm(folder, { recursive: true }))

function radio(clock = new ManualClock()): Radio {
  const cache = new MemoryCache(clock)
  const asked = new StationDirectory({ url: directory.url, addresses: {}, clock, cache })
  return new Radio(own, asked, clock)
}

test('the host’s own stations come first, then the directory’s, the most listened to before others', async () => {
  const offered = await radio().offer('jazz', never)
  expect(offered).toEqual([
    { name: 'Jazz at Home', query: 'Jazz at Home', about: null },
    { name: 'Jazz FM', query: `radio-browser:${uuid(2)}`, about: 'GB · MP3 128' },
    { name: 'Some Jazz', query: `radio-browser:${uuid(1)}`, about: null },
    { name: 'Jazz Inside', query: `radio-browser:${uuid(6)}`, about: null },
  ])
  expect([...directory.agents].join()).toStartWith('Segue/')
  expect(directory.clicks).toEqual([])
  await directory[Symbol.asyncDispose]()
})

test('a station that’s chosen, or fits best, is asked for and counted; the host’s own is not', async () => {
  const stations = radio()
  expect(await stations.find('jazz at h', never)).toEqual({
    ...{ name: 'Jazz at Home', url: 'https://home/jazz' },
  })
  expect(directory.asked).toEqual([])
  expect(await stations.find(`radio-browser:${uuid(1)}`, never)).toEqual({
    ...{ name: 'Some Jazz', url: 'http://h/1' },
  })
  expect(await stations.find('jazz fm', never)).toMatchObject({ url: 'http://h/2' })
  expect(directory.clicks).toEqual([uuid(1), uuid(2)])
  expect(await stations.find('polka', never)).toBeNull()
  expect(await stations.find(`radio-browser:${uuid(99)}`, never)).toBeNull()
  // No link that leads out of the web is taken, whoever lists it.
  expect(await stations.find('jazz inside', never)).toBeNull()
  expect(await stations.find('radio-browser:../../json/vote', never)).toBeNull()
  expect(directory.asked.some((path) => path.includes('vote'))).toBe(true)
  expect(directory.asked.every((path) => !path.startsWith('/json/vote'))).toBe(true)
  await directory[Symbol.asyncDispose]()
})

test('what was asked is remembered, and one letter is too little to ask', async () => {
  const stations = radio()
  for (let times = 0; times < 3; times++) await stations.offer('some', never)
  expect(directory.asked).toHaveLength(1)
  await stations.offer('s', never)
  await stations.offer('', never)
  expect(directory.asked).toHaveLength(1)
  await directory[Symbol.asyncDispose]()
})

const SPOILED: readonly (readonly [
  what: string,
  answer: () => Response | Promise<Response>,
  code: ErrorCode,
])[] = [
  ['an error', () => new Response('no', { status: 500 }), 'source-busy'],
  ['too much', () => new Response('x'.repeat(600_000)), 'unsupported'],
  ['no JSON', () => new Response('<html>'), 'unsupported'],
  ['something else', () => Response.json({ ok: false }), 'unsupported'],
  [
    'a pause',
    () => new Response('', { status: 429, headers: { 'retry-after': '60' } }),
    'rate-limited',
  ],
  ['a way into the house', () => Response.redirect('http://127.0.0.1:1/'), 'address-refused'],
]
for (const [what, answer, code] of SPOILED) {
  test(`where the directory sends ${what}, the host’s own stations are all, and whoever asks is told`, async () => {
    directory.spoiled = answer
    expect((await radio().offer('jazz', never)).map(({ name }) => name)).toEqual(['Jazz at Home'])
    expect(await radio().find('polka', never).catch(codeOf)).toBe(code)
    await directory[Symbol.asyncDispose]()
  })
}

test('whoever types doesn’t wait for a directory that is slow', async () => {
  const clock = new ManualClock()
  const stations = radio(clock)
  const held = Promise.withResolvers<Response>()
  const asked = Promise.withResolvers<void>()
  directory.spoiled = () => {
    asked.resolve()
    return held.promise
  }
  const offering = stations.offer('jazz', never)
  await asked.promise
  clock.advance(1_200)
  expect((await offering).map(({ name }) => name)).toEqual(['Jazz at Home'])
  held.resolve(Response.json([]))
  await directory[Symbol.asyncDispose]()
})

test('stations of any make are taken as far as they make sense', async () => {
  const odd = [null, 5, 'x', [], {}, { name: 'x' }, { name: '\u0007', stationuuid: uuid(1) }]
  const hostile = {
    ...{ name: `@everyone ${'x'.repeat(500)}`, stationuuid: uuid(7), url: 7 },
    ...{ countrycode: 'Germany', codec: '<script>', bitrate: 1e9 },
  }
  directory.spoiled = () => Response.json([...odd, hostile, ...Array(200).fill(hostile)])
  const offered = await radio().offer('ever', never)
  expect(offered.length).toBeLessThanOrEqual(25)
  expect(offered[0]?.name.length).toBeLessThanOrEqual(100)
  expect(offered[0]).toMatchObject({ query: `radio-browser:${uuid(7)}`, about: null })
  await directory[Symbol.asyncDispose]()
})

test('nobody is asked where the host wants that', async () => {
  const stations = new Radio(own, null, new ManualClock())
  expect(await stations.offer('jazz', never)).toHaveLength(1)
  expect(await stations.find('polka', never)).toBeNull()
  expect(await stations.find(`radio-browser:${uuid(1)}`, never)).toBeNull()
  expect(directory.asked).toEqual([])
  await directory[Symbol.asyncDispose]()
})
