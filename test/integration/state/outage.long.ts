import { expect, setDefaultTimeout, test } from 'bun:test'
import { House } from '../house.ts'
import { halfway } from './playing-rooms.ts'

setDefaultTimeout(120_000)

test('a server that Discord cannot offer at the start goes on as soon as it can', async () => {
  await using house = await House.start()
  const room = await halfway(house)
  await Bun.sleep(1_000)
  await house.crash()
  // An outage: the bot waits for its servers for 15 s, and is then ready without them.
  house.discord.faults.gateway.guildCreateDelayMs = 60_000
  await house.startAgain()
  await Bun.sleep(500)
  expect(house.logged('player restored')).toEqual([])
  room.guild.recovers()
  await room.hears('Alpha', 10_000)
  expect(room.heard().positionS).toBeGreaterThan(15)
  expect(room.read.at(-1)).toBe('**Alpha** is now at 0:20.')
})
