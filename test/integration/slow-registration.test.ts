import { expect, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { House } from './house.ts'

test('music is back after a crash although Discord is slow to tell its commands', async () => {
  await using house = await House.start()
  const room = await house.room()
  await room.plays('Alpha')
  await house.stores(room, ({ current }) => current !== null)
  await house.crash()
  const before = room.framesHeard
  house.discord.faults.rest.delay(/^GET .*\/commands$/, 60_000)
  await house.startAgain()
  await until(() => room.framesHeard > before + 5, 'the music')
  expect(house.logged('commands registered')).toHaveLength(1)
}, 60_000)
