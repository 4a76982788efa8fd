import { expect, test } from 'bun:test'
import { Stations } from '../../src/sources/stations.ts'

test('stations come with the bot, each with a name and a link of its own', async () => {
  const stations = await new Stations(null).all()
  expect(stations.length).toBeGreaterThan(10)
  expect(new Set(stations.map(({ name }) => name)).size).toBe(stations.length)
  for (const { name, url } of stations) {
    expect(name.length).toBeLessThanOrEqual(100)
    expect(url).toStartWith('https://')
  }
})
