import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../../../src/base/error.ts'
import { Stations } from '../../../src/sources/radio/stations.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-stations-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('stations come with the bot, each with a name and a link of its own', async () => {
  const stations = await new Stations(null).all()
  expect(stations.length).toBeGreaterThan(10)
  expect(new Set(stations.map(({ name }) => name)).size).toBe(stations.length)
  for (const { name, url } of stations) {
    expect(name.length).toBeLessThanOrEqual(100)
    expect(url).toStartWith('https://')
  }
})

test('a file of the host’s is read anew once it has changed, and what is wrong with it is told', async () => {
  const path = join(folder, 'own.m3u')
  const own = new Stations(path)
  expect(await own.all().catch(codeOf)).toBe('stations-unreadable')
  await Bun.write(path, '[playlist]\nFile1=https://one/\nTitle1=One\nFile2=two.mp3\n')
  expect(await own.all()).toEqual([{ name: 'One', url: 'https://one/' }])
  await Bun.write(path, 'https://two/\n')
  expect(await own.all()).toEqual([{ name: 'two', url: 'https://two/' }])
})

test('of a file that’s too long, the stations that lie whole in its first part are taken', async () => {
  const path = join(folder, 'long.m3u')
  for (const before of ['', 'x', 'xx']) {
    await Bun.write(
      path,
      `#EXTM3U ${before}\n${'#EXTINF:-1,ラジオ\nhttps://radio/live\n'.repeat(9_000)}`,
    )
    const stations = await new Stations(path).all()
    expect(stations.length).toBeGreaterThan(5_000)
    const all = new Set(stations.map(({ name, url }) => `${name} ${url}`))
    expect([...all]).toEqual(['ラジオ https://radio/live'])
  }
})
